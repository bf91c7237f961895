package dev.likeness.input;

/** Primaries given by their chromaticities (CIE x and y), in the profile connection space of ICC. */
final class Chromaticities {

    /** From XYZ to the cone responses of Bradford, in which one white is adapted to another. */
    private static final double[][] BRADFORD = {
        {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
    };

    private static final double[] D50 = {0.9642, 1, 0.8249};

    private Chromaticities() {}

    /**
     * @param xy of red, green, blue and white
     * @return X, Y and Z of full red, green and blue, adapted to D50; null where they span no colours
     */
    static double[][] toProfileConnectionSpace(double[] xy) {
        double[][] columns = new double[3][3];
        for (int i = 0; i < 3; i++) {
            double[] colour = xyz(xy[2 * i], xy[2 * i + 1]);
            for (int row = 0; row < 3; row++) {
                columns[row][i] = colour[row];
            }
        }
        double[] white = xyz(xy[6], xy[7]);
        double[] share = solved(columns, white);
        double[] from = times(BRADFORD, white), to = times(BRADFORD, D50);
        double[][] primaries = new double[3][];
        for (int i = 0; i < 3; i++) {
            double[] primary = {columns[0][i] * share[i], columns[1][i] * share[i], columns[2][i] * share[i]};
            double[] cones = times(BRADFORD, primary);
            for (int k = 0; k < 3; k++) {
                cones[k] *= to[k] / from[k];
            }
            primaries[i] = solved(BRADFORD, cones);
            for (double value : primaries[i]) {
                if (!(Math.abs(value) < 10)) {
                    return null;
                }
            }
        }
        return primaries;
    }

    /** Of luminance 1. */
    private static double[] xyz(double x, double y) {
        return new double[] {x / y, 1, (1 - x - y) / y};
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < 3; i++) {
                product[row] += matrix[row][i] * vector[i];
            }
        }
        return product;
    }

    /** By Cramer's rule; not a number where there is no one solution. */
    private static double[] solved(double[][] matrix, double[] product) {
        double[] solution = new double[3];
        for (int column = 0; column < 3; column++) {
            double[][] other = new double[3][];
            for (int row = 0; row < 3; row++) {
                other[row] = matrix[row].clone();
                other[row][column] = product[row];
            }
            solution[column] = determinant(other) / determinant(matrix);
        }
        return solution;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
}
