package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.JobTaken;
import dev.likeness.remote.Answer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** v1: a request that is answered with its pictures. Cancelling it cuts the connection. */
final class DirectCall implements Call {

    private final Errand errand;
    private final PictureTransfers transfers;
    private final Standing standing;

    DirectCall(Errand errand, PictureTransfers transfers, Standing standing) {
        this.errand = errand;
        this.transfers = transfers;
        this.standing = standing;
    }

    /** One picture is asked for as it is; several only fit into JSON. */
    @Override
    public Multi<GenerationEvent> pictures() {
        int samples = errand.share().samples();
        return errand.sent(true, samples > 1, body -> transfers.post(body, errand.idempotencyKey(), samples))
                .emitOn(errand.workers())
                .map(this::files)
                .onItem()
                .transformToMulti(files -> {
                    List<GenerationEvent> events = new ArrayList<>(List.of(new JobTaken()));
                    for (int i = 0; i < samples; i++) {
                        int sample = errand.share().first() + i;
                        events.add(new GeneratedImage(
                                sample, errand.job().seedOf(sample), new GeneratedImage.Unsized(files.get(i))));
                    }
                    return Multi.createFrom().iterable(events);
                });
    }

    private List<byte[]> files(Answer answer) {
        standing.hasCredits(answer.headers().get("x-remaining-credits"));
        String type = answer.headers().get("Content-Type");
        List<byte[]> files = type != null && type.toLowerCase(Locale.ROOT).contains("json")
                ? decoded(Words.json(answer))
                : List.of(answer.body());
        if (files.size() != errand.share().samples()) {
            throw errand.refusals()
                    .failed(String.format(
                            Locale.ROOT,
                            "the upstream answers with %d pictures instead of %d",
                            files.size(),
                            errand.share().samples()));
        }
        return files;
    }

    private List<byte[]> decoded(JsonNode answer) {
        JsonNode pictures = answer.has("images") ? answer.get("images") : answer.path("image");
        List<byte[]> files = new ArrayList<>();
        for (JsonNode picture : pictures.isArray() ? pictures : List.of(pictures)) {
            if (picture.isTextual()) {
                files.add(decoded(picture.textValue()));
            }
        }
        return files;
    }

    private byte[] decoded(String base64) {
        String data = base64.startsWith("data:") ? base64.substring(base64.indexOf(',') + 1) : base64;
        try {
            return Base64.getMimeDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw errand.refusals().failed("the upstream answers with something that is no base64");
        }
    }

    @Override
    public Uni<Void> leave() {
        return Uni.createFrom().voidItem();
    }
}
