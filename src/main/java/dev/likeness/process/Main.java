package dev.likeness.process;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process: what must be settled before the first class of a library is used, and then the service. */
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... args) {
        // Pictures are drawn in memory; with a display at hand AWT would want the X11 libraries.
        System.setProperty("java.awt.headless", "true");
        boolean executable = ImageMode.current() == ImageMode.NATIVE_RUN;
        NativeLibraries libraries = NativeLibraries.ofThisProcess(executable);
        libraries.complaint().ifPresent(complaint -> {
            System.err.println(complaint);
            System.exit(1);
        });
        libraries.announce();
        if (executable) {
            Allocator.giveLargeBlocksBack();
        }
        Quarkus.run(null, Main::ended, args);
    }

    /** Whoever wants to be told of the end has to say himself why a start failed. */
    private static void ended(int code, Throwable failure) {
        if (failure != null) {
            StartFailure.log(failure);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }
}
