package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.credits.TestCredits;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One of everything that must not be left, left. */
final class Spoilt {

    /** Kept from the garbage collector, which would close them. */
    private static final List<Object> KEPT = new ArrayList<>();

    private Spoilt() {}

    static void all(Farm farm, Vertx vertx, Purse purse, Crowd crowd) throws IOException {
        Thread thread = new Thread(Spoilt::sleep, "left over");
        thread.setDaemon(true);
        thread.start();
        vertx.setTimer(Duration.ofHours(1).toMillis(), fired -> {});
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofHours(1))
                .subscribe()
                .with(fired -> {});
        ServerSocket listening = new ServerSocket(0);
        KEPT.add(listening);
        KEPT.add(new Socket(listening.getInetAddress(), listening.getLocalPort()));
        Files.createTempFile("left-over", ".tmp");
        purse.ledger()
                .reserve(TestCredits.ADA, UUID.randomUUID(), BigDecimal.ONE, Duration.ofHours(1))
                .await()
                .indefinitely();
        crowd.forget(new RequestRun(UUID.randomUUID(), 1));
        FakeComfy server = farm.server(0);
        server.nextJob(JobScript.normal().neverEnds());
        submit(server);
    }

    /** Over a connection that ends with it: the farm waits until none is left. */
    private static void submit(FakeComfy server) throws IOException {
        ObjectNode body = Client.JSON.createObjectNode();
        body.set("prompt", SampleGraphs.small());
        byte[] sent = body.toString().getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("POST /prompt HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: " + sent.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(sent);
            socket.getInputStream().readAllBytes();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(Duration.ofHours(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
