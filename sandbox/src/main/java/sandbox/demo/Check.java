package sandbox.demo;

/** Two numbers that must be equal at the end. @param sql a query of one row with both */
record Check(String what, String sql) { }
