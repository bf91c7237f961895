package dev.likeness.api;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Flow;

/**
 * Writes an answer as it comes, no faster than the client reads. A failure before the head is handed on, to be answered
 * like any other; one after it cuts the connection, so that what was sent never looks whole.
 */
final class ResponseStream implements Flow.Subscriber<Outgoing> {

    private final HttpServerResponse response;
    private final UniEmitter<? super Void> emitter;
    private volatile Flow.Subscription subscription;

    private ResponseStream(HttpServerResponse response, UniEmitter<? super Void> emitter) {
        this.response = response;
        this.emitter = emitter;
    }

    /**
     * Completes when all is written. Cancelling it, which a client that goes away causes, cancels the source. Subscribe to
     * it on the event loop, where it is cancelled.
     */
    static Uni<Void> write(Multi<Outgoing> answer, HttpServerResponse response) {
        return Uni.createFrom().emitter(emitter -> {
            ResponseStream stream = new ResponseStream(response, emitter);
            emitter.onTermination(stream::cancel);
            answer.subscribe().withSubscriber(stream);
        });
    }

    private void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(Outgoing item) {
        if (item instanceof Outgoing.Head head) {
            begin(head);
            subscription.request(1);
        } else {
            response.write(((Outgoing.Data) item).bytes()).onComplete(written -> {
                if (written.failed()) {
                    subscription.cancel();
                } else {
                    subscription.request(1);
                }
            });
        }
    }

    private void begin(Outgoing.Head head) {
        response.setStatusCode(200).putHeader(HttpHeaders.CONTENT_TYPE, head.contentType());
        head.headers().forEach(response::putHeader);
        if (head.length() == Outgoing.Head.UNKNOWN) {
            response.setChunked(true);
        } else {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(head.length()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (response.headWritten()) {
            ErrorMapping.log(failure, Problem.of(failure));
            response.reset();
        }
        emitter.fail(failure);
    }

    @Override
    public void onComplete() {
        response.end().onComplete(ended -> emitter.complete(null));
    }
}
