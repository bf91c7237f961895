package dev.likeness.replicas;

import dev.likeness.store.Script;
import java.nio.charset.StandardCharsets;

/** The steps that a replica takes in Redis, told by their scripts. */
enum Step {
    RESERVE(Script.of("account", "reserve"), ""),
    SUBMIT(Script.of("requests", "requests-submit"), ""),
    BEGIN(Script.of("requests", "requests-begin"), ""),
    PROLONG(Script.of("account", "prolong"), ""),
    TAKE(Script.of("requests", "requests-take"), ""),
    WORK(Script.of("requests", "requests-work"), ""),
    TELL(Script.of("requests", "requests-tell"), ""),
    KEEP(Script.of("requests", "requests-keep"), ""),
    SETTLE(Script.of("account", "settle"), ""),
    RELEASE(Script.of("account", "release"), ""),
    FORGO(Script.of("account", "forgo"), ""),
    COMPLETE(Script.of("requests", "requests-complete"), ""),
    CANCEL(Script.of("requests", "requests-cancel"), ""),
    CLOSE(Script.of("requests", "requests-close"), "");

    /** A command begins with its script and its short arguments. */
    private static final int LONGEST_HEAD = 4096;

    private final String sha1;
    private final String word;

    Step(Script script, String word) {
        this.sha1 = script.sha1();
        this.word = word;
    }

    boolean isIn(byte[] sent, int length) {
        String head = new String(sent, 0, Math.min(length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        return head.contains(sha1) && head.contains(word);
    }
}
