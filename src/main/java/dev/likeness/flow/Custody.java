package dev.likeness.flow;

import dev.likeness.credits.Reservation;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;

/** Who answers for a request's credits, and for its pictures until they are paid, while the flow works on it. */
@FunctionalInterface
public interface Custody {

    /** Sets the credits aside, or finds them set aside already. */
    Uni<Reservation> reserve(BigDecimal cost);

    /** Takes a finished picture. The credits are settled only when every picture has been taken. */
    default Uni<Void> keep(EncodedImage image) {
        return Uni.createFrom().voidItem();
    }
}
