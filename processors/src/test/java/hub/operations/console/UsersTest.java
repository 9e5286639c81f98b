package hub.operations.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {

    @TempDir
    private Path data;

    @Test
    void a_viewer_and_an_operator_are_made_where_there_is_no_file_with_passwords_that_let_them_in() {
        var users = new Users(data);

        var passwords = users.makeFirst();

        assertThat(passwords).containsOnlyKeys("viewer", "operator");
        assertThat(users.verify("operator", passwords.get("operator"))).hasValueSatisfying(user -> assertThat(user.role()).isEqualTo("operator"));
        assertThat(users.verify("viewer", passwords.get("operator"))).isEmpty();
        assertThat(users.verify("nobody", passwords.get("operator"))).isEmpty();
    }

    @Test
    void of_hubs_that_start_at_once_on_one_directory_one_makes_the_first_users() {
        Map<String, String> made = new ConcurrentHashMap<>();

        var makers = IntStream.range(0, 4).parallel().mapToObj(n -> new Users(data).makeFirst()).filter(passwords -> !passwords.isEmpty()).peek(made::putAll).count();

        assertThat(makers).isEqualTo(1);
        assertThat(new Users(data).verify("operator", made.get("operator"))).isPresent();
    }

    @Test
    void who_took_all_users_away_gets_no_first_ones_again() {
        var users = new Users(data);
        users.makeFirst();
        users.remove("viewer");
        users.remove("operator");

        assertThat(new Users(data).makeFirst()).isEmpty();
        assertThat(users.all()).isEmpty();
    }

    @Test
    void no_change_is_lost_where_several_change_at_once() {
        IntStream.range(0, 8).parallel().forEach(n -> new Users(data).put("user-" + n, "viewer"));

        assertThat(new Users(data).all()).hasSize(8);
    }

    @Test
    void a_new_password_makes_the_one_before_worthless() {
        var users = new Users(data);
        var before = users.put("ada", "viewer");
        var after = users.put("ada", "operator");

        assertThat(users.verify("ada", before)).isEmpty();
        assertThat(users.verify("ada", after)).isPresent();
    }

    @Test
    void the_file_is_its_owners_alone_and_holds_no_password() throws IOException {
        var password = new Users(data).put("ada", "viewer");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("users")))).isEqualTo("rw-------");
        assertThat(data.resolve("users")).content().contains("ada:viewer:$argon2id$").doesNotContain(password);
    }

    @Test
    void a_line_that_is_none_lets_nobody_in_and_hinders_nobody() throws IOException {
        var password = new Users(data).put("ada", "viewer");
        Files.writeString(data.resolve("users"), Files.readString(data.resolve("users")) + "\n\neve\neve:operator\nbob:operator:plain\n::\n");

        assertThat(new Users(data).verify("ada", password)).isPresent();
        assertThat(new Users(data).verify("eve", "operator")).isEmpty();
        assertThat(new Users(data).verify("bob", "plain")).isEmpty();
    }
}
