package dev.likeness.generation;

/**
 * How far a sample is.
 *
 * @param sample counted from 0
 * @param value steps done, 0..max
 * @param max steps in all, at least 1
 */
public record Progress(int sample, int value, int max) implements GenerationEvent {}
