package dev.likeness.input;

/** Gathers what the segments of a JPEG say and refuses what cannot be decoded or would take unbounded work. */
final class JpegWalk implements JpegMarkers.Visitor {

    /**
     * Progressive files of the usual encoders have 6 to 12 scans, optimised ones up to about 20. Each scan visits every
     * block, so a small file with thousands of them would take minutes.
     */
    private static final int MOST_SCANS = 64;

    /** Scans times pixels, for the same reason: 20 scans of the largest picture. */
    private static final long MOST_VISITS = 800_000_000L;

    private static final String ICC = "ICC_PROFILE\0";

    private final ByteSlice file;
    private final PictureLimits limits;
    private ByteSlice frame;
    private int scans;
    private boolean affordable = true;
    /** Which components of the frame, by index, have had the scan that holds their averages. */
    private int begun;

    private Orientation orientation;
    private int adobeTransform = -1;
    private boolean jfif;
    private ByteSlice profile;

    JpegWalk(ByteSlice file, PictureLimits limits) {
        this.file = file;
        this.limits = limits;
        this.profile = file.part(0, 0);
    }

    @Override
    public void segment(int marker, ByteSlice body, ByteSlice whole) {
        switch (marker) {
            case 0xc0, 0xc1, 0xc2 -> frame(body);
            case 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xde, 0xdf ->
                throw Refusal.unsupported("a lossless, hierarchical or arithmetic-coded JPEG");
            case JpegFile.SOS -> scan(body, whole);
            case 0xe0 -> jfif |= body.has(0, "JFIF\0");
            case 0xe1 -> exif(body);
            case 0xe2 -> profile(body);
            case 0xee -> adobe(body);
            default -> {}
        }
    }

    JpegFile read() {
        JpegMarkers.walk(file, this);
        if (frame == null || begun != (1 << components()) - 1) {
            throw Refusal.damaged("a JPEG that lacks some of its picture data");
        }
        PictureHeader header = new PictureHeader(
                ImageFormat.JPEG, frame.u16(3), frame.u16(1), orientation == null ? Orientation.UPRIGHT : orientation);
        return new JpegFile(file, header, components(), transformed(), profile);
    }

    private void frame(ByteSlice body) {
        if (frame != null) {
            throw Refusal.damaged("a JPEG with two frames");
        }
        limits.checkSides(body.u16(3), body.u16(1));
        if (body.u8(0) != 8) {
            throw Refusal.unsupported("a JPEG with " + body.u8(0) + " bits a sample");
        }
        int count = body.u8(5);
        if (count != 1 && count != 3 && count != 4) {
            throw Refusal.unsupported("a JPEG with " + count + " colour components");
        }
        if (body.length() != 6 + 3 * count) {
            throw Refusal.damaged("a JPEG's frame header");
        }
        frame = body;
    }

    private void scan(ByteSlice body, ByteSlice whole) {
        if (frame == null) {
            throw Refusal.damaged("JPEG data without a frame header");
        }
        try {
            checkVisits(++scans, frame.u16(3), frame.u16(1));
        } catch (Refusal tooMany) {
            affordable = false;
            throw tooMany;
        }
        int count = body.u8(0);
        if (count < 1 || count > 4 || body.length() != 4 + 2 * count) {
            throw Refusal.damaged("a JPEG's scan header");
        }
        if (whole.length() == body.length() + 4) {
            throw Refusal.damaged("a JPEG scan without data");
        }
        boolean averages = body.u8(1 + 2 * count) == 0;
        for (int i = 0; i < count && averages; i++) {
            begun |= 1 << index(body.u8(1 + 2 * i));
        }
    }

    /** @param scans so far, the one that begins included */
    static void checkVisits(int scans, int width, int height) {
        if (scans > MOST_SCANS || scans > 1 && (long) scans * width * height > MOST_VISITS) {
            throw Refusal.unsupported("a JPEG in more passes than are decoded here");
        }
    }

    /** Whether a frame has been seen, of a size that may be decoded, and not too many scans of it. */
    boolean isAffordable() {
        return frame != null && affordable;
    }

    private int index(int id) {
        for (int i = 0; i < components(); i++) {
            if (frame.u8(6 + 3 * i) == id) {
                return i;
            }
        }
        throw Refusal.damaged("a JPEG scan of an unknown component");
    }

    private int components() {
        return frame.u8(5);
    }

    private void exif(ByteSlice body) {
        if (orientation == null && body.has(0, "Exif\0")) {
            orientation = Exif.orientation(body);
        }
    }

    /** A profile of several segments is a large table, which is not followed. */
    private void profile(ByteSlice body) {
        if (body.has(0, ICC) && body.has(ICC.length(), "\1\1")) {
            profile = body.rest(ICC.length() + 2);
        }
    }

    private void adobe(ByteSlice body) {
        if (body.has(0, "Adobe") && body.length() >= 12) {
            adobeTransform = body.u8(11);
        }
    }

    /** As decoders in general tell it: the Adobe marker, else JFIF, else component identifiers that spell RGB. */
    private boolean transformed() {
        if (components() == 4) {
            return adobeTransform == 2;
        }
        if (components() == 1) {
            return false;
        }
        if (jfif) {
            return true;
        }
        if (adobeTransform >= 0) {
            return adobeTransform != 0;
        }
        return !(frame.u8(6) == 'R' && frame.u8(9) == 'G' && frame.u8(12) == 'B');
    }
}
