package dev.likeness.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Listens for what libjpeg only warns of: it paints missing or unreadable data grey and goes on. Every warning counts as
 * damage but one: a few bytes too many before a marker, which some cameras write and which cost no pixel.
 */
final class JpegWarnings implements IIOReadWarningListener {

    private static final Pattern SURPLUS = Pattern.compile("(\\d+) extraneous bytes before marker");
    private static final int HARMLESS_SURPLUS = 16;

    private boolean damaged;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        Matcher surplus = SURPLUS.matcher(warning);
        boolean harmless = surplus.find()
                && surplus.group(1).length() < 3
                && Integer.parseInt(surplus.group(1)) <= HARMLESS_SURPLUS;
        damaged |= !harmless;
    }

    void refuseDamage() {
        if (damaged) {
            throw Refusal.damaged("part of its picture data is missing or unreadable");
        }
    }
}
