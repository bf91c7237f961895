package dev.likeness.generation.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.likeness.generation.comfyui.ServerFault.Kind;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One submission of a graph to one server, from its socket to its picture. Whoever starts it must take {@link #leave} of it
 * in the end, however it ended: only then is it certain that the server does not work for nobody.
 */
final class Prompt {

    private static final Logger LOG = Logger.getLogger(Prompt.class);

    private static final Duration BEFORE_FORGETTING_AGAIN = Duration.ofMillis(500);

    /** How often a picture is fetched that arrives cut or not at all. */
    private static final int VIEWS = 3;

    private final ComfyServer server;
    private final Toolbox tools;
    private final Order order;
    private final UUID id;
    private final String clientId;
    private final Watch watch;
    private final JobSocket socket;
    private final Consumer<Signal> listener;
    private Uni<String> accepted;
    private boolean left;
    private volatile boolean over;

    Prompt(ComfyServer server, Toolbox tools, Order order, UUID id, UUID clientId, Consumer<Signal> listener) {
        this.server = server;
        this.tools = tools;
        this.order = order;
        this.id = id;
        this.clientId = clientId.toString();
        this.listener = listener;
        this.watch = new Watch(tools.vertx(), server, tools.config(), this.clientId);
        this.socket = tools.socket(signal -> {
            watch.hear(signal);
            listener.accept(signal);
        });
    }

    /** The whole file as the server has it. Ends with a {@link ServerFault} when another server may do better. */
    Uni<byte[]> picture() {
        Uni<Boolean> listening = socket.open(
                server.address(), clientId, tools.config().connectTimeout().toMillis());
        return Uni.combine()
                .all()
                .unis(order.graph(server, id), listening)
                .with((graph, heard) -> graph)
                .chain(this::submit)
                .chain(watch::end)
                .invoke(() -> over = true)
                .map(entry -> entry.image(server, order.outputNode()))
                .chain(image -> view(image, VIEWS))
                .onTermination()
                .invoke(socket::close);
    }

    /** Once begun it is not broken off: the answer says whether there is something to be cancelled. */
    private synchronized Uni<String> submit(ObjectNode graph) {
        if (left) {
            return Uni.createFrom().nothing();
        }
        listener.accept(new Signal.Submitting());
        accepted = server.submit(graph, id.toString(), clientId)
                .map(this::acceptedId)
                .memoize()
                .indefinitely();
        return accepted;
    }

    private String acceptedId(Reply reply) {
        JsonNode answer = reply.json();
        String name = answer.path("prompt_id").asText();
        if (!reply.ok()) {
            RuntimeException refusal = Refusals.ofSubmission(server, reply.status(), answer);
            // A proxy in between may have passed it on before it gave up; the server itself queues nothing it refuses.
            over = !(refusal instanceof ServerFault fault) || fault.kind() != Kind.LOST;
            throw refusal;
        }
        if (answer.path("node_errors").has(order.outputNode())) {
            throw Refusals.ofSubmission(server, reply.status(), answer);
        }
        return name.isEmpty() ? id.toString() : name;
    }

    private Uni<byte[]> view(JsonNode image, int tries) {
        Uni<byte[]> whole = server.view(image).invoke(file -> {
            switch (PictureFile.verdict(file, order.width(), order.height())) {
                case CUT -> throw new ServerFault(Kind.LOST, server + " sends a picture that is cut off");
                case WRONG -> throw Refusals.failed(server + " sends something that is not the promised picture");
                default -> {}
            }
        });
        return tries == 1 ? whole : whole.onFailure(ServerFault.class).recoverWithUni(fault -> view(image, tries - 1));
    }

    /** True when the server has let go of it, at once when it is over; false when the server does not come to let go of it. */
    Uni<Boolean> leave() {
        Uni<String> begun;
        synchronized (this) {
            left = true;
            begun = accepted;
        }
        if (begun == null || over) {
            return Uni.createFrom().item(true);
        }
        return begun.onFailure()
                .recoverWithItem("")
                .chain(name -> over ? Uni.createFrom().item(true) : cancelled(name));
    }

    /**
     * Takes it out of the server's history, which holds its texts and names its pictures; to be called when the server has let go
     * of it. Completes also when that fails, which is logged: the history is lost with the server's next restart.
     */
    Uni<Void> forget() {
        Uni<String> begun;
        synchronized (this) {
            begun = accepted;
        }
        if (begun == null || tools.config().keepFiles()) {
            return Uni.createFrom().voidItem();
        }
        return begun.onFailure().recoverWithItem("").chain(name -> server.forget(name.isEmpty() ? id.toString() : name)
                .onFailure()
                .call(() -> tools.timers().after(BEFORE_FORGETTING_AGAIN))
                .onFailure()
                .retry()
                .atMost(1)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Could not delete prompt %s from the history of %s, which keeps it until it is restarted: %s",
                        name.isEmpty() ? id : name, server, failure.getMessage()))
                .onFailure()
                .recoverWithNull());
    }

    private Uni<Boolean> cancelled(String name) {
        return new Cancellation(
                        server,
                        tools.timers(),
                        name.isEmpty() ? id.toString() : name,
                        clientId,
                        !name.isEmpty(),
                        tools.config().cancelTimeout())
                .run();
    }
}
