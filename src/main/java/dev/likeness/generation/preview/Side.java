package dev.likeness.generation.preview;

import dev.likeness.pose.Joint;

/** One half of a body, named from the person's view. */
enum Side {
    RIGHT(
            Joint.RIGHT_SHOULDER,
            Joint.RIGHT_ELBOW,
            Joint.RIGHT_WRIST,
            Joint.RIGHT_HIP,
            Joint.RIGHT_KNEE,
            Joint.RIGHT_ANKLE),
    LEFT(Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE);
    final Joint shoulder, elbow, wrist, hip, knee, ankle;

    Side(Joint shoulder, Joint elbow, Joint wrist, Joint hip, Joint knee, Joint ankle) {
        this.shoulder = shoulder;
        this.elbow = elbow;
        this.wrist = wrist;
        this.hip = hip;
        this.knee = knee;
        this.ankle = ankle;
    }

    Side other() {
        return this == RIGHT ? LEFT : RIGHT;
    }
}
