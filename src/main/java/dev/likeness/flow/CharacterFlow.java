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
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

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

    /** What the request costs, in credits. */
    public BigDecimal costOf(CharacterRequest request) {
        return billing.costOf(request);
    }

    /**
     * Starts when subscribed to. Ends with {@link FlowEvent.Done}, or with a failure after which nothing is charged.
     * Cancelling the subscription stops the work and gives the credits back.
     */
    public Multi<FlowEvent> run(UUID id, Caller caller, CharacterRequest request) {
        return run(id, request, billing.of(id, caller));
    }

    /** The same, with credits and pictures in somebody's custody. */
    public Multi<FlowEvent> run(UUID id, CharacterRequest request, Custody custody) {
        return started(admission::enter, id, request, custody);
    }

    /** The same for a request that was accepted before: it is not refused, however many others wait. */
    public Multi<FlowEvent> resume(UUID id, CharacterRequest request, Custody custody) {
        return started(admission::rejoin, id, request, custody);
    }

    /**
     * The request with both of its pictures at hand and looked through, for one that is to be worked on later: by then an
     * address may have nothing more to give.
     */
    public Uni<CharacterRequest> gathered(CharacterRequest request) {
        return Uni.createFrom().deferred(() -> {
            boolean elsewhere = request.faceImage() instanceof ImageSource.Remote
                    || request.poseImage() instanceof ImageSource.Remote;
            // A transfer takes memory for as long as it lasts, and so counts as one of those that wait.
            Optional<Admission.Ticket> place = elsewhere ? Optional.of(admission.enter()) : Optional.empty();
            return stages.timed(Stage.INPUT, load(request))
                    .map(pictures -> request.with(
                            pictures.face().encoded(), pictures.pose().encoded()))
                    .onTermination()
                    .invoke(() -> place.ifPresent(Admission.Ticket::close));
        });
    }

    private Multi<FlowEvent> started(
            Supplier<Admission.Ticket> entrance, UUID id, CharacterRequest request, Custody custody) {
        Multi<FlowEvent> events = Multi.createFrom().deferred(() -> admitted(entrance.get(), id, request, custody));
        return outcomes.counted(events);
    }

    private Multi<FlowEvent> admitted(Admission.Ticket place, UUID id, CharacterRequest request, Custody custody) {
        Holdings holdings = new Holdings();
        return stages.timed(Stage.INPUT, load(request))
                .onItem()
                .transformToMulti(pictures -> billing.reserve(custody, request, holdings)
                        .onItem()
                        .transformToMulti(reservation -> new CharacterRun(
                                        new Commission(id, request, pictures),
                                        place,
                                        reservation,
                                        custody,
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
