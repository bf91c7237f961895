package dev.likeness.requests;

import dev.likeness.auth.Caller;
import dev.likeness.output.EncodedImage;
import dev.likeness.output.OutputFormat;
import io.vertx.mutiny.redis.client.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The hash that says what is known of a request: {@code redis/requests.lua} has its fields. */
final class RedisRecord {

    private final UUID id;
    private final Map<String, String> fields;

    private RedisRecord(UUID id, Map<String, String> fields) {
        this.id = id;
        this.fields = fields;
    }

    /** @param hash names and values in turn; empty when there is no such request */
    static Optional<RedisRecord> of(UUID id, Response hash) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            fields.put(hash.get(i).toString(), hash.get(i + 1).toString());
        }
        return fields.containsKey("status") ? Optional.of(new RedisRecord(id, fields)) : Optional.empty();
    }

    /** Those fields that a new request brings: names and values in turn. */
    static List<String> of(NewRequest request) {
        List<String> fields = new ArrayList<>(List.of(
                "cost", request.cost().toPlainString(),
                "samples", Integer.toString(request.work().samples()),
                "seed", Long.toString(request.work().seed()),
                "format", request.work().format().name(),
                "origin", request.delivery().origin()));
        request.delivery()
                .webhook()
                .ifPresent(webhook -> fields.addAll(List.of("webhook", webhook.url(), "receiver", webhook.receiver())));
        return fields;
    }

    static String about(EncodedImage image) {
        return image.seed() + " " + image.width() + " " + image.height();
    }

    Caller caller() {
        return new Caller(fields.get("account"));
    }

    BigDecimal cost() {
        return new BigDecimal(fields.get("cost"));
    }

    Delivery delivery() {
        return new Delivery(
                fields.get("origin"), field("webhook").map(url -> new Webhook(url, fields.get("receiver"))));
    }

    /** @param rank among those that wait, from 0 on, or -1 */
    StoredRequest stored(long rank) {
        int samples = Integer.parseInt(fields.get("samples"));
        return new StoredRequest(
                id,
                caller(),
                RequestStatus.valueOf(fields.get("status")),
                samples,
                Long.parseLong(fields.get("seed")),
                OutputFormat.valueOf(fields.get("format")),
                cost(),
                rank < 0 ? OptionalLong.empty() : OptionalLong.of(rank + 1),
                Integer.parseInt(fields.get("attempts")),
                Double.parseDouble(fields.get("progress")),
                pictures(samples),
                field("backend"),
                field("remaining").map(BigDecimal::new),
                field("code").map(code -> new Failed(code, fields.get("message"))),
                new StoredRequest.Times(instant("submitted").orElseThrow(), instant("begun"), instant("ended")),
                delivery());
    }

    private List<StoredRequest.StoredPicture> pictures(int samples) {
        List<StoredRequest.StoredPicture> pictures = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            String about = fields.get("picture:" + sample);
            if (about != null) {
                String[] parts = about.split(" ");
                pictures.add(new StoredRequest.StoredPicture(
                        sample, Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            }
        }
        return pictures;
    }

    private Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private Optional<Instant> instant(String name) {
        return field(name).map(Long::parseLong).map(Instant::ofEpochMilli);
    }
}
