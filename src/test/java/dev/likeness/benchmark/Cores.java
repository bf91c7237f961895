package dev.likeness.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two processors of the machine: one for the service alone, one for all who talk to it. Where there is only one they share
 * it, which is enough to see that a benchmark works.
 */
record Cores(int service, int others) {

    static Cores allowed() throws IOException {
        List<Integer> allowed = new ArrayList<>();
        String list = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow();
        for (String range : list.substring(list.indexOf(':') + 1).strip().split(",")) {
            String[] ends = range.split("-");
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                allowed.add(core);
            }
        }
        return new Cores(allowed.get(0), allowed.get(allowed.size() - 1));
    }

    boolean apart() {
        return service != others;
    }

    List<String> forService() {
        return List.of("taskset", "-c", Integer.toString(service));
    }

    List<String> forOthers() {
        return List.of("taskset", "-c", Integer.toString(others));
    }

    /** Moves this process, all its threads, to where the others are. */
    void stepAside() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("taskset", "-a", "-p", "-c", Integer.toString(others)));
        command.add(Long.toString(ProcessHandle.current().pid()));
        int exit = new ProcessBuilder(command)
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("taskset does not work here");
        }
    }
}
