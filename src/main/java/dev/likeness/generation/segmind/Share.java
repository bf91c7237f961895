package dev.likeness.generation.segmind;

import dev.likeness.generation.GenerationJob;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a job that one call asks for.
 *
 * @param first counted from 0
 * @param samples how many, from the first on
 * @param all how many the job has
 */
record Share(int first, int samples, int all) {

    static List<Share> of(GenerationJob job, int most) {
        List<Share> shares = new ArrayList<>();
        for (int first = 0; first < job.samples(); first += most) {
            shares.add(new Share(first, Math.min(most, job.samples() - first), job.samples()));
        }
        return shares;
    }

    /** The job's id, so that a job that another replica starts again is the same one upstream too. */
    String idempotencyKey(GenerationJob job) {
        return samples == all ? job.id().toString() : job.id() + "-" + first;
    }
}
