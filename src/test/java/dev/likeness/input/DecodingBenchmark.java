package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/** Prints how long a JPEG of 12 megapixels takes to decode, whole and smaller, and what is allocated for it. */
final class DecodingBenchmark {

    private static final int ROUNDS = 12;

    private DecodingBenchmark() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        BufferedImage photo = new BufferedImage(4000, 3000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 3000; y++) {
            for (int x = 0; x < 4000; x++) {
                int noise = random.nextInt(12);
                photo.setRGB(x, y, Fixtures.colour(x, y, 4000, 3000) + noise * 0x010101);
            }
        }
        byte[] file = Fixtures.jpeg(photo, false);
        Picture picture = Reading.read(file);
        for (int factor : new int[] {1, 2, 4, 8}) {
            double[] times = new double[ROUNDS];
            long allocated = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long bytes = allocated();
                long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                picture.decode(factor);
                times[round] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6;
                allocated = allocated() - bytes;
            }
            Arrays.sort(times);
            System.out.printf(
                    "%d KiB, factor %d: %.0f ms of processor time (median), %d KiB allocated%n",
                    file.length >> 10, factor, times[ROUNDS / 2], allocated >> 10);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
