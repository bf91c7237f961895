package dev.likeness.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a ComfyUI server says, as text: nothing is parsed that can be found. */
final class InstantWords {

    /** Of the shipped profiles, those that are executed anew for each job. */
    private static final List<String> NODES =
            List.of("2", "3", "10", "11", "12", "23", "33", "40", "43", "51", "52", "70");

    private static final int STEPS = 4;

    private InstantWords() {}

    /** The text of a field; ids have nothing in them that is escaped. */
    static String text(String json, String field) {
        String before = "\"" + field + "\":\"";
        int from = json.indexOf(before) + before.length();
        return json.substring(from, json.indexOf('"', from));
    }

    static String accepted(String id) {
        return String.format(Locale.ROOT, "{\"prompt_id\":\"%s\",\"number\":1,\"node_errors\":{}}", id);
    }

    /** The name that the file was sent with. */
    static String uploaded(byte[] form) {
        String head = new String(form, 0, Math.min(form.length, 1024), StandardCharsets.ISO_8859_1);
        int from = head.indexOf("filename=\"") + "filename=\"".length();
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"subfolder\":\"likeness\",\"type\":\"input\"}",
                head.substring(from, head.indexOf('"', from)));
    }

    static String history(String id, String submitted, String outputNode) {
        if (submitted == null) {
            return "{}";
        }
        return String.format(
                Locale.ROOT,
                """
                {"%1$s":{"prompt":[1,"%1$s",%2$s,{},["%3$s"]],\
                "outputs":{"%3$s":{"images":[{"filename":"%1$s_00001_.png","subfolder":"likeness","type":"output"}]}},\
                "status":{"status_str":"success","completed":true,"messages":[\
                ["execution_start",{"prompt_id":"%1$s","timestamp":1}],\
                ["execution_cached",{"nodes":[],"prompt_id":"%1$s","timestamp":1}],\
                ["execution_success",{"prompt_id":"%1$s","timestamp":1}]]},"meta":{}}}""",
                id,
                submitted,
                outputNode);
    }

    static List<String> status(int prompts) {
        return List.of(String.format(
                Locale.ROOT,
                "{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":%d}},\"sid\":\"x\"}}",
                prompts));
    }

    /** All that comes over the socket of a prompt, from its first word to its last. */
    static List<String> execution(String id, String outputNode) {
        List<String> said = new java.util.ArrayList<>(status(1));
        said.add(message("execution_start", id, "\"timestamp\":1"));
        said.add(message("execution_cached", id, "\"nodes\":[],\"timestamp\":1"));
        for (String node : NODES) {
            said.add(message(
                    "executing", id, String.format(Locale.ROOT, "\"node\":\"%1$s\",\"display_node\":\"%1$s\"", node)));
            for (int step = 1; node.equals("51") && step <= STEPS; step++) {
                said.add(message(
                        "progress",
                        id,
                        String.format(Locale.ROOT, "\"value\":%d,\"max\":%d,\"node\":\"51\"", step, STEPS)));
            }
        }
        said.add(message(
                "executed",
                id,
                String.format(Locale.ROOT, "\"node\":\"%1$s\",\"display_node\":\"%1$s\",\"output\":{}", outputNode)));
        said.add(message("execution_success", id, "\"timestamp\":1"));
        said.add(message("executing", id, "\"node\":null"));
        said.addAll(status(0));
        return said;
    }

    private static String message(String type, String id, String data) {
        return String.format(Locale.ROOT, "{\"type\":\"%s\",\"data\":{%s,\"prompt_id\":\"%s\"}}", type, data, id);
    }
}
