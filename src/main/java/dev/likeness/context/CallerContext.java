package dev.likeness.context;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** The Vert.x context in which somebody asks for something: a request's own, with its log fields, its scope and its event loop. */
public final class CallerContext {

    private CallerContext() {}

    /**
     * Brings a task back to the context that is current now, whoever hands it on: in another request's context, or in that of
     * a connection or a timer, an answer would be written under another id, and fail when that one's scope is gone. Outside
     * of Vert.x tasks run at once.
     */
    public static Executor executor() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }
}
