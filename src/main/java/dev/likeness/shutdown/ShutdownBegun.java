package dev.likeness.shutdown;

/**
 * Fired once, when the process is told to end, on the thread that was told: observers return at once. Who works in the
 * background takes nothing new from then on, and holds a {@link Shutdown.Work} for what it still brings to its end.
 */
public record ShutdownBegun() {}
