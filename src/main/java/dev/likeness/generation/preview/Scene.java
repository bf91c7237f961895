package dev.likeness.generation.preview;

import dev.likeness.error.NoFace;
import dev.likeness.error.NoPerson;
import dev.likeness.generation.GenerationJob;
import dev.likeness.pose.Face;
import dev.likeness.pose.Person;
import dev.likeness.pose.Skeleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What all samples of a job share.
 *
 * @param people who is drawn without the character's face, from the furthest to the nearest
 * @param character who has it
 */
record Scene(GenerationJob job, PromptReading prompt, Portrait portrait, List<Body> people, Body character) {

    /** Less is not a person that one can draw. */
    private static final int FEWEST_JOINTS = 3;

    static Scene of(GenerationJob job) {
        Skeleton skeleton = job.skeleton().orElseThrow(Scene::nobody);
        Face face = job.faceFound()
                .orElseThrow(() -> new NoFace("No face can be made out in face_image; send a picture that shows one"));
        List<Person> drawable =
                skeleton.people().stream().filter(Scene::isDrawable).toList();
        Person main = new Skeleton(skeleton.width(), skeleton.height(), drawable)
                .mostProminent()
                .orElseThrow(Scene::nobody);
        Body character = BodyCompletion.of(main);
        List<Body> others = new ArrayList<>(drawable.stream()
                .filter(p -> p != main)
                .map(BodyCompletion::of)
                .sorted(Comparator.comparingDouble(Body::height))
                .toList());
        List<Body> everybody = new ArrayList<>(others);
        everybody.add(character);
        Framing framing =
                Framing.of(everybody, character, skeleton.width(), skeleton.height(), job.width(), job.height());
        return new Scene(
                job,
                PromptReading.of(job.prompt()),
                Portrait.of(job.face(), face),
                others.stream().map(framing::apply).toList(),
                framing.apply(character));
    }

    private static boolean isDrawable(Person person) {
        return person.keypoints().stream().filter(k -> k.visible()).count() >= FEWEST_JOINTS && person.area() > 0;
    }

    private static NoPerson nobody() {
        return new NoPerson("No person can be made out in pose_image; send a picture that shows one");
    }
}
