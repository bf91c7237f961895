package dev.likeness.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a picture may come. */
@QuarkusTest
class ImagesTest extends ContractTest {

    private byte[] expected() {
        return service.json(account, Sent.request()).image();
    }

    @Test
    void a_data_uri_is_read() {
        byte[] image = service.json(
                        account,
                        Sent.request(
                                "face_image",
                                "data:image/jpeg;base64," + Sent.FACE_TEXT,
                                "pose_image",
                                "data:;base64," + Sent.POSE_TEXT))
                .image();

        assertThat(image).isEqualTo(expected());
    }

    @Test
    void base64_may_be_broken_into_lines_unpadded_or_of_the_urls_alphabet() {
        String lines = Base64.getMimeEncoder().encodeToString(Sent.FACE);
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(Sent.POSE);

        byte[] image = service.json(account, Sent.request("face_image", lines, "pose_image", url))
                .image();

        assertThat(image).isEqualTo(expected());
    }

    @Test
    void escaped_slashes_and_escapes_by_number_are_what_they_stand_for() {
        String slashes = Sent.FACE_TEXT.replace("/", "\\/");
        StringBuilder numbers = new StringBuilder();
        Sent.POSE_TEXT.chars().forEach(c -> numbers.append(String.format(Locale.ROOT, "\\u%04x", c)));
        String body = new String(
                        Sent.json(Sent.request("face_image", "FACE", "pose_image", "POSE")), StandardCharsets.UTF_8)
                .replace("FACE", slashes)
                .replace("POSE", numbers);

        assertThat(service.json(account, body.getBytes(StandardCharsets.UTF_8)).image())
                .isEqualTo(expected());
    }

    @Test
    void a_url_is_fetched() throws IOException {
        HttpServer store = store();
        try {
            String at = "http://localhost:" + store.getAddress().getPort();

            byte[] image = service.json(
                            account,
                            Sent.request(
                                    "face_image", at + "/face.jpg", "pose_image", at + "/pose.png?signature=a%2Fb"))
                    .image();

            assertThat(image).isEqualTo(expected());
        } finally {
            store.stop(0);
        }
    }

    @Test
    void a_url_in_a_form_is_fetched_and_base64_in_a_form_is_read() throws IOException {
        HttpServer store = store();
        try {
            List<Sent.Part> parts = Sent.parts();
            parts.removeIf(part -> part.headers().contains("_image\""));
            parts.add(Sent.Part.text(
                    "face_image", "http://localhost:" + store.getAddress().getPort() + "/face.jpg"));
            parts.add(Sent.Part.text("pose_image", Sent.POSE_TEXT));

            assertThat(service.form(account, Sent.form(parts)).image()).isEqualTo(expected());
        } finally {
            store.stop(0);
        }
    }

    @Test
    void a_files_part_is_the_file_itself() {
        assertThat(service.form(account, Sent.form(Sent.parts())).image()).isEqualTo(expected());
    }

