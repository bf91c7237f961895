package dev.likeness.generation;

/**
 * An early look at a sample.
 *
 * @param sample counted from 0
 * @param jpeg a small JPEG file; not a copy: do not write to it
 */
public record PreviewFrame(int sample, byte[] jpeg) implements GenerationEvent {}
