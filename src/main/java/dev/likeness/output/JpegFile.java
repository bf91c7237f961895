package dev.likeness.output;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;

/** Writes baseline JPEG (JFIF) through the JDK's own libjpeg, with Huffman tables made for the picture. */
final class JpegFile {

    /**
     * From here on colour is kept at full resolution (4:4:4): who asks for this much does not want the edges of clothes
     * smeared. Below it colour is halved both ways (4:2:0), as everywhere.
     */
    static final int FULL_COLOUR_FROM = 90;

    private static final String TREE = "javax_imageio_jpeg_image_1.0";

    private JpegFile() {}

    static byte[] of(BufferedImage image, int quality) {
        ImageWriter writer = JdkWriters.of("jpeg");
        GrowingFile file = new GrowingFile(image.getWidth() * image.getHeight() / 4);
        try {
            JPEGImageWriteParam param = new JPEGImageWriteParam(null);
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality / 100f);
            param.setOptimizeHuffmanTables(true);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
            if (quality >= FULL_COLOUR_FROM) {
                keepFullColour(metadata);
            }
            writer.setOutput(file);
            writer.write(null, new IIOImage(image, null, metadata), param);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a JPEG could not be written to memory", e);
        } finally {
            writer.dispose();
        }
    }

    private static void keepFullColour(IIOMetadata metadata) throws IOException {
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(TREE);
        IIOMetadataNode luma =
                (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
        luma.setAttribute("HsamplingFactor", "1");
        luma.setAttribute("VsamplingFactor", "1");
        metadata.setFromTree(TREE, tree);
    }
}
