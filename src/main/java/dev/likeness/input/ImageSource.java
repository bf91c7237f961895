package dev.likeness.input;

/** Where the picture of a request's field comes from. */
public sealed interface ImageSource {

    /**
     * The request brought it.
     *
     * @param file the picture's file; not a copy: do not write to it
     */
    record Inline(byte[] file) implements ImageSource {

        /** Without the file's bytes. */
        @Override
        public String toString() {
            return "inline, " + file.length + " bytes";
        }
    }

    /** It is to be fetched. */
    record Remote(RemoteUrl url) implements ImageSource {}
}
