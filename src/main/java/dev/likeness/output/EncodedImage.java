package dev.likeness.output;

/**
 * A finished picture as the caller gets it.
 *
 * @param sample counted from 0
 * @param seed the seed that made it
 * @param width in pixels
 * @param height in pixels
 * @param file its bytes; not a copy: do not write to it
 */
public record EncodedImage(int sample, long seed, OutputFormat format, int width, int height, byte[] file) {}
