package dev.likeness.output;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** The JDK's own writers, whatever else is found on the class path: what they write and how fast is known. */
final class JdkWriters {

    private JdkWriters() {}

    static ImageWriter of(String format) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
                return writer;
            }
            writer.dispose();
        }
        throw new IllegalStateException(
                "this Java runtime writes no " + format + "; its java.desktop module is needed");
    }
}
