package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What nobody sends who means well. */
@QuarkusTest
class HostileTest extends ContractTest {

    private static final Logger LOG = Logger.getLogger(HostileTest.class);

    /** A refusal takes milliseconds; this says when a test on a busy machine gives up. */
    private static final Duration GIVE_UP = Duration.ofSeconds(5);

    /** What may stay behind in the heap after hundreds of refusals: caches that fill once. */
    private static final long GROWTH = 48L << 20;

    @Test
    void a_bad_picture_is_refused_at_once_wherever_it_stands_and_leaves_nothing_behind() {
        Map<String, Supplier<Answer>> requests = new LinkedHashMap<>();
        BadImages.all().forEach((name, file) -> {
            String text = Base64.getEncoder().encodeToString(file);
            requests.put(name + " as face", () -> service.json(account, Sent.request("face_image", text)));
            requests.put(name + " as pose, in a form", () -> service.form(account, formWith(file)));
        });
        assertThat(requests).hasSizeGreaterThan(120);

        allRefused(requests);
    }

    @Test
    void a_bad_body_is_refused_at_once_and_leaves_nothing_behind() {
        Map<String, Supplier<Answer>> requests = new LinkedHashMap<>();
        badJson().forEach((name, body) -> requests.put(name, () -> service.json(account, body)));
        badForms().forEach((name, body) -> requests.put(name, () -> service.form(account, body)));
        badBoundaries()
                .forEach((name, contentType) -> requests.put(
                        name, () -> service.send(service.posting(account, Sent.form(Sent.parts()), contentType))));
        assertThat(requests).hasSizeGreaterThan(60);

        allRefused(requests);
    }

