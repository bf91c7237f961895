package dev.likeness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that is mounted noexec, as Docker mounts {@code --tmpfs /tmp}. */
public final class NoexecMount implements AutoCloseable {

    private final Path folder;

    private NoexecMount(Path folder) {
        this.folder = folder;
    }

    /** Whether this process may mount one: as root, mostly. */
    public static boolean isAllowed() throws IOException {
        Path tried = Files.createTempDirectory("mount");
        try (NoexecMount mount = on(tried)) {
            return true;
        } catch (IOException refused) {
            return false;
        } finally {
            Files.delete(tried);
        }
    }

    public static NoexecMount on(Path folder) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "noexec,nosuid,nodev,size=128m", "tmpfs", folder.toString());
        return new NoexecMount(folder);
    }

    /** A process that has ended a moment ago may still hold it: it goes once that is over. */
    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + " is not allowed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
