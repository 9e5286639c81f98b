package hub.streams;

/** A part of a stream. @param parent the shard that it continues, which may be gone already; null for none @param closed nothing more is written to it */
record Shard(String id, String parent, boolean closed) { }
