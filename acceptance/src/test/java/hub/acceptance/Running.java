package hub.acceptance;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The world that tests share which hurt nobody: started by the first, stopped when all tests are done. */
public final class Running implements LauncherSessionListener {

    private static World world;

    public static synchronized World world() {
        if (world == null) {
            world = World.start();
        }
        return world;
    }

    /** The shared hub. */
    public static Hub hub() {
        return world().hub();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        synchronized (Running.class) {
            if (world != null) {
                world.close();
                world = null;
            }
            World.closeSpare();
            World.awaitEnds();
        }
    }
}
