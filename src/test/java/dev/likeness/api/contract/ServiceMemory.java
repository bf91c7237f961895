package dev.likeness.api.contract;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The heap of the service, wherever it runs: in this process, or in one that this process started. */
final class ServiceMemory {

    private ServiceMemory() {}

    /** In bytes, once what nobody needs is gone; without that where the service is no Java process. */
    static long afterCollection(Service service) {
        System.gc();
        ProcessHandle.current().children().forEach(ServiceMemory::collect);
        return used(service);
    }

    static long used(Service service) {
        return (long) service.metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    private static void collect(ProcessHandle child) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            new ProcessBuilder(jcmd.toString(), Long.toString(child.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(30, TimeUnit.SECONDS);
        } catch (java.io.IOException noSuchTool) {
            // A runtime without tools: the bound then holds without a collection, or the test says so.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
