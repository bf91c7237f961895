package dev.likeness.generation.comfyui;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** An 8-bit RGB PNG as {@code SaveImage} writes them: text chunks before the pixels. The picture depends on its seed alone. */
public final class FakePng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final int width;
    private final int height;
    private final long seed;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private int noise;

    private FakePng(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        this.seed = seed;
    }

    public static FakePng of(int width, int height, long seed) {
        return new FakePng(width, height, seed);
    }

    /** A {@code tEXt} chunk. */
    public FakePng text(String key, String value) {
        texts.put(key, value);
        return this;
    }

    /** Made about this heavy by noise, as the pixels of a photograph would. */
    public FakePng weighing(int bytes) {
        noise = Math.min(width * 3, bytes / height);
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        chunk(file, "IHDR", header.array(), 13);
        texts.forEach((key, value) -> {
            byte[] text = (key + '\0' + value).getBytes(StandardCharsets.ISO_8859_1);
            chunk(file, "tEXt", text, text.length);
        });
        pixels(file);
        chunk(file, "IEND", new byte[0], 0);
        return file.toByteArray();
    }

    private void pixels(ByteArrayOutputStream file) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] row = new byte[1 + width * 3];
        byte[] colour = new byte[3];
        random.nextBytes(colour);
        for (int at = 1; at < row.length; at++) {
            row[at] = colour[at % 3];
        }
        byte[] piece = new byte[65536];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        for (int y = 0; y < height; y++) {
            for (int at = 1; at <= noise; at++) {
                row[at] = (byte) random.nextInt();
            }
            deflater.setInput(row);
            drain(deflater, piece, file);
        }
        deflater.finish();
        drain(deflater, piece, file);
        deflater.end();
    }

    private static void drain(Deflater deflater, byte[] piece, ByteArrayOutputStream file) {
        for (int length = deflater.deflate(piece); length > 0; length = deflater.deflate(piece)) {
            chunk(file, "IDAT", piece, length);
        }
    }

    private static void chunk(ByteArrayOutputStream file, String name, byte[] data, int length) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        file.writeBytes(type);
        file.write(data, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
