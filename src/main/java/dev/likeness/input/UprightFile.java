package dev.likeness.input;

/**
 * A picture as a file that any program shows as it is meant: upright, opaque, 8-bit sRGB, PNG or JPEG.
 *
 * @param file not a copy: do not write to it
 * @param width in pixels
 * @param height in pixels
 */
public record UprightFile(ImageFormat format, byte[] file, int width, int height) {}
