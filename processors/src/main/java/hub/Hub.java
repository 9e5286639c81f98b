package hub;

import org.apache.camel.main.Main;

/** The hub's process: loads the routes of its home directory and the beans that they call, and runs until it is told to stop. */
public final class Hub {

    private Hub() {
    }

    public static void main(String[] args) throws Exception {
        run();
    }

    private static void run() throws Exception {
        var main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(Settings.locations());
        main.addMainListener(new Wiring());
        main.run();
    }
}
