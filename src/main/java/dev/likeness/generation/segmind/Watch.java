package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.generation.GenerationEvent;
import dev.likeness.generation.Progress;
import dev.likeness.remote.Answer;
import dev.likeness.remote.ExchangeFault;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Asks after a job, less and less often, until it has ended or nothing was heard of it for too long. */
final class Watch {

    /** The job has ended at the upstream, not well: there is nothing to be cancelled. The cause is what callers are told. */
    static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Ended(RuntimeException told) {
            super(null, told, false, false);
        }
    }

    /** @param percent done, 0 when it is not told */
    private record Heard(boolean completed, int percent) {}

    private static final Heard NOTHING = new Heard(false, 0);

    private final Errand errand;
    private final SegmindClient client;
    private final UpstreamJob job;
    private Duration pause;
    private int percent;
    private long heardNanos = System.nanoTime();

    Watch(Errand errand, SegmindClient client, UpstreamJob job) {
        this.errand = errand;
        this.client = client;
        this.job = job;
        this.pause = errand.config().pollInterval();
    }

    /**
     * How far it is, where the upstream tells it. Completes when the job has completed; fails with {@link Ended}, or otherwise
     * when it may still be running.
     */
    Multi<GenerationEvent> events() {
        return Multi.createBy()
                .repeating()
                .uni(() -> errand.timers().after(nextPause()).chain(this::asked))
                .whilst(heard -> !heard.completed())
                .select()
                .where(this::isNews)
                .map(heard -> new Progress(errand.share().first(), heard.percent(), 100));
    }

    private boolean isNews(Heard heard) {
        boolean news = heard.percent() > percent;
        percent = Math.max(percent, heard.percent());
        return news;
    }

    private Duration nextPause() {
        Duration now = pause;
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        Duration most = errand.config().pollIntervalMost();
        pause = longer.compareTo(most) < 0 ? longer : most;
        return now;
    }

    private Uni<Heard> asked() {
        return client.status(job.id())
                .map(this::heard)
                .onFailure(ExchangeFault.class)
                .recoverWithUni(
                        fault -> Uni.createFrom().item(fault.getMessage()).map(this::nothingHeard));
    }

    /** The state counts whatever the status of the answer: a failed job is told with 422. */
    private Heard heard(Answer answer) {
        JsonNode said = Words.json(answer);
        String state = said.path("status").asText();
        switch (state) {
            case "COMPLETED" -> {
                return new Heard(true, 0);
            }
            case "FAILED" -> throw new Ended(errand.refusals().ofJob(said));
            case "QUEUED", "PROCESSING" -> {
                heardNanos = System.nanoTime();
                // Of Likeness: a fraction.
                double done = Math.max(0, Math.min(1, said.path("progress").asDouble(0)));
                return new Heard(false, (int) Math.round(100 * done));
            }
            default -> {
                // 404 and 410 say that it is not known any more; our key may have been withdrawn meanwhile.
                if (answer.status() == 404 || answer.status() == 410) {
                    throw new Ended(errand.refusals().failed("the upstream has forgotten the job"));
                }
                return nothingHeard("answers " + answer.status());
            }
        }
    }

    private Heard nothingHeard(String why) {
        Duration silence = Duration.ofNanos(System.nanoTime() - heardNanos);
        if (silence.compareTo(errand.config().lostAfter()) > 0) {
            throw errand.refusals().failed("nothing was heard of the job for so long: the upstream " + why);
        }
        return NOTHING;
    }
}
