package dev.likeness.output;

/** What pictures are called inside archives. */
final class FileNames {

    private FileNames() {}

    static String of(EncodedImage image) {
        return image.sample() + "." + image.format().extension();
    }
}
