package dev.likeness.generation.comfyui;

/** The moments of a job's life at a server at which a test can step in, in their order. */
public enum Moment {
    /** Out of the queue, reported as running, not yet begun: an interrupt that comes now is forgotten when it begins. */
    TAKEN,
    /** {@code execution_start} is sent. */
    STARTED,
    /** The sampler has reported its first step. */
    SAMPLING,
    /** Every node is done, the pictures are saved, {@code executed} is sent. */
    EXECUTED,
    /** {@code execution_success} is sent, the history is not yet written. */
    SUCCEEDED,
    /** The history is written, {@code executing} with no node is not yet sent. */
    RECORDED,
    /** All is over. */
    ENDED
}
