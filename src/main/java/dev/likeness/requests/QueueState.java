package dev.likeness.requests;

import java.time.Duration;

/**
 * @param depth requests that wait
 * @param running requests that are worked on, on all replicas
 * @param oldest how long the one at the head has waited
 */
record QueueState(long depth, long running, Duration oldest) {}
