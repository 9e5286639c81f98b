-- What Kafka has not answered belongs to the hub whose producer has it, whoever is given its message meanwhile: a claim with an owner, for as long as the
-- owner lives and extends it. A claim without an owner is a record that was published.
alter table pipeline.published
    add column owner        text,
    add column leased_until timestamptz;
