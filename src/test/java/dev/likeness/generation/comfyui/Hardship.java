package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SplittableRandom;

/** Servers of every age at which every second job goes wrong; how it does depends on its seed alone. */
final class Hardship {

    /** Quick to ask again, slow to give up: what goes wrong goes wrong on purpose, and not since a machine is busy. */
    static final String[] CONFIGURATION = {
        "poll-interval",
        "10ms",
        "call-timeout",
        "20s",
        "connect-timeout",
        "20s",
        "lost-after",
        "20s",
        "cancel-timeout",
        "60s",
        // A socket that is closed for a late pong tells a client nothing more, which then may never come to leave.
        "ping-interval",
        "30s"
    };

    private Hardship() {}

    static void at(List<FakeComfy> servers) {
        Era[] eras = Era.values();
        for (int i = 0; i < servers.size(); i++) {
            int index = i;
            servers.get(i).era(eras[i % eras.length]).scripts(prompt -> script(seed(prompt.graph()), index));
        }
    }

    /** A request's own, and that of its second sample, in which the second bit says whether its client will leave. */
    static long seed(int request, boolean leaves) {
        return 4L * request + (leaves ? 2 : 0);
    }

    private static long seed(JsonNode graph) {
        JsonNode seed = graph.findValue("seed");
        return seed == null ? 0 : seed.asLong();
    }

    private static JobScript script(long seed, int server) {
        SplittableRandom random = new SplittableRandom(seed * Era.values().length + server);
        Moment[] moments = Moment.values();
        Moment moment = moments[random.nextInt(moments.length)];
        JobScript script = JobScript.normal().steps(1 + random.nextInt(4));
        if ((seed & 2) != 0 && random.nextBoolean()) {
            // It ends only if the client's leaving is told to the server; before, there is enough to be heard.
            return script.steps(20).neverEnds();
        }
        return switch (random.nextInt(30)) {
            case 0 -> script.dropSocketAt(moment);
            case 1 -> script.silentFrom(moment);
            case 2 -> script.restartAt(moment);
            case 3 -> script.outOfMemory();
            case 4 -> script.noFace();
            case 5 -> script.noImages();
            case 6 -> script.fileGone();
            case 7 -> script.truncatedImage();
            case 8 -> script.transfer(JobScript.Transfer.CUT);
            case 9 -> script.historyAfterReads(1 + random.nextInt(5));
            case 10 -> script.fails("KSampler", "RuntimeError", "something");
            case 11 -> script.imageOf(64, 64);
            case 12 -> script.without("execution_success");
            case 13 -> script.deaf();
            case 14 -> script.cached();
            case 15 -> script.clearHistoryAt(moment);
            default -> script;
        };
    }
}
