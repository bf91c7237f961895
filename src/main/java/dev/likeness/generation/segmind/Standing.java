package dev.likeness.generation.segmind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.likeness.generation.BackendCondition;
import dev.likeness.remote.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What is known of the upstream and of our account there, from probes and from what jobs were told. */
final class Standing {

    private final Address address;

    /** What keeps jobs away; empty when nothing does. */
    private String trouble = "not yet asked";

    /** Unknown at first, and where the upstream does not tell it. */
    private double credits = Double.NaN;

    /** What there was when a job was refused for it; more has to be there before the next one. */
    private double tooFew = Double.NEGATIVE_INFINITY;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private long refusedNanos;

    /**
     * @param pause after which an account that was too poor for a job is tried again although it has not grown: a limit on
     *     what may be spent in a day passes by itself
     */
    Standing(Address address, Duration pause, LongSupplier nanoTime) {
        this.address = address;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** {@link Double#NaN} when unknown. */
    synchronized double credits() {
        return credits;
    }

    synchronized BackendCondition condition() {
        Map<String, String> remarks = new LinkedHashMap<>();
        remarks.put(address.toString(), trouble.isEmpty() ? "ready" : trouble);
        return new BackendCondition(trouble.isEmpty(), remarks);
    }

    /** An answer that brought pictures says it, if it says it at all. */
    synchronized void hasCredits(String text) {
        number(text).ifPresent(number -> credits = number);
    }

    /** The answer to the question for our credits. */
    synchronized void probed(Answer answer) {
        JsonNode said = Words.json(answer);
        switch (answer.status()) {
            case 200 -> {
                number(said.path("credits").asText(null)).ifPresent(number -> credits = number);
                judgeCredits();
            }
            case 401, 403 -> rejectsKey(answer.status());
            // The hosted API's way to say that there never were any; other upstreams may not have the question at all.
            case 404 ->
                trouble = Refusals.isAboutMoney(said) && !Words.error(said).isEmpty() ? noCredits() : "";
            case 429 -> trouble = trouble.equals("not yet asked") ? "" : trouble;
            default -> trouble = "answers " + answer.status();
        }
    }

    private void judgeCredits() {
        if (tooFew == Double.POSITIVE_INFINITY) {
            // It was not known what was too few: what there is now.
            tooFew = Double.isNaN(credits) ? Double.NEGATIVE_INFINITY : credits;
        }
        if (credits > tooFew || nanoTime.getAsLong() - refusedNanos >= pauseNanos) {
            tooFew = Double.NEGATIVE_INFINITY;
        }
        trouble = credits <= 0 || credits <= tooFew ? noCredits() : "";
    }

    synchronized void silent() {
        trouble = "not reachable";
    }

    /** A job was refused by this answer. */
    synchronized void refused(Answer answer) {
        switch (answer.status()) {
            case 401, 403 -> rejectsKey(answer.status());
            case 406 -> {
                if (Refusals.isAboutMoney(Words.json(answer))) {
                    refusedNanos = nanoTime.getAsLong();
                    tooFew = Double.isNaN(credits) ? Double.POSITIVE_INFINITY : credits;
                    trouble = noCredits();
                }
            }
            default -> {}
        }
    }

    private void rejectsKey(int status) {
        trouble = status == 401
                ? "does not take the key of likeness.segmind.api-key"
                : "does not let the key of likeness.segmind.api-key use the model";
    }

    private static String noCredits() {
        return "the account of likeness.segmind.api-key has too few credits left there";
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.ofNullable(text).map(Double::parseDouble).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
