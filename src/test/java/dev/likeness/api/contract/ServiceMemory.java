package dev.likeness.api.contract;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The heap of the service, wherever it runs: in this process, or in one that this process started. */
final class ServiceMemory {

    private ServiceMemory() {}

    /** In bytes, once what nobody needs is gone; without that where the service is no Java process. */
    static long afterCollection(Service service) {
        System.gc();
        ProcessHandle.current().children().filter(ServiceMemory::isJava).forEach(ServiceMemory::collect);
        return used(service);
    }

    /**
     * Waits until no more than so much has come to stay. The native executable cannot be made to collect: it does so when
     * enough was allocated, hence the requests meanwhile.
     *
     * @param before what was used then, in bytes
     * @param allocating a request, answered or refused
     */
    static void untilGrownByLessThan(long growth, long before, Service service, Runnable allocating) {
        Service.until(String.format(Locale.ROOT, "the heap has grown by less than %d MiB", growth >> 20), () -> {
            allocating.run();
            return afterCollection(service) - before < growth;
        });
    }

    private static long used(Service service) {
        return (long) service.metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    private static boolean isJava(ProcessHandle child) {
        return child.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
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