    private void allRefused(Map<String, Supplier<Answer>> requests) {
        // Classes are loaded and buffers allocated by the first of each kind.
        requests.values().stream().limit(10).forEach(Supplier::get);
        long heapBefore = ServiceMemory.afterCollection(service);
        List<String> wrong = new ArrayList<>();
        Map<String, Long> times = new LinkedHashMap<>();

        double callsBefore = service.backendCalls();
        for (var request : requests.entrySet()) {
            long begun = System.nanoTime();
            Answer answer = request.getValue().get();
            times.put(request.getKey(), (System.nanoTime() - begun) / 1_000_000);
            if (answer.status() == 400) {
                answer.refused(400, answer.json().get("code").textValue());
            } else {
                wrong.add(request.getKey() + ": " + answer.shown());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(service.backendCalls()).isEqualTo(callsBefore);
        assertThat(service.credits(account)).isEqualByComparingTo("12.5");
        times.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .limit(3)
                .forEach(slow -> LOG.infof("refused after %d ms: %s", slow.getValue(), slow.getKey()));
        assertThat(times).allSatisfy((name, millis) -> assertThat(millis).isLessThan(GIVE_UP.toMillis()));
        ServiceMemory.untilGrownByLessThan(
                GROWTH, heapBefore, service, requests.values().iterator().next()::get);
        Service.until("no body is held", () -> service.bodyBytes() == 0);
    }

    private static byte[] formWith(byte[] pose) {
        List<Sent.Part> parts = Sent.parts();
        parts.removeIf(part -> part.headers().contains("\"pose_image\""));
        parts.add(Sent.Part.file("pose_image", "pose.png", pose));
        return Sent.form(parts);
    }

    private static Map<String, byte[]> badJson() {
        String whole = new String(Sent.json(Sent.request()), StandardCharsets.UTF_8);
        String open = whole.substring(0, whole.length() - 1);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("nothing", "");
        bad.put("blanks", "  \n ");
        bad.put("a list", "[" + whole + "]");
        bad.put("a string", "\"face_image\"");
        bad.put("a number", "1");
        bad.put("null", "null");
        bad.put("an empty object", "{}");
        bad.put("a duplicate", open + ",\"prompt\":\"again\"}");
        bad.put("a duplicate image", open + ",\"face_image\":\"" + Sent.FACE_TEXT + "\"}");
        bad.put("a duplicate by escape", open + ",\"\\u0070rompt\":\"again\"}");
        bad.put("a duplicate null", open + ",\"seed\":null,\"seed\":1}");
        bad.put("NaN", open + ",\"seed\":NaN}");
        bad.put("Infinity", open + ",\"pose_strength\":Infinity}");
        bad.put("-Infinity", open + ",\"pose_strength\":-Infinity}");
        bad.put("+1", open + ",\"seed\":+1}");
        bad.put("01", open + ",\"seed\":01}");
        bad.put(".5", open + ",\"pose_strength\":.5}");
        bad.put("0x10", open + ",\"seed\":0x10}");
        bad.put("1e", open + ",\"seed\":1e}");
        bad.put("1e999999999", open + ",\"seed\":1e999999999}");
        bad.put("-1e-999999999 as strength", open + ",\"pose_strength\":-1e-999999999}");
        bad.put("a number of 100000 digits", open + ",\"seed\":" + "9".repeat(100_000) + "}");
        bad.put("a text of 100000 digits", open + ",\"seed\":\"" + "9".repeat(100_000) + "\"}");
        bad.put("an exponent of 100000 digits", open + ",\"seed\":1e" + "9".repeat(100_000) + "}");
        bad.put("a comment", "/* x */" + whole);
        bad.put("a line comment", open + "} // x");
        bad.put("single quotes", "{'prompt':'x'}");
        bad.put("names without quotes", "{prompt:\"x\"}");
        bad.put("a trailing comma", open + ",}");
        bad.put("two objects", whole + whole);
        bad.put("a word after the object", whole + "x");
        bad.put("a zero after the object", whole + "\0");
        bad.put("no end", open);
        bad.put("no end of a string", whole.substring(0, 400));
        bad.put("no end of an escape", "{\"face_image\":\"abc\\");
        bad.put("a half escape", "{\"face_image\":\"abc\\u00");
        bad.put("a wrong escape", "{\"face_image\":\"abc\\x\"}");
        bad.put("a wrong escape of a prompt", open.replace("a red coat", "a red coat\\x") + "}");
        bad.put("a line break in a string", open.replace("a red coat", "a red\ncoat") + "}");
        bad.put("a zero in a string", open.replace("a red coat", "a red\0coat") + "}");
        bad.put("a tab in an image", whole.replace(Sent.FACE_TEXT, "\t" + Sent.FACE_TEXT));
        bad.put("100000 lists", open + ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        bad.put("100000 lists without end", open + ",\"x\":" + "[".repeat(100_000));
        bad.put("100000 objects", open + ",\"x\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_001));
        bad.put("100000 lists and nothing else", "[".repeat(100_000));
        bad.put("a million entries", open + ",\"x\":[" + "0,".repeat(1_000_000) + "0]}");
        bad.put("a million unknown fields", manyFields("{", 1_000_000) + "}");
        bad.put("a million fields of an object", open + ",\"prompt\":" + manyFields("{", 1_000_000) + "}}");
        bad.put("an object without end", open + ",\"prompt\":{\"a\":1");
        bad.put("a name of a megabyte", open + ",\"" + "n".repeat(1 << 20) + "\":1}");
        bad.put("a name of 10000 characters", open + ",\"" + "n".repeat(10_000) + "\":1}");
        bad.put("a prompt of 10 MB", open.replace("a red coat", "x".repeat(10_000_000)) + "}");
        bad.put("a format of 10 MB", open + ",\"output_format\":\"" + "x".repeat(10_000_000) + "\"}");
        bad.put("a flag of 10 MB", open + ",\"base_64\":\"" + " ".repeat(10_000_000) + "\"}");
        bad.put("a line of code", "<script>alert(1)</script>");
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        bad.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        for (String charset : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"}) {
            bytes.put(charset, whole.getBytes(Charset.forName(charset)));
        }
        bytes.put("Latin 1", whole.replace("a red coat", "ein schönes Kleid").getBytes(StandardCharsets.ISO_8859_1));
        bytes.put("a byte that is no UTF-8", BadImages.join(new byte[] {(byte) 0xFF}, bytes.get("nothing")));
        bytes.put("an overlong slash", withPrompt(open, (byte) 0xC0, (byte) 0xAF));
        bytes.put("half of a surrogate pair", withPrompt(open, (byte) 0xED, (byte) 0xA0, (byte) 0x80));
        bytes.put("JSON that is gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3});
        bytes.put("a picture called JSON", Sent.POSE);
        return bytes;
    }

    private static byte[] withPrompt(String open, byte... bytes) {
        byte[] begin = (open + ",\"negative_prompt\":\"").getBytes(StandardCharsets.UTF_8);
        return BadImages.join(BadImages.join(begin, bytes), "\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static String manyFields(String begin, int count) {
        StringBuilder many = new StringBuilder(begin);
        for (int i = 0; i < count; i++) {
            many.append(i == 0 ? "" : ",").append('"').append(i).append("\":1");
        }
        return many.toString();
    }

    private static Map<String, byte[]> badForms() {
        byte[] whole = Sent.form(Sent.parts());
        String end = "\r\n--" + Sent.BOUNDARY + "--\r\n";
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("an empty form", new byte[0]);
        bad.put("a form of no parts", ("--" + Sent.BOUNDARY + "--\r\n").getBytes());
        bad.put("a form that is JSON", Sent.json(Sent.request()));
        bad.put("a form without its last boundary", java.util.Arrays.copyOf(whole, whole.length - end.length()));
        bad.put("a form that ends in its first part", java.util.Arrays.copyOf(whole, 5_000));
        bad.put("a form that ends in a header", java.util.Arrays.copyOf(whole, 60));
        bad.put("a part twice", formAnd(Sent.Part.text("prompt", "again")));
        bad.put("a file twice", formAnd(Sent.Part.file("face_image", "b.jpg", Sent.FACE)));
        bad.put("a part without a name", formAnd(new Sent.Part("Content-Disposition: form-data", "x".getBytes())));
        bad.put("a part of an empty name", formAnd(Sent.Part.text("", "x")));
        bad.put(
                "a file name of half a quote",
                formAnd(new Sent.Part("Content-Disposition: form-data; name=seed; filename=\"a", "1".getBytes())));
        bad.put(
                "a file name of half an encoding",
                formAnd(new Sent.Part(
                        "Content-Disposition: form-data; name=seed; filename*=UTF-8''%", "1".getBytes())));
        bad.put(
                "a file name of no encoding",
                formAnd(new Sent.Part("Content-Disposition: form-data; name=seed; filename*=x", "1".getBytes())));
        bad.put(
                "a file name of an encoding there is not",
                formAnd(new Sent.Part("Content-Disposition: form-data; name=seed; filename*=abc''a", "1".getBytes())));
        bad.put(
                "a part of another disposition",
                formAnd(new Sent.Part("Content-Disposition: attachment", new byte[0])));
        bad.put(
                "a part in base64 that is none",
                formAnd(new Sent.Part(
                        "Content-Disposition: form-data; name=\"seed\"\r\nContent-Transfer-Encoding: base64",
                        "%%%%".getBytes())));
        bad.put("a part without headers", formAnd(new Sent.Part("X-Y: z", "x".getBytes())));
        bad.put("a part that is no header", formAnd(new Sent.Part("no colon here", "x".getBytes())));
        bad.put(
                "a text that is no UTF-8",
                formAnd(new Sent.Part(
                        "Content-Disposition: form-data; name=\"negative_prompt\"", new byte[] {(byte) 0xFF})));
        bad.put("a name of a megabyte", formAnd(Sent.Part.text("n".repeat(1 << 20), "x")));
        bad.put("an empty file", formWith(new byte[0]));
        List<Sent.Part> many = Sent.parts();
        for (int i = 0; i < 100_000; i++) {
            many.add(Sent.Part.text("f" + i, "x"));
        }
        bad.put("100000 parts", Sent.form(many));
        return bad;
    }

    private static byte[] formAnd(Sent.Part more) {
        List<Sent.Part> parts = Sent.parts();
        parts.add(more);
        return Sent.form(parts);
    }

    private static Map<String, String> badBoundaries() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("no boundary", "multipart/form-data");
        bad.put("an empty boundary", "multipart/form-data; boundary=");
        bad.put("an empty quoted boundary", "multipart/form-data; boundary=\"\"");
        bad.put("another boundary", "multipart/form-data; boundary=another");
        bad.put("half a quote for a boundary", "multipart/form-data; boundary=\"");
        return bad;
    }
}
