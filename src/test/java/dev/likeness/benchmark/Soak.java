package dev.likeness.benchmark;

import dev.likeness.packaged.PackageForm;
import dev.likeness.packaged.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Many requests of every kind against the native executable: every answer is the one expected, the process stays alive, its
 * memory stays flat once it is warm, and nothing is left in the temporary folder. It sends its requests to the process that
 * it starts on this machine, a given number of them, and no longer than an hour.
 *
 * <pre>{@code
 * ./mvnw package -DskipTests -Dnative
 * java -cp target/test-classes dev.likeness.benchmark.Soak [requests, 20000] [form, native]
 * }</pre>
 */
public final class Soak {

    private static final int CLIENTS = 4;
    private static final int SAMPLES = 40;
    private static final Duration LIMIT = Duration.ofHours(1);

    /** How much the memory of the last quarter may lie above that of the second one, which is warm. */
    private static final double FLAT = 1.05;

    private final PictureRequests pictures = new PictureRequests();
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final PackagedService service;
    private final byte[] webp;

    private Soak(PackagedService service) {
        this.service = service;
        byte[] request = pictures.json("base_64", false, "output_format", "\"webp\"");
        this.webp = service.send(service.posting(PictureRequests.PATH, "application/json", request))
                .body();
    }

    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        PackageForm form = arguments.length > 1 && arguments[1].equals("jvm") ? PackageForm.JVM : PackageForm.NATIVE;
        Path temporary = Files.createTempDirectory(Path.of("target"), "soak");
        Map<String, String> properties =
                Map.of("java.io.tmpdir", temporary.toAbsolutePath().toString());
        List<String> wrong = new ArrayList<>();
        try (PackagedService service = PackagedService.start(form, properties).awaitReady()) {
            Soak soak = new Soak(service);
            List<Long> resident = soak.run(requests);
            soak.answers.forEach((kind, count) -> System.out.println(count + " x " + kind));
            System.out.println("resident, MiB: " + resident);
            double grown = median(resident, 0.75, 1) / median(resident, 0.25, 0.5);
            System.out.printf(java.util.Locale.ROOT, "last quarter against the second: %.3f%n", grown);
            check(grown <= FLAT, "memory grows", wrong);
            check(soak.answers.keySet().stream().noneMatch(kind -> kind.startsWith("WRONG")), "wrong answers", wrong);
            check(service.isAlive(), "the process ended: " + service.log(), wrong);
        }
        List<Path> left = left(temporary);
        System.out.println("left in the temporary folder: " + left);
        check(form == PackageForm.JVM || left.isEmpty(), "files are left", wrong);
        System.out.println(wrong.isEmpty() ? "good" : "FAILED: " + wrong);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /** @return memory at the end of each of the equal parts, MiB */
    private List<Long> run(int requests) throws IOException {
        List<Long> resident = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int part = 1; part <= SAMPLES; part++) {
                int end = (int) ((long) requests * part / SAMPLES);
                CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(
                                        () -> {
                                            for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
                                                count(i, begun);
                                            }
                                        },
                                        clients))
                                .limit(CLIENTS)
                                .toArray(CompletableFuture[]::new))
                        .join();
                next.set(end);
                resident.add(service.residentMebibytes());
            }
        } finally {
            clients.shutdown();
        }
        return resident;
    }

    private void count(int i, long begun) {
        if (System.nanoTime() - begun > LIMIT.toNanos()) {
            throw new IllegalStateException("an hour has passed");
        }
        String kind;
        try {
            kind = ask(i);
        } catch (Exception e) {
            kind = "WRONG " + i % KINDS + " " + e;
        }
        answers.computeIfAbsent(kind, ignored -> new LongAdder()).increment();
    }

    private static final int KINDS = 20;

    /** Requests of a kind differ by their seeds and sizes. */
    private String ask(int i) throws IOException {
        int width = 64 + i % 7 * 32;
        int height = 64 + i % 11 * 32;
        Object[] small = {"use_input_img_dimension", false, "custom_width", width, "custom_height", height, "seed", i};
        return switch (i % KINDS) {
            case 0 -> picture("png as JSON", "application/json", pictures.json(small));
            case 1 -> picture("jpeg as JSON", "application/json", with(small, "output_format", "\"jpeg\""));
            case 2 -> picture("webp", "image/webp", with(small, "output_format", "\"webp\"", "base_64", false));
            case 3 -> picture("jpeg", "image/jpeg", with(small, "output_format", "\"jpg\"", "base_64", false));
            case 4 -> picture("zip", "application/zip", with(small, "samples", 2, "base_64", false));
            case 5 -> accepting("multipart/mixed", with(small, "samples", 2, "base_64", false));
            case 6 -> accepting("text/event-stream", with(small, "samples", 2));
            case 7 -> picture("webp read", "application/json", pictures.json(webp, webp, small));
            case 8 -> picture("from a form", "image/png", null);
            case 9 -> picture("whole size", "image/png", pictures.json("base_64", false, "seed", i));
            case 10 -> pose("application/json", pictures.face);
            case 11 -> pose("image/png", webp);
            case 12 -> refused("truncated", 400, pictures.json(Arrays.copyOf(pictures.face, 5000), pictures.pose));
            case 13 -> refused("unknown field", 400, pictures.json("promt", 1));
            case 14 -> refused("no JSON", 400, "{\"face_image\":".getBytes(StandardCharsets.UTF_8));
            case 15 -> got("/v1/get-user-credits", 200);
            case 16 -> got("/q/metrics", 200);
            case 17 -> got("/q/health/ready", 200);
            case 18 -> got("/nowhere", 404);
            default -> goneAway(pictures.json(small));
        };
    }

    private byte[] with(Object[] fields, Object... more) {
        return pictures.json(Stream.concat(Stream.of(fields), Stream.of(more)).toArray());
    }

    private String picture(String kind, String mediaType, byte[] json) {
        HttpResponse<byte[]> answer = json == null
                ? service.send(service.posting(
                        PictureRequests.PATH, "multipart/form-data; boundary=----soak", form("base_64", "false")))
                : service.send(service.posting(PictureRequests.PATH, "application/json", json));
        return judged(kind, 200, mediaType, answer);
    }

    private String accepting(String mediaType, byte[] json) {
        return judged(
                mediaType,
                200,
                mediaType,
                service.send(service.posting(PictureRequests.PATH, "application/json", json)
                        .header("Accept", mediaType)));
    }

    private String pose(String mediaType, byte[] file) {
        return judged(
                "pose as " + mediaType,
                200,
                mediaType,
                service.send(service.posting("/v1/pose", "application/octet-stream", file)
                        .header("Accept", mediaType)));
    }

    private String refused(String kind, int status, byte[] json) {
        return judged(
                kind,
                status,
                "application/json",
                service.send(service.posting(PictureRequests.PATH, "application/json", json)));
    }

    private String got(String path, int status) {
        return judged(path, status, "", service.send(service.to(path)));
    }

    /** Sends all of it and does not wait for the answer. */
    private String goneAway(byte[] json) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoLinger(true, 0);
            String head = "POST %s HTTP/1.1\r\nHost: likeness\r\nx-api-key: %s\r\nContent-Type: application/json\r\n"
                    + "Content-Length: %d\r\n\r\n";
            socket.getOutputStream()
                    .write(String.format(Locale.ROOT, head, PictureRequests.PATH, PackagedService.KEY, json.length)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(json);
            socket.getOutputStream().flush();
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "gone away";
    }

    private byte[] form(String name, String value) {
        java.io.ByteArrayOutputStream form = new java.io.ByteArrayOutputStream();
        Map<String, byte[]> parts = new HashMap<>();
        parts.put("name=\"face_image\"; filename=\"face.jpg\"", pictures.face);
        parts.put("name=\"pose_image\"; filename=\"pose.png\"", pictures.pose);
        parts.put("name=\"prompt\"", "a red coat".getBytes(StandardCharsets.UTF_8));
        parts.put("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        parts.forEach((header, content) -> {
            form.writeBytes(("------soak\r\nContent-Disposition: form-data; " + header + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            form.writeBytes(content);
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes("------soak--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static String judged(String kind, int status, String mediaType, HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        boolean right = answer.statusCode() == status && type.startsWith(mediaType);
        return (right ? "" : "WRONG ") + kind + " " + answer.statusCode() + (right ? "" : " " + type);
    }

    private static double median(List<Long> values, double from, double to) {
        long[] part = values.subList((int) (values.size() * from), (int) (values.size() * to)).stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return part[part.length / 2];
    }

    private static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void check(boolean good, String otherwise, List<String> wrong) {
        if (!good) {
            wrong.add(otherwise);
        }
    }
}
