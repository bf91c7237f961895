package dev.likeness.input;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A PNG, JPEG or WebP, recognised by its first bytes, whose size is within the limits and whose structure has been walked to
 * its end: a file that was cut on its way is refused here, before any cost, and also where it is passed on undecoded. Reading
 * one takes time linear in its length, some milliseconds at the largest, and no memory to speak of.
 *
 * <p>What only decoding can find stays for {@link #decode}: compressed data that is wrong in itself.
 */
public final class ImageFile {

    /** As many bytes as tell every format; no file of a picture is as short. */
    private static final int SHORTEST = 16;

    private static final WebpPixels WEBP = new WebpPixels();

    private final PictureHeader header;
    private final byte[] encoded;
    private final IntFunction<BufferedImage> pixels;
    private final BooleanSupplier plain;
    private final Supplier<byte[]> withoutMetadata;

    private ImageFile(
            PictureHeader header,
            byte[] encoded,
            IntFunction<BufferedImage> pixels,
            BooleanSupplier plain,
            Supplier<byte[]> withoutMetadata) {
        this.header = header;
        this.encoded = encoded;
        this.pixels = pixels;
        this.plain = plain;
        this.withoutMetadata = withoutMetadata;
    }

    /** @throws Refusal with what was found in the place of a picture that is accepted */
    public static ImageFile read(byte[] encoded, PictureLimits limits) {
        limits.checkBytes(encoded.length);
        ByteSlice file = ByteSlice.of(encoded);
        if (file.length() == 0) {
            throw new Refusal("empty; send a PNG, JPEG or WebP");
        }
        if (file.length() < SHORTEST) {
            throw new Refusal("only " + file.length() + " bytes, which is no whole picture; send a PNG, JPEG or WebP");
        }
        if (isPng(file)) {
            PngFile png = PngFile.read(file, limits);
            return new ImageFile(
                    png.header(), encoded, factor -> PngPixels.decode(png, factor), png::isPlain, png::withoutMetadata);
        }
        if (isJpeg(file)) {
            JpegFile jpeg = JpegFile.read(file, limits);
            return new ImageFile(
                    jpeg.header(),
                    encoded,
                    factor -> JpegPixels.decode(jpeg, factor),
                    jpeg::isPlain,
                    jpeg::withoutMetadata);
        }
        if (isWebp(file)) {
            WebpFile webp = WebpFile.read(file, limits);
            return new ImageFile(
                    webp.header(), encoded, factor -> WEBP.decode(webp, factor), () -> false, webp::withoutMetadata);
        }
        throw Refusal.unsupported(FileKind.of(file));
    }

    /** Whether a file begins as one of the accepted formats does. */
    static boolean isPicture(ByteSlice file) {
        return isPng(file) || isJpeg(file) || isWebp(file);
    }

    private static boolean isPng(ByteSlice file) {
        return file.has(0, PngFile.SIGNATURE);
    }

    private static boolean isJpeg(ByteSlice file) {
        return file.has(0, "\u00ff\u00d8\u00ff");
    }

    private static boolean isWebp(ByteSlice file) {
        return file.has(0, "RIFF") && file.has(8, "WEBP");
    }

    public ImageFormat format() {
        return header.format();
    }

    /** Pixels, once the picture stands upright. */
    public int width() {
        return header.uprightWidth();
    }

    /** Pixels, once the picture stands upright. */
    public int height() {
        return header.uprightHeight();
    }

    /** Whether the picture stands upright as it is stored. */
    public boolean isUpright() {
        return header.orientation() == Orientation.UPRIGHT;
    }

    /** Whether the samples are opaque 8-bit sRGB or grey as they stand, in a format that every program reads. */
    boolean isPlain() {
        return plain.getAsBoolean();
    }

    /** The file as it came. Not a copy: do not write to it. */
    byte[] encoded() {
        return encoded;
    }

    /**
     * The same pixels in a file that says nothing but how they are to be shown: colours, transparency, and how the picture
     * stands where it does not stand upright. No EXIF data otherwise, no place, thumbnail, text, comment, XMP or IPTC data,
     * and nothing behind the picture's end. Not a copy where nothing was to be left out: do not write to it.
     */
    public byte[] withoutMetadata() {
        byte[] bare = withoutMetadata.get();
        return Arrays.equals(bare, encoded) ? encoded : bare;
    }

    /**
     * The pixels: upright, opaque (alpha flattened on white), 8-bit sRGB, {@link BufferedImage#TYPE_INT_RGB}, box-filtered.
     *
     * @param factor 1 to {@link Picture#MOST_FACTOR}, by which the picture is made smaller; sides are rounded up
     * @throws Refusal when the data is truncated or broken
     */
    public BufferedImage decode(int factor) {
        return pixels.apply(factor);
    }

    @Override
    public String toString() {
        return header.toString();
    }
}