    @Test
    void what_a_url_answers_is_checked_like_what_is_sent() throws IOException {
        HttpServer store = store();
        try {
            String at = "http://localhost:" + store.getAddress().getPort();

            service.refusal(account, () -> service.json(account, Sent.request("face_image", at + "/page.html")))
                    .refused(400, "image_unreachable");
            service.refusal(account, () -> service.json(account, Sent.request("face_image", at + "/lie.png")))
                    .refused(400, "invalid_image");
            Answer missing = service.refusal(
                    account, () -> service.json(account, Sent.request("face_image", at + "/missing.png")));
            assertThat(missing.refused(400, "image_unreachable").violationOf("face_image"))
                    .contains("404");
        } finally {
            store.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]:PORT/face.jpg",
                "http://[::ffff:127.0.0.1]:PORT/face.jpg",
                "http://[::ffff:10.0.0.1]/face.jpg",
                "http://2130706433:PORT/face.jpg",
                "http://0177.0.0.1:PORT/face.jpg",
                "http://0x7f.1:PORT/face.jpg",
                "http://127.1:PORT/face.jpg",
                "http://127.0.0.2:PORT/face.jpg",
                "http://127.0.0.1:PORT/face.jpg",
                "http://10.0.0.1/face.jpg",
                "http://192.168.1.1/face.jpg",
                "http://172.16.0.1/face.jpg",
                "http://100.64.0.1/face.jpg",
                "http://0.0.0.0:PORT/face.jpg",
                "http://224.0.0.1/face.jpg",
                "http://[fd00::1]/face.jpg",
                "http://[fe80::1]/face.jpg",
                "http://user:hunter2@localhost:PORT/face.jpg",
                "http://localhost:PORT/to-metadata",
                "http://localhost:PORT/to-file",
                "http://localhost:PORT/to-itself",
                "http://name.invalid/face.jpg",
                "http:///face.jpg",
                "http://",
            })
    void what_is_not_on_the_public_internet_is_not_fetched(String url) throws IOException {
        HttpServer store = store();
        try {
            String at = url.replace("PORT", Integer.toString(store.getAddress().getPort()));

            Answer answer = service.refusal(account, () -> service.json(account, Sent.request("face_image", at)));

            answer.refused(400, "image_unreachable");
            assertThat(answer.violatedFields()).containsExactly("face_image");
            assertThat(answer.text()).doesNotContain("hunter2").doesNotContain("169.254");
        } finally {
            store.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/face.jpg",
                "gopher://127.0.0.1/",
                "jar:file:///app.jar!/x",
                "data:image/png,abc",
                "data:image/png;base64",
                "data:",
                "C:\\face.jpg",
                "face.jpg",
                "../../etc/passwd",
                "aGVsbG8=aGVsbG8=",
                "a",
                "====",
                "   ",
            })
    void what_is_neither_picture_nor_url_is_refused(String text) {
        Answer answer = service.refusal(account, () -> service.json(account, Sent.request("face_image", text)));

        answer.refused(400, "invalid_image");
        assertThat(answer.violatedFields()).containsExactly("face_image");
    }

    @Test
    void two_bad_pictures_are_both_told() {
        Answer answer = service.refusal(
                account,
                () -> service.json(account, Sent.request("face_image", "R0lGODlhAQABAAAAACw=", "pose_image", "====")));

        assertThat(answer.violatedFields()).contains("pose_image");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void two_files_that_are_no_pictures_are_both_told() {
        List<Sent.Part> parts = Sent.parts();
        parts.removeIf(part -> part.headers().contains("_image\""));
        parts.add(Sent.Part.file("face_image", "a.gif", "GIF89a, more or less".getBytes()));
        parts.add(Sent.Part.file("pose_image", "b.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes()));

        Answer answer = service.refusal(account, () -> service.form(account, Sent.form(parts)));

        answer.refused(400, "invalid_image");
        assertThat(answer.violationOf("face_image")).contains("GIF");
        assertThat(answer.violationOf("pose_image")).contains("SVG");
    }

    @Test
    void nobody_in_the_pose_picture_costs_nothing() {
        service.refusal(account, () -> service.json(account, Sent.request("pose_image", blank())))
                .refused(400, "no_person");
    }

    @Test
    void no_face_in_the_face_picture_costs_nothing() {
        service.refusal(account, () -> service.json(account, Sent.request("face_image", blank())))
                .refused(400, "no_face");
    }

    private static String blank() {
        return Base64.getEncoder().encodeToString(BadImages.plainPng(128, 128));
    }

    private static HttpServer store() throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(store, "/face.jpg", "image/jpeg", Sent.FACE);
        serve(store, "/pose.png", "image/png", Sent.POSE);
        serve(store, "/page.html", "text/html", "<html>".getBytes());
        serve(store, "/lie.png", "image/png", "<html>not a picture at all</html>".getBytes());
        redirect(store, "/to-metadata", "http://169.254.169.254/latest/");
        redirect(store, "/to-file", "file:///etc/passwd");
        redirect(store, "/to-itself", "/to-itself");
        store.start();
        return store;
    }

    private static void serve(HttpServer store, String path, String type, byte[] body) {
        store.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static void redirect(HttpServer store, String path, String to) {
        store.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }
}
