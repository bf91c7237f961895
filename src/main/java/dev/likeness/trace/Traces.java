package dev.likeness.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Spans of a request and of its stages, when tracing is switched on. They are made by hand: what the libraries would make by
 * themselves carries the URLs that users and operators gave. A span says how long, how it ended and for which request; it has
 * no prompt, no URL, no key.
 */
@ApplicationScoped
public class Traces {

    /** The request's own span, whose children all stages are, whichever of them is current. */
    private static final ContextKey<Context> REQUEST = ContextKey.named("likeness-request");

    private final boolean on;
    private final Tracer tracer;

    Traces(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean off) {
        this.on = !off;
        this.tracer = telemetry.getTracer("dev.likeness");
    }

    public boolean on() {
        return on;
    }

    /** The span of a request, as part of its caller's trace when the headers name one; current from now on. */
    public <C> Activity request(String name, String id, C carrier, TextMapGetter<C> headers) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, headers);
        Span span = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller)
                .setAttribute("likeness.request_id", id)
                .startSpan();
        Context context = caller.with(span);
        return new Activity(span, context.with(REQUEST, context), Context.root());
    }

    /** The work with a span around it, a child of the request's; the work as it is where there is none. */
    public <T> Uni<T> around(String name, Uni<T> work) {
        return on
                ? Uni.createFrom().deferred(() -> {
                    Activity activity = stage(name);
                    return work.onTermination().invoke((item, failure, cancelled) -> activity.end(failure, cancelled));
                })
                : work;
    }

    /** The span of a stage; whatever is sent elsewhere meanwhile is sent on its behalf. */
    public Activity stage(String name) {
        Context request = on ? Context.current().get(REQUEST) : null;
        if (request == null) {
            return new Activity(Span.getInvalid(), Context.root(), Context.root());
        }
        Span span = tracer.spanBuilder(name).setParent(request).startSpan();
        return new Activity(span, request.with(REQUEST, request).with(span), request.with(REQUEST, request));
    }

    /** Tells another service by which trace it is asked: {@code traceparent}, or nothing where there is no trace. */
    public static void pass(BiConsumer<String, String> header) {
        W3CTraceContextPropagator.getInstance()
                .inject(Context.current(), header, (set, name, value) -> set.accept(name, value));
    }

    /** Something with a span, which has to be ended. */
    public static final class Activity {

        private final Span span;
        private final Context own;
        private final Context outer;

        private Activity(Span span, Context own, Context outer) {
            this.span = span;
            this.own = own;
            this.outer = outer;
            if (span.getSpanContext().isValid()) {
                makeCurrent(own);
            }
        }

        public void status(int http) {
            span.setAttribute("http.response.status_code", http);
            if (http >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
        }

        /** A failure is named by its kind: its message may say what the user sent. */
        public void end(Throwable failure, boolean cancelled) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            }
            if (cancelled) {
                span.setAttribute("likeness.cancelled", true);
            }
            span.end();
            if (span.getSpanContext().isValid() && Context.current() == own) {
                makeCurrent(outer);
            }
        }

        /**
         * For the request's Vert.x context, which all of its work runs in; elsewhere it would stay with a thread. The scope is
         * not kept: stages of one request may overlap, and what comes last stands.
         */
        @SuppressWarnings({"MustBeClosedChecker", "resource"})
        private static void makeCurrent(Context context) {
            if (VertxContext.isOnDuplicatedContext()) {
                context.makeCurrent();
            }
        }
    }
}
