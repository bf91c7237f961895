package dev.likeness.pose;

import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws {@code docs/samples/pose.png}, the pose of the README: somebody who waves, one hand on the hip. */
public final class SamplePose {

    private SamplePose() {}

    static Skeleton skeleton() {
        List<Keypoint> joints = List.of(
                at(330, 170),
                at(322, 250),
                at(255, 256),
                at(196, 345),
                at(252, 428),
                at(390, 250),
                at(462, 172),
                at(476, 66),
                at(277, 480),
                at(262, 660),
                at(248, 846),
                at(361, 478),
                at(396, 656),
                at(410, 840),
                at(312, 154),
                at(350, 153),
                at(288, 165),
                at(374, 161));
        return new Skeleton(640, 960, List.of(new Person(joints, 1)));
    }

    private static Keypoint at(int x, int y) {
        return new Keypoint(x, y, 1);
    }

    /** @param args the file to write */
    public static void main(String[] args) throws IOException {
        ImageIO.write(SkeletonRenderer.draw(skeleton()), "png", new File(args[0]));
    }
}
