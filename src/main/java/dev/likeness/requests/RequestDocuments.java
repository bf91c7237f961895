package dev.likeness.requests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What callers and webhooks are told of a request, as JSON. */
@ApplicationScoped
public class RequestDocuments {

    private final OutputLinks links;
    private final Clock clock;

    RequestDocuments(OutputLinks links, Clock clock) {
        this.links = links;
        this.clock = clock;
    }

    /** Where everything about the request is found. */
    public ObjectNode submitted(UUID id, RequestStatus status, String origin) {
        String request = origin + "/v2/requests/" + id;
        return head(id, status)
                .put("poll_url", request + "/status")
                .put("status_url", request + "/status")
                .put("response_url", request)
                .put("cancel_url", request + "/cancel")
                .put("events_url", request + "/events");
    }

    public ObjectNode status(StoredRequest request) {
        ObjectNode status = head(request.id(), request.status());
        request.position().ifPresent(position -> status.put("queue_position", position));
        if (request.status() == RequestStatus.PROCESSING) {
            status.put("progress", BigDecimal.valueOf(request.progress()).setScale(3, RoundingMode.HALF_UP));
        }
        request.failure()
                .ifPresent(failure -> status.put("error", failure.message()).put("code", failure.code()));
        status.set("metrics", timings(request));
        return status;
    }

    public ObjectNode result(StoredRequest request) {
        ObjectNode result = head(request.id(), request.status());
        result.put("error", request.failure().map(Failed::message).orElse(null));
        request.failure().ifPresent(failure -> result.put("code", failure.code()));
        ArrayNode urls = JsonNodeFactory.instance.arrayNode();
        ArrayNode images = JsonNodeFactory.instance.arrayNode();
        if (request.status() == RequestStatus.COMPLETED) {
            for (StoredRequest.StoredPicture picture : request.pictures()) {
                String url = links.to(request, picture);
                urls.add(url);
                images.addObject()
                        .put("url", url)
                        .put("width", picture.width())
                        .put("height", picture.height())
                        .put("seed", picture.seed())
                        .put("content_type", request.format().mediaType());
            }
        }
        result.set("output", urls.size() == 1 ? urls.get(0) : urls.isEmpty() ? null : urls);
        result.set("images", images);
        ObjectNode metrics = timings(request);
        request.remaining().ifPresent(remaining -> metrics.put("cost", Figures.plain(request.cost()))
                .put("remaining_credits", Figures.plain(remaining)));
        result.set("metrics", metrics.put("retry_count", Math.max(0, request.attempts() - 1)));
        return result;
    }

    /** What a webhook carries: the result, as the Standard Webhooks specification wraps it. */
    ObjectNode webhook(StoredRequest request) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("type", request.status() == RequestStatus.COMPLETED ? "request.completed" : "request.failed")
                .put(
                        "timestamp",
                        request.times()
                                .ended()
                                .orElseThrow()
                                .truncatedTo(ChronoUnit.MILLIS)
                                .toString());
        event.set("data", result(request));
        return event;
    }

    private static ObjectNode head(UUID id, RequestStatus status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("request_id", id.toString())
                .put("status", status.name());
    }

    private ObjectNode timings(StoredRequest request) {
        Instant now = clock.instant();
        return JsonNodeFactory.instance
                .objectNode()
                .put("inference_time", Figures.seconds(request.times().worked(now)))
                .put("queue_time", Figures.seconds(request.times().queued(now)))
                .put("total_time", Figures.seconds(request.times().total(now)));
    }
}
