package sandbox.demo;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** What the flows share while they send: the run, its people, and the ways to the hub. */
final class Day {

    private final String run;
    private final long seed;
    private final AtomicReferenceArray<String> accounts;
    private final Requests requests;
    private final Records records;
    private final Entities entities;
    private final String adminToken;
    private final String managerToken;
    private final String operatorToken;

    /** @param people how many register */
    Day(String run, long seed, int people, Requests requests, Records records, Entities entities) {
        this.run = run;
        this.seed = seed;
        this.accounts = new AtomicReferenceArray<>(people);
        this.requests = requests;
        this.records = records;
        this.entities = entities;
        this.adminToken = requests.token("demo-" + run, "admin");
        this.managerToken = requests.token("demo-" + run, "campaign-manager");
        this.operatorToken = requests.token("demo-" + run, "operator");
    }

    String run() {
        return run;
    }

    Requests requests() {
        return requests;
    }

    Records records() {
        return records;
    }

    Entities entities() {
        return entities;
    }

    /** Of an administrator of this run. */
    String adminToken() {
        return adminToken;
    }

    /** Of a manager of campaigns. */
    String managerToken() {
        return managerToken;
    }

    /** Of an operator of the hub. */
    String operatorToken() {
        return operatorToken;
    }

    /** How many register. */
    int people() {
        return accounts.length();
    }

    Person person(int number) {
        return Person.of(seed, run, number);
    }

    void registered(int number, String accountId) {
        accounts.set(number, accountId);
    }

    /** The account of a person; numbers beyond the last begin at the first again. */
    String account(int number) {
        var account = accounts.get(number % accounts.length());
        return account != null ? account : "never-registered-" + run + "-" + number;
    }

    /** Somebody who has no account. */
    String nobody(String flow, int number) {
        return "nobody-%s-%s-%d".formatted(run, flow, number);
    }
}
