package dev.likeness.input;

/** A picture file as the service reads one, for tests of what works on pictures. */
public final class PictureFile {

    private PictureFile() {}

    public static Picture read(byte[] file) {
        return Reading.read(file);
    }

    /** A JPEG that says SECRET in its EXIF data, comments, thumbnail and wherever else a JPEG can, and stands upright. */
    public static byte[] withSecrets() {
        return WithoutMetadataTest.jpeg(false, 1);
    }
}
