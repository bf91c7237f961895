package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.generation.GeneratedImage;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.JobTaken;
import dev.likeness.remote.Answer;
import dev.likeness.remote.ExchangeFault;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** v2: a job that is submitted, asked after until it ends, and whose pictures are fetched then. */
final class QueuedCall implements Call {

    /** How often a result or a picture is asked for that does not come; asking costs nothing. */
    private static final int TRIES = 4;

    private static final Duration BETWEEN = Duration.ofMillis(300);

    private final Errand errand;
    private final SegmindClient client;
    private final PictureTransfers transfers;
    private final Standing standing;
    private Uni<UpstreamJob> submitted;
    private boolean left;
    private volatile boolean over;

    QueuedCall(Errand errand, SegmindClient client, PictureTransfers transfers, Standing standing) {
        this.errand = errand;
        this.client = client;
        this.transfers = transfers;
        this.standing = standing;
    }

    @Override
    public Multi<GenerationEvent> pictures() {
        return Uni.createFrom().deferred(this::submit).onItem().transformToMulti(job -> Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(new JobTaken()), made(job)));
    }

    /** Once begun it is not broken off: the answer says whether there is something to be cancelled. */
    private synchronized Uni<UpstreamJob> submit() {
        if (left) {
            return Uni.createFrom().nothing();
        }
        submitted = errand.sent(false, false, body -> client.submit(errand.idempotencyKey(), body))
                .map(answer -> UpstreamJob.of(answer, errand.refusals()))
                .memoize()
                .indefinitely();
        return submitted;
    }

    private Multi<GenerationEvent> made(UpstreamJob job) {
        Multi<GenerationEvent> watched = new Watch(errand, client, job)
                .events()
                .onFailure(Watch.Ended.class)
                .invoke(() -> over = true)
                .onFailure(Watch.Ended.class)
                .transform(Throwable::getCause);
        return Multi.createBy()
                .concatenating()
                .streams(watched, Multi.createFrom().deferred(() -> {
                    over = true;
                    return tried(client.result(job.id()).map(this::result), TRIES)
                            .onItem()
                            .transformToMulti(this::fetched);
                }));
    }

    /** Whole, or worth another try. */
    private Result result(Answer answer) {
        JsonNode said = Words.json(answer);
        if (answer.status() != 200 || !said.isObject()) {
            throw new ExchangeFault(
                    ExchangeFault.Kind.BROKEN,
                    "answers " + answer.status() + " for the result of a finished job",
                    null);
        }
        standing.hasCredits(said.path("metrics").path("remaining_credits").asText(null));
        return Result.of(said);
    }

    private Multi<GenerationEvent> fetched(Result result) {
        int samples = errand.share().samples();
        List<String> urls = result.urls();
        if (urls.size() != samples) {
            throw errand.refusals()
                    .failed(String.format(
                            Locale.ROOT, "the job has completed with %d pictures instead of %d", urls.size(), samples));
        }
        return Multi.createBy()
                .merging()
                .streams(IntStream.range(0, samples)
                        .mapToObj(i -> tried(transfers.fetch(urls.get(i)), TRIES)
                                .map(file -> image(errand.share().first() + i, file))
                                .toMulti())
                        .toList());
    }

    private GenerationEvent image(int sample, byte[] file) {
        return new GeneratedImage(sample, errand.job().seedOf(sample), new GeneratedImage.Unsized(file));
    }

    private <T> Uni<T> tried(Uni<T> asking, int tries) {
        return asking.onFailure(failure -> failure instanceof ExchangeFault || failure instanceof IOException)
                .recoverWithUni(failure -> tries > 1
                        ? errand.timers().after(BETWEEN).chain(() -> tried(asking, tries - 1))
                        : Uni.createFrom().failure(errand.refusals().failed(failure.getMessage())));
    }

    @Override
    public Uni<Void> leave() {
        Uni<UpstreamJob> begun;
        synchronized (this) {
            left = true;
            begun = submitted;
        }
        if (begun == null || over) {
            return Uni.createFrom().voidItem();
        }
        return begun.onFailure()
                .recoverWithNull()
                .chain(job -> job == null || over
                        ? Uni.createFrom().voidItem()
                        : new Cancellation(
                                        client,
                                        errand.timers(),
                                        job,
                                        errand.config().cancelTimeout())
                                .run());
    }
}
