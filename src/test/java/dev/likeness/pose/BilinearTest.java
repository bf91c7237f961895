package dev.likeness.pose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class BilinearTest {

    /** Three pixels across, two down. */
    private static final Pixels PICTURE =
            new Pixels(new int[] {0x102030, 0x304050, 0x506070, 0x506070, 0x708090, 0x90a0b0}, 3, 2);

    @Test
    void aFrameOfThePicturesSizeIsThePictureBlueFirst() {
        float[] planes = planes(new Frame(0, 0, 1, 3, 2), 0, Bilinear.Planes.BGR);

        assertThat(planes)
                .containsExactly(
                        0x30, 0x50, 0x70, 0x70, 0x90, 0xb0, 0x20, 0x40, 0x60, 0x60, 0x80, 0xa0, 0x10, 0x30, 0x50, 0x50,
                        0x70, 0x90);
    }

    @Test
    void betweenPixelsTheNearerCountsMoreAndBeyondTheLastMiddleTheLastOneAlone() {
        float[] planes = planes(new Frame(0.25, 0.25, 1, 3, 1), 0, Bilinear.Planes.BGR);

        assertThat(planes).startsWith(72, 104, 128).hasSize(9);
    }

    @Test
    void onlyTheFourNearestPixelsCountHoweverMuchItShrinks() {
        int[] stripes = new int[400];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 4 == 0 ? 0xff : 0;
        }
        ByteBuffer target = target(3 * 100);

        Bilinear.put(target, new Pixels(stripes, 400, 1), new Frame(-1.5, -1.5, 4, 100, 1), 0, Bilinear.Planes.BGR);

        assertThat(target.getFloat(0)).isEqualTo(255);
        assertThat(target.getFloat(99 * Float.BYTES)).isEqualTo(255);
    }

    @Test
    void besideThePictureIsTheColourGivenAndItIsScaledLikeThePixels() {
        Bilinear.Planes scaled = new Bilinear.Planes(0, new float[] {1, 2, 0.5f}, new float[] {0, -1, 100});

        float[] planes = planes(new Frame(-1, -1, 1, 5, 4), 10, scaled);

        assertThat(planes[0]).isEqualTo(10);
        assertThat(planes[6]).isEqualTo(0x10);
        assertThat(planes[9]).isEqualTo(10);
        assertThat(planes[20 + 6]).isEqualTo(2 * 0x20 - 1);
        assertThat(planes[20 + 19]).isEqualTo(19);
        assertThat(planes[40 + 6]).isEqualTo(0x30 / 2f + 100);
        assertThat(planes[40 + 16]).isEqualTo(105);
    }

    @Test
    void framesOfABatchFollowOneAnother() {
        ByteBuffer target = target(6);

        Bilinear.put(target, PICTURE, new Frame(0, 0, 1, 1, 1), 0, Bilinear.Planes.BGR);
        Bilinear.put(target, PICTURE, new Frame(2, 1, 1, 1, 1), 0, Bilinear.Planes.BGR);

        assertThat(target.hasRemaining()).isFalse();
        assertThat(target.getFloat(3 * Float.BYTES)).isEqualTo(0xb0);
    }

    private static float[] planes(Frame frame, float outside, Bilinear.Planes planes) {
        ByteBuffer target = target(3 * frame.width() * frame.height());
        Bilinear.put(target, PICTURE, frame, outside, planes);
        float[] values = new float[target.flip().asFloatBuffer().remaining()];
        target.asFloatBuffer().get(values);
        return values;
    }

    private static ByteBuffer target(int values) {
        return ByteBuffer.allocateDirect(values * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
