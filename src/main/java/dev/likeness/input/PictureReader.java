package dev.likeness.input;

import dev.likeness.error.InvalidRequest;

/**
 * Makes a {@link Picture} of a file: tells its format by its first bytes, reads its size and how it stands, and walks its
 * structure to the end, so that a file that was cut on its way is refused here, before any cost, also for those who pass
 * the file on undecoded. Time is linear in the file's length, some milliseconds at the largest; no memory to speak of.
 *
 * <p>What only decoding can find stays for {@link Picture#decode()}: compressed data that is wrong in itself.
 */
final class PictureReader {

    /** As many bytes as tell every format; no file of a picture is as short. */
    private static final int SHORTEST = 16;

    private final PictureLimits limits;
    private final WebpPixels webpPixels = new WebpPixels();

    PictureReader(PictureLimits limits) {
        this.limits = limits;
    }

    /** @throws InvalidRequest {@code invalid_image}, naming the field, the reason and what would be right */
    Picture read(String field, byte[] encoded) {
        try {
            return open(field, encoded);
        } catch (Refusal refusal) {
            throw InvalidRequest.image(field, refusal.getMessage());
        }
    }

    private Picture open(String field, byte[] encoded) {
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
            return new SentPicture(field, png.header(), encoded, factor -> PngPixels.decode(png, factor), png::isPlain);
        }
        if (isJpeg(file)) {
            JpegFile jpeg = JpegFile.read(file, limits);
            return new SentPicture(
                    field, jpeg.header(), encoded, factor -> JpegPixels.decode(jpeg, factor), jpeg::isPlain);
        }
        if (isWebp(file)) {
            WebpFile webp = WebpFile.read(file, limits);
            return new SentPicture(
                    field, webp.header(), encoded, factor -> webpPixels.decode(webp, factor), () -> false);
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
}
