package dev.likeness.generation.comfyui;

/** What a job's socket tells of it, and the one thing that goes before. */
sealed interface Signal {

    /** Not from the socket: the job is just being submitted. */
    record Submitting() implements Signal {}

    /** The server has this many prompts, queued and running, of all clients. */
    record QueueLength(int prompts) implements Signal {}

    /**
     * A node has come further; each node counts for itself.
     *
     * @param node its id; empty where the server does not say it
     */
    record Advanced(String node, int value, int max) implements Signal {}

    /** A JPEG of what is there so far. */
    record Previewed(byte[] jpeg) implements Signal {}

    /** Something else that shows that the server works on the job. */
    record Lively() implements Signal {}

    /** The job ends, well or not: what became of it stands in the history, now or in a moment. */
    record Ending() implements Signal {}

    /** The history is written. */
    record Ended() implements Signal {}

    /** No more will come. */
    record Closed() implements Signal {}
}
