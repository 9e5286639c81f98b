package bench.peer.award;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Service;

/** Counts a sticker in its user's account. */
@Service
public class StickerCounter {

    private final JdbcClient sql;

    public StickerCounter(JdbcClient sql) {
        this.sql = sql;
    }

    public void count(@Header("subject") String account) {
        if (sql.sql("update account set assigned_sticker_count = assigned_sticker_count + 1, updated_at = now() where account_id = ?").param(account).update() == 0) {
            throw new IllegalStateException("there is no account " + account);
        }
    }
}
