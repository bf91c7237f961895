package dev.likeness.generation.comfyui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process holds at one moment.
 *
 * @param threads names of those that live
 * @param descriptors how many are open, by what they are open for
 * @param files in the temporary folder
 */
record Leftovers(Set<String> threads, Map<String, Integer> descriptors, Set<String> files) {

    /** Linux names there what each descriptor is open for. */
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static Leftovers now() {
        return new Leftovers(living(), open(), lying());
    }

    private static Set<String> living() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + " (" + thread.getId() + ")")
                .collect(Collectors.toSet());
    }

    private static Map<String, Integer> open() {
        Map<String, Integer> counts = new HashMap<>();
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            all.forEach(one -> purpose(one).forEach(purpose -> counts.merge(purpose, 1, Integer::sum)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts;
    }

    /** A socket is one of a kind; classes that are loaded late open their archive late. */
    private static Stream<String> purpose(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.endsWith(".jar") ? Stream.empty() : Stream.of(target.replaceAll(":\\[\\d+]", ""));
        } catch (IOException closedMeanwhile) {
            return Stream.empty();
        }
    }

    private static Set<String> lying() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(file -> folder.relativize(file).toString()).collect(Collectors.toSet());
        } catch (UncheckedIOException | NoSuchFileException goneMeanwhile) {
            return lying();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is there now and was not before, in words. */
    List<String> since(Leftovers before) {
        List<String> more = new ArrayList<>();
        threads.stream()
                .filter(thread -> !before.threads.contains(thread))
                .forEach(thread -> more.add("the thread " + thread + " is left"));
        descriptors.forEach((purpose, count) -> {
            int left = count - before.descriptors.getOrDefault(purpose, 0);
            if (left > 0) {
                more.add(left + " descriptors for " + purpose + " are left");
            }
        });
        files.stream()
                .filter(file -> !before.files.contains(file))
                .forEach(file -> more.add("the temporary file " + file + " is left"));
        return more;
    }
}
