package hub.acceptance.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of the machine's own, with a profile of its own that is deleted at the end. */
final class Browser implements AutoCloseable {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile) {
        this.profile = profile;
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1600,1200", "--user-data-dir=" + profile);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build(), options);
    }

    /** Skips the test where there is no browser; where {@code CI} is set there has to be one. */
    static Browser open() {
        if (System.getenv("CI") == null) {
            assumeTrue(CHROMIUM.canExecute() && DRIVER.canExecute(), "skipped: install /usr/bin/chromium and /usr/bin/chromedriver (apt-get install -y --no-install-recommends chromium chromium-driver)");
        }
        try {
            return new Browser(Files.createTempDirectory("hub-browser"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void go(String url) {
        driver.get(url);
    }

    /** Waits until it is shown. */
    WebElement see(By what) {
        return until("shown: " + what).until(() -> all(what).stream().filter(WebElement::isDisplayed).findFirst().orElse(null), Objects::nonNull);
    }

    /** Waits until the text is shown in what is named. */
    void see(By where, String text) {
        until("'" + text + "' in " + where).until(() -> all(where).stream().anyMatch(element -> element.getText().contains(text)));
    }

    List<WebElement> all(By what) {
        return driver.findElements(what);
    }

    void click(By what) {
        until("clicked: " + what).until(() -> {
            driver.findElement(what).click();
            return true;
        });
    }

    void write(By where, String text) {
        var field = see(where);
        field.clear();
        field.sendKeys(text);
    }

    /** Leaves a page, with what was known of who used it. */
    void leave() {
        driver.manage().deleteAllCookies();
        driver.get("about:blank");
    }

    /** A page may draw anew what has just been found. */
    private static ConditionFactory until(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptionsInstanceOf(WebDriverException.class);
    }

    /** What is shown now, for whoever wants to know why a test failed. */
    void keep(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WebDriver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Chromium may still be deleting it itself
        }
    }
}
