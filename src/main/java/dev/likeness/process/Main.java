package dev.likeness.process;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** The process: what must be settled before the first class of a library is used, and then the service. */
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... args) {
        // Pictures are drawn in memory; with a display at hand AWT would want the X11 libraries.
        System.setProperty("java.awt.headless", "true");
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            NativeLibraries libraries = NativeLibraries.ofThisProcess();
            List<String> missing = libraries.missing();
            if (!missing.isEmpty()) {
                System.err.println(libraries.complaint(missing));
                System.exit(1);
            }
            libraries.announce();
            Allocator.giveLargeBlocksBack();
        }
        Quarkus.run(args);
    }
}
