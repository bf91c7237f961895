package dev.likeness.process;

import org.graalvm.nativeimage.c.function.CFunction;

/**
 * The C library's allocator, from which ONNX Runtime, libwebp and libjpeg have their memory; to be called in the executable
 * only.
 *
 * <p>Left to itself, it raises the size from which memory comes straight from the system, and goes straight back to it, up
 * to 32 MiB as it sees large blocks freed; loading the networks then leaves 30 MB of holes behind.
 */
final class Allocator {

    /** From {@code malloc.h}. */
    private static final int M_MMAP_THRESHOLD = -3;

    /** What glibc begins with, bytes; once set, it stays. */
    private static final int LARGE = 128 * 1024;

    private Allocator() {}

    static void giveLargeBlocksBack() {
        mallopt(M_MMAP_THRESHOLD, LARGE);
    }

    @CFunction("mallopt")
    private static native int mallopt(int parameter, int value);
}
