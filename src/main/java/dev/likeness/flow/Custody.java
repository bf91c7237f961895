package dev.likeness.flow;

import dev.likeness.credits.Reservation;
import dev.likeness.output.EncodedImage;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;

/** Who answers for a request's credits while the flow works on it. */
@FunctionalInterface
public interface Custody {

    /** Sets the credits aside, or finds them set aside already. */
    Uni<Reservation> reserve(BigDecimal cost);

    /** Who answers for the pictures as well, until they are paid: whoever pays finds them in safety, whatever happens then. */
    interface WithPictures extends Custody {

        /** Takes a finished picture. The credits are settled only when every picture has been taken. */
        Uni<Void> keep(EncodedImage image);
    }
}
