package dev.likeness.generation.comfyui;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The folders {@code input}, {@code output} and {@code temp}, in memory. They outlive a restart. */
final class FakeFiles {

    /** A file and how it is sent. */
    record Stored(byte[] bytes, JobScript.Transfer transfer) {}

    private final Map<String, Stored> files = new HashMap<>();

    Optional<Stored> find(String folder, String subfolder, String name) {
        return Optional.ofNullable(files.get(key(folder, subfolder, name)));
    }

    /** The name it was given: another picture of the same name is never replaced, unless that was asked for. */
    String upload(String folder, String subfolder, String name, byte[] bytes, boolean overwrite) {
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String suffix = dot < 0 ? "" : name.substring(dot);
        String free = name;
        for (int i = 1; !overwrite && taken(folder, subfolder, free, bytes); i++) {
            free = stem + " (" + i + ")" + suffix;
        }
        files.put(key(folder, subfolder, free), new Stored(bytes, JobScript.Transfer.WHOLE));
        return free;
    }

    private boolean taken(String folder, String subfolder, String name, byte[] bytes) {
        Stored there = files.get(key(folder, subfolder, name));
        return there != null && !Arrays.equals(there.bytes, bytes);
    }

    /** Under the next free number: {@code prefix_00001_.png}. */
    String save(String folder, String subfolder, String prefix, Stored file) {
        int counter = 1;
        String name = "%s_%05d_.png".formatted(prefix, counter);
        while (files.containsKey(key(folder, subfolder, name))) {
            name = "%s_%05d_.png".formatted(prefix, ++counter);
        }
        files.put(key(folder, subfolder, name), file);
        return name;
    }

    void remove(String folder, String subfolder, String name) {
        files.remove(key(folder, subfolder, name));
    }

    void clear(String folder) {
        files.keySet().removeIf(key -> key.startsWith(folder + ":"));
    }

    /** Those in a folder, as {@code subfolder/name}. */
    Set<String> in(String folder) {
        return files.keySet().stream()
                .filter(key -> key.startsWith(folder + ":"))
                .map(key -> key.substring(folder.length() + 1))
                .collect(Collectors.toSet());
    }

    /** As a pod without a volume loses them when it is replaced. */
    void clear() {
        files.clear();
    }

    static String key(String folder, String subfolder, String name) {
        return folder + ":" + (subfolder.isEmpty() ? "" : subfolder + "/") + name;
    }
}
