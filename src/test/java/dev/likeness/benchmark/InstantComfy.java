package dev.likeness.benchmark;

import dev.likeness.generation.comfyui.FakePng;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A ComfyUI server that has every picture ready at once, as a process of its own and cheap enough never to be what a
 * measurement waits for: plain sockets, a thread for each, answers that are made before. It speaks as the real one does, and
 * looks at nothing but ids; {@link dev.likeness.generation.comfyui.FakeComfy} is the one that is strict.
 *
 * <p>Arguments: the file of the picture. Prints its port in a line when it listens.
 */
public final class InstantComfy {

    /** Of {@code SaveImage} in the shipped profiles: whose picture is the result. */
    static final String OUTPUT_NODE = "70";

    /** What ComfyUI writes into its pictures: the graph and the editor's file of it. */
    private static final int METADATA = 8 << 10;

    private final byte[] picture;
    private final ServerSocket listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final Map<String, InstantSocket> sockets = new ConcurrentHashMap<>();

    /** The graphs that were submitted, as they came: a history repeats them. */
    private final Map<String, String> graphs = new ConcurrentHashMap<>();

    private InstantComfy(byte[] picture) throws IOException {
        this.picture = picture;
    }

    public static void main(String[] arguments) throws IOException {
        InstantComfy comfy = new InstantComfy(Files.readAllBytes(Path.of(arguments[0])));
        System.out.println(comfy.listening.getLocalPort());
        comfy.serve();
    }

    /** A picture as {@code SaveImage} writes it, with a photograph's weight. */
    static byte[] picture(int side, int bytes) {
        return FakePng.of(side, side, 7)
                .weighing(bytes)
                .text("prompt", "p".repeat(METADATA))
                .text("workflow", "w".repeat(METADATA))
                .bytes();
    }

    private void serve() throws IOException {
        while (true) {
            Socket connection = listening.accept();
            connection.setTcpNoDelay(true);
            connections.execute(() -> converse(connection));
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            HttpMessages messages = new HttpMessages(connection);
            for (HttpMessages.Message request = messages.next(); request != null; request = messages.next()) {
                String target = request.target();
                if (target.startsWith("/ws?")) {
                    listen(messages, request);
                    return;
                }
                answer(messages, request, target);
            }
        } catch (IOException gone) {
            // Clients come and go.
        }
    }

    private void answer(HttpMessages messages, HttpMessages.Message request, String target) throws IOException {
        if (target.startsWith("/view?")) {
            messages.answer("image/png", picture);
        } else if (target.startsWith("/history/")) {
            String id = target.substring("/history/".length());
            messages.answer(InstantWords.history(id, graphs.remove(id), OUTPUT_NODE));
        } else if (target.equals("/upload/image")) {
            messages.answer(InstantWords.uploaded(request.body()));
        } else if (target.equals("/prompt") && request.method().equals("POST")) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            String id = InstantWords.text(body, "prompt_id");
            graphs.put(id, body);
            messages.answer(InstantWords.accepted(id));
            InstantSocket socket = sockets.get(InstantWords.text(body, "client_id"));
            if (socket != null) {
                socket.send(InstantWords.execution(id, OUTPUT_NODE));
            }
        } else if (target.startsWith("/object_info/")) {
            // No lists of files: it has whatever is asked for.
            messages.answer(
                    String.format(Locale.ROOT, "{\"%s\":{\"input\":{}}}", target.substring("/object_info/".length())));
        } else {
            messages.answer("{\"exec_info\":{\"queue_remaining\":0}}");
        }
    }

    /** Until the client closes it. */
    private void listen(HttpMessages messages, HttpMessages.Message request) throws IOException {
        String client = request.target().substring(request.target().indexOf("clientId=") + "clientId=".length());
        InstantSocket socket = InstantSocket.accept(messages, request);
        sockets.put(client, socket);
        try {
            socket.send(InstantWords.status(0));
            socket.awaitClose();
        } finally {
            sockets.remove(client);
        }
    }
}
