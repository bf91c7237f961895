package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected shapes were drawn by OpenCV (ellipse2Poly and fillConvexPoly, circle). */
class CanvasTest {

    @Test
    void anEllipseIsFilledAsOpenCvFillsIt() {
        Canvas canvas = new Canvas(30, 18);
        canvas.ellipse(14, 9, 12, 4, -20, 0xffffff);
        assertThat(rows(canvas.image()))
                .containsExactly(
                        "..............................",
                        "..............................",
                        "..............................",
                        "....................####......",
                        "...............###########....",
                        "............##############....",
                        "..........################....",
                        "........##################....",
                        "......###################.....",
                        ".....###################......",
                        "....###################.......",
                        "...##################.........",
                        "...################...........",
                        "...##############.............",
                        "...###########................",
                        ".....####.....................",
                        "..............................",
                        "..............................");
    }

    @Test
    void aCircleIsFilledAsOpenCvFillsIt() {
        Canvas canvas = new Canvas(11, 11);
        canvas.circle(5, 5, 4, 0xffffff);
        assertThat(rows(canvas.image()))
                .containsExactly(
                        "...........",
                        ".....#.....",
                        "...#####...",
                        "..#######..",
                        "..#######..",
                        ".#########.",
                        "..#######..",
                        "..#######..",
                        "...#####...",
                        ".....#.....",
                        "...........");
    }

    @Test
    void whatReachesBeyondTheEdgeIsCutOff() {
        Canvas canvas = new Canvas(5, 5);
        assertThatCode(() -> {
                    canvas.circle(0, 0, 4, 0xffffff);
                    canvas.ellipse(-20, 40, 30, 4, 45, 0xffffff);
                    canvas.ellipse(500, 500, 30, 4, 45, 0xffffff);
                })
                .doesNotThrowAnyException();
        assertThat(rows(canvas.image())).containsExactly("#####", "####.", "####.", "###..", "#....");
    }

    private static List<String> rows(BufferedImage image) {
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < image.getHeight(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < image.getWidth(); x++) {
                row.append((image.getRGB(x, y) & 0xffffff) == 0 ? '.' : '#');
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
