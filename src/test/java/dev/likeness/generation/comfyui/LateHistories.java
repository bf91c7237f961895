package dev.likeness.generation.comfyui;

import io.vertx.core.Context;
import java.util.HashMap;
import java.util.Map;

/** History entries that are written only after somebody has looked for them in vain. Used on the server's event loop only. */
final class LateHistories {

    /** After which one is written although nobody looks. */
    private static final long LATEST_MILLIS = 200;

    private static final class Late {
        private int readsToCome;
        private Runnable record;

        Late(int readsToCome, Runnable record) {
            this.readsToCome = readsToCome;
            this.record = record;
        }

        void writeOnce() {
            Runnable once = record;
            record = null;
            if (once != null) {
                once.run();
            }
        }
    }

    private final Context loop;
    private final Map<String, Late> waiting = new HashMap<>();

    LateHistories(Context loop) {
        this.loop = loop;
    }

    void writeAfterReads(String promptId, int reads, Runnable record) {
        Late late = new Late(reads, record);
        waiting.put(promptId, late);
        loop.owner().setTimer(LATEST_MILLIS, timer -> late.writeOnce());
    }

    /** To be told after the answer: the read that was one too many still finds nothing. */
    void read(String promptId) {
        Late late = waiting.get(promptId);
        if (late != null && --late.readsToCome <= 0) {
            waiting.remove(promptId);
            loop.runOnContext(tick -> late.writeOnce());
        }
    }

    void forget() {
        waiting.clear();
    }
}
