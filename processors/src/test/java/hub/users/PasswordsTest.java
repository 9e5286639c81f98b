package hub.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class PasswordsTest {

    @Test
    void password_is_kept_as_a_salted_argon2id_hash() {
        var passwords = new Passwords(64, 1, 1, Duration.ofSeconds(1));

        var hash = passwords.hash("Secret-12");

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("Secret-12").isNotEqualTo(passwords.hash("Secret-12"));
        assertThat(new Argon2PasswordEncoder(16, 32, 1, 64, 1).matches("Secret-12", hash)).isTrue();
    }

    @Test
    void who_waits_too_long_for_a_turn_is_turned_away() {
        var passwords = new Passwords(64, 1, 0, Duration.ZERO);

        assertThatThrownBy(() -> passwords.hash("Secret-12")).isInstanceOf(RejectedExecutionException.class);
    }
}
