package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.LogLines;
import dev.likeness.TestKeystore;
import dev.likeness.error.InvalidRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFilesTest {

    private static final byte[] FILE = new byte[200_000];

    static {
        Arrays.fill(FILE, (byte) 7);
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 0, FILE, 0, 8);
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> lookups = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> connectionClosed = new CompletableFuture<>();
    private Handler<HttpServerRequest> answer = request -> picture(request).end(Buffer.buffer(FILE));
    private Settings settings = Settings.defaults().allowing("127.0.0.0/8");
    private HttpServer server;
    private int port;

    /** Every name leads to this machine, but for those that a test gives another address. */
    private final Map<String, List<String>> addresses = new java.util.concurrent.ConcurrentHashMap<>();

    @BeforeEach
    void startServer() {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(closed -> connectionClosed.complete(null)));
        server.requestHandler(request -> {
            requests.add(request.localAddress().hostAddress() + " " + request.getHeader("Host") + request.uri());
            answer.handle(request);
        });
        port = await(server.listen(0, "0.0.0.0")).actualPort();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void aPictureIsFetched() {
        answer = request -> {
            assertThat(request.getHeader("Accept-Encoding")).isEqualTo("identity");
            picture(request).end(Buffer.buffer(FILE));
        };

        assertThat(fetch("http://pictures.test:" + port + "/a.png?b=c#d")).isEqualTo(FILE);
        assertThat(requests).containsExactly("127.0.0.1 pictures.test:" + port + "/a.png?b=c");
    }

    @Test
    void aPictureOfUnknownLengthInManyPiecesIsFetched() {
        answer = request -> {
            picture(request).setChunked(true);
            for (int i = 0; i < 200; i++) {
                request.response().write(Buffer.buffer(Arrays.copyOfRange(FILE, 1000 * i, 1000 * i + 1000)));
            }
            request.response().end();
        };

        assertThat(fetch("http://pictures.test:" + port + "/")).isEqualTo(FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "IMAGE/WebP; q=1", "application/octet-stream", "binary/octet-stream", ""})
    void theTypeMayBeAPictureOrUnknown(String type) {
        answer = request -> request.response().putHeader("Content-Type", type).end("x");

        assertThat(fetch("http://pictures.test:" + port + "/")).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoPictureIsRefusedByItsType() {
        answer = request ->
                request.response().putHeader("Content-Type", "text/html").end("<html>");

        assertThat(refusal("http://pictures.test:" + port + "/"))
                .contains("text/html")
                .contains("not to a picture");
    }

    /** Stores answer with the type that an uploader has named, or with their default. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "text/html",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/force-download",
                "application/json",
                "video/mp4",
                "no type at all",
                "image",
            })
    void theBytesDecideWhateverTypeTheyAreSentAs(String type) {
        for (byte[] picture : pictures()) {
            answer = request ->
                    request.response().putHeader("Content-Type", type).end(Buffer.buffer(picture));

            assertThat(fetch("http://pictures.test:" + port + "/")).isEqualTo(picture);
        }
    }

    /** Uploaders store the coding of the upload, or of what they had in mind, as the object's own. */
    @ParameterizedTest
    @ValueSource(
            strings = {"aws-chunked", "", " ", "base64", "utf-8", "UTF-8,aws-chunked", "binary", "none", "gzip", "br"})
    void theBytesDecideWhateverCodingTheyAreSentWith(String coding) {
        for (byte[] picture : pictures()) {
            answer = request ->
                    picture(request).putHeader("Content-Encoding", coding).end(Buffer.buffer(picture));

            assertThat(fetch("http://pictures.test:" + port + "/")).isEqualTo(picture);
        }
    }

    @Test
    void whatComesInsteadOfAPictureIsNamed() {
        Map<String, String> reasons = Map.of(
                "text/html|<!doctype html><html>", "an HTML page",
                "text/plain|https://example.org/a.png", "the text of a URL",
                "application/json|{\"error\": 1}", "a JSON document",
                "text/plain|GIF89a.............", "a GIF");
        reasons.forEach((sent, reason) -> {
            String type = sent.split("\\|")[0];
            answer = request ->
                    request.response().putHeader("Content-Type", type).end(sent.split("\\|")[1]);

            assertThat(refusal("http://pictures.test:" + port + "/"))
                    .contains(type)
                    .contains("what comes is " + reason);
        });
    }

    @Test
    void aCodingThatIsRealIsNamed() {
        answer = request ->
                picture(request).putHeader("Content-Encoding", "base64").end("iVBORw0KGgoAAAANSUhEUgAA");

        assertThat(refusal("http://pictures.test:" + port + "/"))
                .contains("Content-Encoding base64")
                .contains("base64 text")
                .doesNotContain("compressed");
    }

    /** Such as a page, or what unpacks to gigabytes. */
    @Test
    void whatIsSeenToBeNoPictureIsGivenUpAtOnce() {
        settings = settings.within(Duration.ofHours(1));
        answer = request -> {
            var response =
                    picture(request).putHeader("Content-Encoding", "gzip").setChunked(true);
            response.write(Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 8}).appendBytes(new byte[5000]));
        };

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("compressed (gzip)");
        assertThat(connectionClosed).succeedsWithin(60, TimeUnit.SECONDS);
    }

    @Test
    void aHeaderIsRepeatedOnlyWhereItIsShortAndPlain() {
        answer = request -> request.response()
                .putHeader("Content-Type", "x".repeat(100) + "/\u00e4")
                .end("text");

        assertThat(refusal("http://pictures.test:" + port + "/"))
                .contains("something else")
                .doesNotContain("xxx");
    }

    private static List<byte[]> pictures() {
        byte[] png = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 3000);
        byte[] jpeg = Arrays.copyOf(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}, 20);
        byte[] webp = Arrays.copyOf("RIFF\0\0\0\0WEBP".getBytes(StandardCharsets.US_ASCII), 70_000);
        return List.of(png, jpeg, webp);
    }

    @Test
    void anErrorIsToldByItsStatus() {
        answer = request -> request.response().setStatusCode(403).end("internal detail");

        assertThat(refusal("http://pictures.test:" + port + "/"))
                .contains("403")
                .doesNotContain("detail");
    }

    @Test
    void compressedAnswersAreRefused() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(FILE);
        }
        answer = request ->
                picture(request).putHeader("Content-Encoding", "gzip").end(Buffer.buffer(compressed.toByteArray()));

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("compressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "gzip", "x"})
    void answersInAnotherTransferCodingAreRefused(String coding) {
        settings = settings.within(Duration.ofHours(1));
        NetServer raw = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(asked -> socket.write(
                        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: " + coding + "\r\n\r\n")))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(refusal("http://pictures.test:" + raw.actualPort() + "/")).contains("compressed");
    }

    /** The time limit is an hour: a test that waited for it would never end. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\u001f\u008b\b", "<html>", "GIF89a", "\0", "\u0089PNX", "RIFF1234WAVE", "\u00ff\u00d8\0", "{"})
    void whatDoesNotBeginAsAPictureIsGivenUpAtOnceWhateverFollows(String begin) {
        settings = settings.within(Duration.ofHours(1));
        answer = request -> picture(request)
                .putHeader("Content-Length", "10000000")
                .write(Buffer.buffer(begin.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(fetch("http://pictures.test:" + port + "/")).isEqualTo(begin.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(connectionClosed).succeedsWithin(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0089PNG\r\n\u001a\n", "\u00ff\u00d8\u00ff", "RIFF1234WEBP", "RIFF12"})
    void whatBeginsAsAPictureIsWaitedFor(String begin) {
        byte[] first = begin.getBytes(StandardCharsets.ISO_8859_1);
        String rest = begin.length() < 8 ? "34WEBP" : "and so on";
        answer = request -> {
            picture(request).setChunked(true).write(Buffer.buffer(first));
            vertx.setTimer(50, id -> request.response().end(rest));
        };

        assertThat(fetch("http://pictures.test:" + port + "/")).hasSize(first.length + rest.length());
    }

    @Test
    void tooLargeAFileIsRefusedByItsAnnouncedLength() {
        settings = settings.upTo(1000);
        answer = request -> picture(request).putHeader("Content-Length", "1001").write("x");

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("larger than");
    }

    @Test
    void tooLargeAFileIsRefusedWhileItComes() {
        settings = settings.upTo(150_000);
        answer = request -> drip(picture(request).setChunked(true), 1);

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("larger than");
        assertThat(connectionClosed).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void aTransferThatIsBrokenOffIsRefused() {
        answer = request -> {
            picture(request).putHeader("Content-Length", "200000").write(Buffer.buffer(Arrays.copyOf(FILE, 1000)));
            vertx.setTimer(50, id -> request.connection().close());
        };

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("breaks the transfer off");
    }

    @Test
    void aHostThatNeverAnswersIsGivenUp() {
        settings = settings.within(Duration.ofMillis(300));
        answer = request -> {};

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("not fetched within");
        assertThat(connectionClosed).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void aHostThatNeverEndsIsGivenUp() {
        settings = settings.within(Duration.ofMillis(300));
        answer = request -> drip(picture(request).setChunked(true), 50);

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("not fetched within");
        assertThat(connectionClosed).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void cancellingBreaksTheTransferOff() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        answer = request -> {
            drip(picture(request).setChunked(true), 50);
            started.complete(null);
        };
        var fetching = files().fetch("face_image", RemoteUrl.parse("http://pictures.test:" + port + "/"))
                .subscribe()
                .with(file -> {}, failure -> {});

        assertThat(started).succeedsWithin(10, TimeUnit.SECONDS);
        fetching.cancel();

        assertThat(connectionClosed).succeedsWithin(10, TimeUnit.SECONDS);
    }

    /** Vert.x would tell of each as an error, and whoever sends URLs and goes away could fill the log. */
    @Test
    void aTransferThatIsCancelledWhileItConnectsIsNoErrorInTheLog() {
        try (LogLines lines = LogLines.of("io.vertx.core.http")) {
            for (int i = 1; i <= 50; i++) {
                var fetching = files().fetch("face_image", RemoteUrl.parse("http://pictures.test:" + port + "/"))
                        .subscribe()
                        .with(file -> {}, failure -> {});
                while (lookups.size() < i) {
                    Thread.onSpinWait();
                }
                fetching.cancel();
            }
            // Whatever the event loops still have to say of it is said.
            await(vertx.close());

            assertThat(lines.records()).extracting(LogRecord::getMessage).isEmpty();
        }
    }

    @Test
    void aHostThatCannotBeConnectedToIsToldSo() throws IOException {
        int silent;
        try (ServerSocket socket = new ServerSocket(0)) {
            silent = socket.getLocalPort();
        }

        assertThat(refusal("http://pictures.test:" + silent + "/")).contains("cannot be connected to");
    }

    @Test
    void theNextAddressIsTriedWhenOneCannotBeConnectedTo() {
        HttpServer second = vertx.createHttpServer().requestHandler(request -> answer.handle(request));
        int secondPort = await(second.listen(0, "127.0.0.2")).actualPort();
        addresses.put("pictures.test", List.of("127.0.0.3", "127.0.0.2"));

        assertThat(fetch("http://pictures.test:" + secondPort + "/")).isEqualTo(FILE);
    }

    @Test
    void upToThreeRedirectsAreFollowed() {
        answer = request -> {
            int step = Integer.parseInt(request.uri().substring(1));
            if (step == 0) {
                picture(request).end(Buffer.buffer(FILE));
            } else {
                request.response()
                        .setStatusCode(List.of(301, 302, 303, 307, 308).get(step))
                        .putHeader("Location", "/" + (step - 1))
                        .end("elsewhere");
            }
        };

        assertThat(fetch("http://pictures.test:" + port + "/3")).isEqualTo(FILE);
        assertThat(refusal("http://pictures.test:" + port + "/4")).contains("more than 3 times");
        assertThat(lookups).hasSize(4 + 4);
    }

    /** Hosts write it so, and browsers follow. Headers are bytes: written and read here one character a byte. */
    @ParameterizedTest
    @CsvSource({
        "/bücher/ä b.png?ö=ü, /b%C3%BCcher/%C3%A4%20b.png?%C3%B6=%C3%BC",
        "/照片.png, /%E7%85%A7%E7%89%87.png",
        "photo-🦊.png, /a/photo-%F0%9F%A6%8A.png",
        "/b%C3%BCcher.png, /b%C3%BCcher.png",
    })
    void aRedirectInRawUtf8IsFollowedAsBrowsersDo(String location, String target) {
        redirectedTo(location.getBytes(StandardCharsets.UTF_8));

        assertThat(fetch("http://pictures.test:" + port + "/a/b")).isEqualTo(FILE);
        assertThat(requests.get(1)).isEqualTo("127.0.0.1 pictures.test:" + port + target);
    }

    @Test
    void aRedirectToAHostInRawUtf8IsFollowed() {
        redirectedTo(("http://bücher.test:" + port + "/").getBytes(StandardCharsets.UTF_8));

        assertThat(fetch("http://pictures.test:" + port + "/a/b")).isEqualTo(FILE);
        assertThat(requests.get(1)).isEqualTo("127.0.0.1 xn--bcher-kva.test:" + port + "/");
    }

    @Test
    void aRedirectWithBytesThatAreNoUtf8IsFollowedByteForByte() {
        redirectedTo("/b\u00fccher.png".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(fetch("http://pictures.test:" + port + "/a/b")).isEqualTo(FILE);
        assertThat(requests.get(1)).endsWith("/b%FCcher.png");
    }

    private void redirectedTo(byte[] location) {
        answer = request -> {
            if (request.uri().equals("/a/b")) {
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", new String(location, StandardCharsets.ISO_8859_1))
                        .end();
            } else {
                picture(request).end(Buffer.buffer(FILE));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://inner.test/x",
                "http://10.0.0.1/x",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:10.0.0.1]/",
                "//10.0.0.1/",
                "http://unknown.test/",
            })
    void aRedirectIsCheckedLikeAFirstAddressAndSaysNoMore(String location) {
        addresses.put("inner.test", List.of("10.0.0.7"));
        addresses.put("unknown.test", List.of());
        answer = request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", location)
                .end();

        String why = refusal("http://pictures.test:" + port + "/");

        assertThat(why).isEqualTo(refusal("http://unknown.test/")).doesNotContain("10.0.0");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRedirectToSomethingElseThanHttpIsRefused() {
        answer = request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "file:///etc/passwd")
                .end();

        assertThat(refusal("http://pictures.test:" + port + "/")).contains("only http:// and https://");
    }

    @Test
    void allAddressesOfAHostMustBePublic() {
        addresses.put("mixed.test", List.of("8.8.8.8", "10.0.0.1"));

        assertThat(refusal("http://mixed.test/")).contains("public internet");
    }

    @Test
    void withoutAnAllowListThisMachineIsOutOfReach() {
        settings = Settings.defaults();
        for (String host :
                List.of("localhost", "localhost.", "pictures.test", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]")) {
            addresses.put("::1", List.of("::1"));
            assertThat(refusal("http://" + host + ":" + port + "/")).contains("public internet");
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void anAllowedHostIsReachedWhereverItIs() {
        settings = Settings.defaults().allowing("pictures.test");

        assertThat(fetch("http://pictures.test:" + port + "/")).isEqualTo(FILE);
        assertThat(refusal("http://other.test:" + port + "/")).contains("public internet");
    }

    /** The name server's first answer is allowed, all later ones are not: whoever asks twice is led astray. */
    @Test
    void theConnectionGoesToTheAddressThatWasChecked() {
        settings = Settings.defaults().allowing("127.0.0.5");
        List<String> answers = new ArrayList<>(List.of("127.0.0.5"));
        HostResolver rebinding = host -> {
            lookups.add(host);
            String address = answers.isEmpty() ? "127.0.0.1" : answers.remove(0);
            return Uni.createFrom().item(List.of(literal(address)));
        };

        byte[] file = files(rebinding, new HttpClientOptions())
                .fetch("face_image", RemoteUrl.parse("http://rebinding.test:" + port + "/x"))
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(file).isEqualTo(FILE);
        assertThat(lookups).containsExactly("rebinding.test");
        assertThat(requests).containsExactly("127.0.0.5 rebinding.test:" + port + "/x");
    }

    @Test
    void withHttpsTheCertificateMustBearTheNameOfTheUrl(@TempDir Path folder) throws Exception {
        PfxOptions certificate = certificate(folder, "pictures.test");
        CompletableFuture<String> asked = new CompletableFuture<>();
        HttpServer secure = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> {
                    asked.complete(request.connection().indicatedServerName());
                    picture(request).end(Buffer.buffer(FILE));
                });
        int securePort = await(secure.listen(0, "127.0.0.1")).actualPort();
        RemoteFiles trusting = files(this::resolve, new HttpClientOptions().setTrustOptions(certificate));

        byte[] file = trusting.fetch("f", RemoteUrl.parse("https://pictures.test:" + securePort + "/"))
                .await()
                .atMost(Duration.ofSeconds(20));
        assertThat(file).isEqualTo(FILE);
        assertThat(asked).isCompletedWithValue("pictures.test");
        assertThat(refusal(trusting, "https://other.test:" + securePort + "/")).contains("certificate");
        assertThat(refusal(files(), "https://pictures.test:" + securePort + "/"))
                .contains("certificate");
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused(@TempDir Path folder) throws Exception {
        PfxOptions certificate = certificate(folder, "pictures.test");
        HttpServer secure = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://pictures.test:" + port + "/")
                        .end());
        int securePort = await(secure.listen(0, "127.0.0.1")).actualPort();

        assertThat(refusal(
                        files(this::resolve, new HttpClientOptions().setTrustOptions(certificate)),
                        "https://pictures.test:" + securePort + "/"))
                .contains("plain http");
        assertThat(requests).isEmpty();
    }

    @Test
    void anAddressOfIpv6KeepsItsBracketsInTheRequest() {
        settings = Settings.defaults().allowing("::1");
        HttpServer six = vertx.createHttpServer().requestHandler(request -> {
            requests.add(request.getHeader("Host"));
            picture(request).end(Buffer.buffer(FILE));
        });
        int sixPort;
        try {
            sixPort = await(six.listen(0, "::1")).actualPort();
        } catch (java.util.concurrent.CompletionException noIpv6) {
            Assumptions.abort("this machine has no IPv6 loopback");
            return;
        }

        assertThat(fetch("http://[::1]:" + sixPort + "/")).isEqualTo(FILE);
        assertThat(requests).containsExactly("[::1]:" + sixPort);
    }

    @Test
    void theSystemsResolverKnowsThisMachineAndNoInventedNames() {
        HostResolver system = new HostResolver.OfTheSystem(vertx);

        assertThat(system.resolve("127.0.0.1").await().atMost(Duration.ofSeconds(20)))
                .containsExactly(literal("127.0.0.1"));
        assertThat(system.resolve("localhost").await().atMost(Duration.ofSeconds(20)))
                .allMatch(InetAddress::isLoopbackAddress);
        assertThat(refusal(files(system, new HttpClientOptions()), "http://no-such-host.invalid/"))
                .contains("public internet");
    }

    private Uni<List<InetAddress>> resolve(String host) {
        lookups.add(host);
        List<String> known = addresses.get(host);
        if (known != null && known.isEmpty()) {
            return Uni.createFrom().failure(new UnknownHostException(host));
        }
        boolean literal = Ipv4.isPlain(host) || host.indexOf(':') >= 0;
        return Uni.createFrom()
                .item((known != null ? known : List.of(literal ? host : "127.0.0.1"))
                        .stream().map(RemoteFilesTest::literal).toList());
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private RemoteFiles files() {
        return files(this::resolve, new HttpClientOptions());
    }

    private RemoteFiles files(HostResolver resolver, HttpClientOptions options) {
        return new RemoteFiles(settings, new PublicHosts(new AddressRules(settings), resolver), vertx, options);
    }

    private byte[] fetch(String url) {
        return files().fetch("face_image", RemoteUrl.parse(url)).await().atMost(Duration.ofSeconds(20));
    }

    private String refusal(String url) {
        return refusal(files(), url);
    }

    private static String refusal(RemoteFiles files, String url) {
        InvalidRequest refused = catchThrowableOfType(
                InvalidRequest.class,
                () -> files.fetch("face_image", RemoteUrl.parse(url)).await().atMost(Duration.ofSeconds(20)));
        assertThat(refused.code()).isEqualTo("image_unreachable");
        assertThat(refused.violations().get(0).field()).isEqualTo("face_image");
        return refused.violations().get(0).message();
    }

    private static io.vertx.core.http.HttpServerResponse picture(HttpServerRequest request) {
        return request.response().putHeader("Content-Type", "image/png");
    }

    private void drip(io.vertx.core.http.HttpServerResponse response, long everyMillis) {
        vertx.setPeriodic(everyMillis, id -> {
            if (response.closed()) {
                vertx.cancelTimer(id);
            } else {
                response.write(Buffer.buffer(Arrays.copyOf(FILE, 5000)));
            }
        });
    }

    private static PfxOptions certificate(Path folder, String host) {
        return new PfxOptions()
                .setPath(TestKeystore.in(folder, host).toString())
                .setPassword(TestKeystore.PASSWORD);
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
