package dev.likeness.input;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * What libjpeg warns of while it paints missing or unreadable data grey and goes on. The JDK passes on the first warning of
 * a picture only.
 */
final class JpegWarnings implements IIOReadWarningListener {

    /** Of libjpeg's JWRN_EXTRANEOUS_DATA: bytes between the end of the data that it needs and the next marker. */
    private static final String SURPLUS = "extraneous bytes before marker";

    private boolean any;
    private boolean onlySurplus = true;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        any = true;
        onlySurplus &= warning.contains(SURPLUS);
    }

    boolean any() {
        return any;
    }

    boolean onlySurplus() {
        return any && onlySurplus;
    }
}
