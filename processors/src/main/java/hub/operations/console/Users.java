package hub.operations.console;

import hub.operations.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Who may log in at the console: a file of the data directory, mode 0600, with a line {@code <name>:<role>:<hash>} for each. It is read anew for each question
 * and written as a whole under a lock, so that several hubs and commands may use it at once.
 */
public final class Users {

    /** What a name may be. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    /** What there is to be. */
    public static final Set<String> ROLES = Set.of("viewer", "operator");
    /** They stand in the audit for others. */
    public static final Set<String> RESERVED = Set.of("cli", "jmx");

    private static final Pattern LINE = Pattern.compile("([^:#]+):([^:]+):(\\S+)");
    private static final int PASSWORD_BYTES = 18;
    private static final PasswordEncoder HASHES = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();

    private final Path file;
    private final Path lock;

    /** @param data the data directory of the hubs that share the users */
    public Users(Path data) {
        this.file = data.resolve("users");
        this.lock = data.resolve("users.lock");
    }

    /** One who may log in. @param role {@code viewer} or {@code operator} */
    public record User(String name, String role, String hash) { }

    /** Makes a {@code viewer} and an {@code operator} where no users were ever made. @return their passwords, which nobody can tell again; empty where there was a file */
    public Map<String, String> makeFirst() {
        if (Files.exists(file)) {
            return Map.of();
        }
        var passwords = new LinkedHashMap<String, String>();
        changing(users -> {
            if (!Files.exists(file)) {
                for (var name : new String[] {"viewer", "operator"}) {
                    passwords.put(name, password());
                    users.put(name, new User(name, name, HASHES.encode(passwords.get(name))));
                }
            }
            return null;
        });
        return passwords;
    }

    /** Those there are, by name. */
    public Map<String, User> all() {
        var users = new TreeMap<String, User>();
        try {
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    var parts = LINE.matcher(line.strip());
                    if (parts.matches()) {
                        users.put(parts.group(1), new User(parts.group(1), parts.group(2), parts.group(3)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return users;
    }

    /** The user whose password it is. Takes a tenth of a second and 16 MiB. */
    Optional<User> verify(String name, String password) {
        var user = all().get(name);
        boolean matches = HASHES.matches(password, user == null ? Nobody.HASH : user.hash());
        return user != null && matches ? Optional.of(user) : Optional.empty();
    }

    /** Adds a user, or gives one there is another role and another password; whoever is logged in by that name is so no more. @return the password */
    public String put(String name, String role) {
        var password = password();
        changing(users -> users.put(name, new User(name, role, HASHES.encode(password))));
        return password;
    }

    /** Takes a user away, and the sessions of that name with it. @return whether there was one */
    public boolean remove(String name) {
        return changing(users -> users.remove(name)) != null;
    }

    private static String password() {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** One at a time, over all processes. */
    private <T> T changing(Function<Map<String, User>, T> change) {
        synchronized (Users.class) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock();   // until it is closed
                    var users = all();
                    T done = change.apply(users);
                    write(users);
                    return done;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be written", e);
            }
        }
    }

    private void write(Map<String, User> users) throws IOException {
        var text = new StringBuilder("# Who may log in at the console; ./hub user changes it.\n");
        users.values().forEach(user -> text.append(user.name()).append(':').append(user.role()).append(':').append(user.hash()).append('\n'));
        WholeFile.write(file, text.toString(), WholeFile.PRIVATE);
    }

    /** What an unknown name is compared with, so that the time of an answer says nothing about names. */
    private static final class Nobody {

        static final String HASH = HASHES.encode(password());
    }
}
