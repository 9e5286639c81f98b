package hub.acceptance.operations;

import hub.events.Transactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Steps of a schedule that write down their firings. It runs inside the hub; a file {@code hold} in the data of the hubs keeps those of {@code slow} at it. */
public final class Clockwork {

    private final Transactions transactions;
    private final Path hold = Path.of(System.getenv("HUB_DATA"), "hold");

    public Clockwork(Transactions transactions) {
        this.transactions = transactions;
    }

    public void fired(String name, Instant now) throws InterruptedException {
        transactions.inTransaction(() -> {
            transactions.sql().sql("insert into clockwork.fired (name, pid, now) values (?, ?, ?)").params(name, ProcessHandle.current().pid(), now.toString()).update();
        });
        while (name.equals("slow") && Files.exists(hold)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
