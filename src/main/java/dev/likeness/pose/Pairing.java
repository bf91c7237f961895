package dev.likeness.pose;

import java.util.Arrays;

/** Pairs rows with columns, each at most once, so that the sum of their worth is greatest. */
final class Pairing {

    /** Beyond this many on both sides the best pair is taken first instead of trying all combinations. */
    private static final int EXHAUSTIVE = 6;

    private final double[][] worth;
    private final int columns;
    private int[] best;
    private double bestSum = -1;

    private Pairing(double[][] worth, int columns) {
        this.worth = worth;
        this.columns = columns;
    }

    /**
     * @param worth by row and column; what is not positive is never paired
     * @return for each row its column, or -1
     */
    static int[] of(double[][] worth, int columns) {
        Pairing pairing = new Pairing(worth, columns);
        if (worth.length <= EXHAUSTIVE && columns <= EXHAUSTIVE) {
            pairing.tryAll(0, 0, 0, new int[worth.length]);
            return pairing.best;
        }
        return pairing.greedy();
    }

    private void tryAll(int row, int taken, double sum, int[] chosen) {
        if (row == worth.length) {
            if (sum > bestSum) {
                bestSum = sum;
                best = chosen.clone();
            }
            return;
        }
        for (int column = 0; column < columns; column++) {
            if ((taken & 1 << column) == 0 && worth[row][column] > 0) {
                chosen[row] = column;
                tryAll(row + 1, taken | 1 << column, sum + worth[row][column], chosen);
            }
        }
        chosen[row] = -1;
        tryAll(row + 1, taken, sum, chosen);
    }

    private int[] greedy() {
        int[] chosen = new int[worth.length];
        Arrays.fill(chosen, -1);
        boolean[] taken = new boolean[columns];
        for (int round = 0; round < Math.min(worth.length, columns); round++) {
            int row = -1, column = -1;
            double most = 0;
            for (int i = 0; i < worth.length; i++) {
                for (int j = 0; j < columns && chosen[i] < 0; j++) {
                    if (!taken[j] && worth[i][j] > most) {
                        most = worth[i][j];
                        row = i;
                        column = j;
                    }
                }
            }
            if (row < 0) {
                break;
            }
            chosen[row] = column;
            taken[column] = true;
        }
        return chosen;
    }
}
