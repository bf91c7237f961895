package dev.likeness.flow;

import dev.likeness.auth.Caller;
import dev.likeness.flow.Stages.Stage;
import dev.likeness.input.ImageLoader;
import dev.likeness.input.ImageSource;
import dev.likeness.input.Picture;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The one way that a request takes: it is checked (by whoever made the {@link CharacterRequest}), admitted, its pictures
 * are loaded, credits are reserved; then {@link CharacterRun} has the pose read and the pictures generated, and the
 * credits are settled. It is there from the start, so that a configuration with which it cannot work is refused then.
 */
@Startup
@ApplicationScoped
public class CharacterFlow {

    private static final String FACE = "face_image";
    private static final String POSE = "pose_image";

    private final Admission admission;
    private final ImageLoader images;
    private final Billing billing;
    private final Studio studio;
    private final Stages stages;
    private final Outcomes outcomes;

    CharacterFlow(
            Admission admission, ImageLoader images, Billing billing, Studio studio, Stages stages, Outcomes outcomes) {
        this.admission = admission;
        this.images = images;
        this.billing = billing;
        this.studio = studio;
        this.stages = stages;
        this.outcomes = outcomes;
    }

    /** The workflow profiles that a request may name. */
    public Set<String> profiles() {
        return studio.profiles();
    }

    /**
     * Starts when subscribed to. Ends with {@link FlowEvent.Done}, or with a failure after which nothing is charged.
     * Cancelling the subscription stops the work and gives the credits back.
     */
    public Multi<FlowEvent> run(UUID id, Caller caller, CharacterRequest request) {
        Multi<FlowEvent> events = Multi.createFrom().deferred(() -> admitted(admission.enter(), id, caller, request));
        return outcomes.counted(events);
    }

    private Multi<FlowEvent> admitted(Admission.Ticket place, UUID id, Caller caller, CharacterRequest request) {
        Holdings holdings = new Holdings();
        return stages.timed(Stage.INPUT, load(request))
                .onItem()
                .transformToMulti(pictures -> billing.reserve(id, caller, request.samples(), holdings)
                        .onItem()
                        .transformToMulti(reservation -> new CharacterRun(
                                        new Commission(id, request, pictures),
                                        place,
                                        reservation,
                                        holdings,
                                        studio,
                                        stages)
                                .events()))
                .onTermination()
                .invoke((failure, cancelled) -> {
                    if (failure != null || cancelled) {
                        holdings.giveBack();
                    }
                    place.close();
                });
    }

    /** Both pictures side by side; when both are wrong, the caller learns it of both. */
    private Uni<Pictures> load(CharacterRequest request) {
        Map<String, ImageSource> sources = new LinkedHashMap<>();
        sources.put(FACE, request.faceImage());
        sources.put(POSE, request.poseImage());
        return images.loadAll(sources).map(pictures -> new Pictures(pictures.get(FACE), pictures.get(POSE)));
    }

    record Pictures(Picture face, Picture pose) {}
}
