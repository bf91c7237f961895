package dev.likeness.generation.comfyui;

import dev.likeness.generation.comfyui.QueueView.Entry;
import dev.likeness.generation.comfyui.ServerFault.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a prompt is over. The socket tells so in the same moment; the history alone says what came of it, and tells it
 * a little later. While the socket is closed or says nothing of this prompt, the server is asked again and again: first for
 * its queue, then for the history, since a prompt that ends between the two questions is in the second answer. One that is
 * in neither was lost with a restart; it is not taken for finished.
 */
final class Watch {

    /** After {@code execution_success}, how long the word that the history is written is waited for. */
    private static final Duration GRACE = Duration.ofMillis(50);

    /** How often a history that must be there any moment is asked for, with pauses of 10 ms to 250 ms: some 8 s. */
    private static final int HASTY_LOOKS = 40;

    private static final int LONGEST_HASTE_MILLIS = 250;

    /** Looks in a row that must find the prompt nowhere: a history may be late. */
    private static final int ABSENCES = 3;

    private final ComfyServer server;
    private final ComfyConfig config;
    private final String clientId;
    private final Bell bell;
    private String promptId;
    private volatile boolean ending;
    private volatile boolean ended;
    private volatile boolean socketClosed;
    private volatile long lastWordNanos = System.nanoTime();
    private boolean graceGiven;
    private int hastyLooks;
    private int absences;
    private long unansweredSince;
    private boolean unanswered;

    Watch(Vertx vertx, ComfyServer server, ComfyConfig config, String clientId) {
        this.server = server;
        this.config = config;
        this.clientId = clientId;
        this.bell = new Bell(vertx);
    }

    void hear(Signal signal) {
        if (signal instanceof Signal.QueueLength) {
            // Everybody is told; a server that has forgotten this prompt or this socket's owner says it all the same.
            return;
        }
        lastWordNanos = System.nanoTime();
        if (signal instanceof Signal.Ending) {
            ending = true;
            bell.ring();
        } else if (signal instanceof Signal.Ended) {
            ended = true;
            bell.ring();
        } else if (signal instanceof Signal.Closed) {
            socketClosed = true;
            bell.ring();
        }
    }

    /** Fails with {@link ServerFault} when the prompt is lost. */
    Uni<HistoryEntry> end(String id) {
        promptId = id;
        return Multi.createBy()
                .repeating()
                .uni(() -> bell.await(pause()).chain(this::look))
                .whilst(Optional::isEmpty)
                .collect()
                .last()
                .map(Optional::orElseThrow);
    }

    /** Once all has been said the history is there, or will never be; a socket that is closed may mean that all is lost. */
    private boolean hasty() {
        return (ending || ended) && !socketClosed && hastyLooks < (ended ? ABSENCES : HASTY_LOOKS);
    }

    private Duration pause() {
        if (hasty() && hastyLooks > 0) {
            return Duration.ofMillis(Math.min(LONGEST_HASTE_MILLIS, 10L << Math.min(5, hastyLooks - 1)));
        }
        return config.pollInterval();
    }

    private Uni<Optional<HistoryEntry>> look() {
        if (hasty()) {
            if (!ended && !graceGiven) {
                graceGiven = true;
                return bell.await(GRACE).chain(this::look);
            }
            hastyLooks++;
            return answered(history());
        }
        boolean silent =
                System.nanoTime() - lastWordNanos > config.silenceTimeout().toNanos();
        return socketClosed || silent || ending || ended
                ? answered(thorough())
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<HistoryEntry>> history() {
        return server.history(promptId).map(found -> found.map(HistoryEntry::new));
    }

    private Uni<Optional<HistoryEntry>> thorough() {
        return server.queue().map(queue -> queue.find(promptId, clientId)).chain(entry -> {
            if (entry.isPresent()) {
                absences = 0;
                promptId = entry.map(Entry::promptId).orElse(promptId);
                return Uni.createFrom().item(Optional.empty());
            }
            return history().invoke(found -> {
                if (found.isEmpty() && ++absences >= ABSENCES) {
                    throw new ServerFault(Kind.LOST, server + " knows nothing of the job any more");
                }
            });
        });
    }

    /** A server may well be deaf for a while, when it loads a model or restarts; but not for ever. */
    private Uni<Optional<HistoryEntry>> answered(Uni<Optional<HistoryEntry>> question) {
        return question.invoke(() -> unanswered = false)
                .onFailure(ServerFault.class)
                .recoverWithUni(fault -> {
                    long now = System.nanoTime();
                    if (!unanswered) {
                        unanswered = true;
                        unansweredSince = now;
                    }
                    boolean known = absences >= ABSENCES;
                    return known || now - unansweredSince > config.lostAfter().toNanos()
                            ? Uni.createFrom()
                                    .failure(new ServerFault(Kind.LOST, server + " has not answered for long", fault))
                            : Uni.createFrom().item(Optional.empty());
                });
    }
}
