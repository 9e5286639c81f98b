package hub.events;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens and joins transactions of the thread. Business code works on {@link #sql()} or {@link #dataSource()}, which refuse to work
 * without a transaction, so that a forgotten one (also one lost by a switch of threads) fails at once.
 */
public final class Transactions {

    private final DataSource pool;
    private final TransactionTemplate template;
    private final DataSource guarded;
    private final JdbcClient sql;

    public Transactions(DataSource pool) {
        this.pool = pool;
        this.template = new TransactionTemplate(new DataSourceTransactionManager(pool));
        this.guarded = new GuardedDataSource(new TransactionAwareDataSourceProxy(pool));
        this.sql = JdbcClient.create(guarded);
    }

    /** Runs the work in the thread's transaction, or in a new one that commits when the work ends and rolls back when it throws. */
    public <T> T inTransaction(Supplier<T> work) {
        return template.execute(status -> {
            T result = work.get();
            if (status.isNewTransaction()) {
                refuseToCommitAfterAFault();
            }
            return result;
        });
    }

    /** As {@link #inTransaction(Supplier)}, for work without a result. */
    public void inTransaction(Runnable work) {
        inTransaction(() -> {
            work.run();
            return null;
        });
    }

    /** SQL in the thread's transaction. */
    public JdbcClient sql() {
        return sql;
    }

    /** Connections of the thread's transaction; refused where there is none. */
    public DataSource dataSource() {
        return guarded;
    }

    /** Whether the thread is in a transaction. */
    public boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Whether the database answers now. */
    public boolean databaseAnswers() {
        try {
            return inTransaction(() -> sql.sql("select true").query(Boolean.class).single());
        } catch (DataAccessException | TransactionException away) {
            return false;
        }
    }

    /** Runs what is to see the thread's transaction done: after its commit, or at once where there is none. */
    public void afterCommit(Runnable work) {
        if (!isActive()) {
            work.run();
            return;
        }
        atEnd(() -> { }, work, () -> { });
    }

    /** Registers what ends the thread's transaction: the last act before commit, what follows a commit, and what follows any end. */
    void atEnd(Runnable beforeCommit, Runnable afterCommit, Runnable afterwards) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                beforeCommit.run();
            }

            @Override
            public void afterCommit() {
                afterCommit.run();
            }

            @Override
            public void afterCompletion(int status) {
                afterwards.run();
            }
        });
    }

    /** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and the driver says nothing: a handler that swallowed an SQL error would look applied. */
    private void refuseToCommitAfterAFault() {
        var connection = DataSourceUtils.getConnection(pool);
        try {
            if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
                throw new IllegalStateException("an SQL error was swallowed inside the transaction; nothing of it can be committed");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the state of the transaction is unknown", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, pool);
        }
    }

    private final class GuardedDataSource extends DelegatingDataSource {

        GuardedDataSource(DataSource transactional) {
            super(transactional);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (!isActive()) {
                throw new SQLException("no transaction on this thread: open one with Transactions.inTransaction, and do not switch threads inside it");
            }
            return super.getConnection();
        }
    }
}
