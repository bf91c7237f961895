package dev.likeness.api.contract;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Files that are no picture, no whole picture, or more of one than anybody needs. */
final class BadImages {

    private BadImages() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        byte[] webp = written("webp");
        for (int percent : new int[] {1, 5, 20, 50, 80, 95, 99}) {
            bad.put("PNG cut at " + percent + " %", cut(Sent.POSE, percent));
            bad.put("JPEG cut at " + percent + " %", cut(Sent.FACE, percent));
            bad.put("WebP cut at " + percent + " %", cut(webp, percent));
        }
        for (int bytes : new int[] {1, 2, 8, 15, 16, 24, 33}) {
            bad.put("PNG of " + bytes + " bytes", Arrays.copyOf(Sent.POSE, bytes));
        }
        // Without its EOI marker alone a JPEG is whole, and read; this one lacks the last bytes of its scan.
        bad.put("JPEG without the end of its scan", Arrays.copyOf(Sent.FACE, Sent.FACE.length - 8));
        bad.put("PNG without its last byte", Arrays.copyOf(Sent.POSE, Sent.POSE.length - 1));
        bad.put("WebP without its last byte", Arrays.copyOf(webp, webp.length - 1));
        claims(bad);
        bombs(bad);
        others(bad);
        return bad;
    }

    private static void claims(Map<String, byte[]> bad) {
        bad.put("PNG of 100000 x 100000", png(100_000, 100_000, 8, 2, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG of 2^31-1 squared", png(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 6, chunk("IDAT", new byte[10])));
        bad.put("PNG of 2^32-1 squared", png(-1, -1, 16, 6, chunk("IDAT", new byte[10])));
        bad.put("PNG of 0 x 0", png(0, 0, 8, 2, chunk("IDAT", deflated(new byte[10]))));
        bad.put("PNG of 8192 x 8192", png(8192, 8192, 8, 0, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG of 8193 x 64", png(8193, 64, 8, 0, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG of 63 x 64", png(63, 64, 8, 0, chunk("IDAT", deflated(new byte[64 * 64]))));
        bad.put("PNG of a depth there is not", png(100, 100, 3, 2, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG of a colour there is not", png(100, 100, 8, 5, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG without data", png(100, 100, 8, 2));
        bad.put("PNG with too little data", png(100, 100, 8, 2, chunk("IDAT", deflated(new byte[100]))));
        bad.put("PNG whose data is noise", png(100, 100, 8, 2, chunk("IDAT", new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));
        bad.put("PNG with a broken check sum", broken(plainPng(100, 100), 20));
        bad.put("PNG of an endless chunk", png(100, 100, 8, 2, endless("IDAT")));
        byte[] jpeg = Sent.FACE.clone();
        int sof = indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
        Arrays.fill(jpeg, sof + 5, sof + 9, (byte) 0xFF);
        bad.put("JPEG of 65535 x 65535", jpeg);
        byte[] flat = Sent.FACE.clone();
        Arrays.fill(flat, sof + 5, sof + 9, (byte) 0);
        bad.put("JPEG of 0 x 0", flat);
        bad.put(
                "JPEG of nothing but its beginning",
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        bad.put("JPEG of zeros", padded(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, 1000));
    }

    /** Small files that unfold to gigabytes. */
    private static void bombs(Map<String, byte[]> bad) {
        byte[] gigabyte = bomb(1 << 30);
        bad.put("zip bomb in IDAT", png(64, 64, 8, 2, chunk("IDAT", gigabyte)));
        bad.put(
                "zip bomb in zTXt before nothing",
                png(64, 64, 8, 2, chunk("zTXt", join("c\0\0".getBytes(StandardCharsets.US_ASCII), gigabyte))));
        bad.put(
                "zip bomb in iCCP before nothing",
                png(64, 64, 8, 2, chunk("iCCP", join("c\0\0".getBytes(StandardCharsets.US_ASCII), gigabyte))));
        bad.put(
                "zip bomb in iTXt before nothing",
                png(64, 64, 8, 2, chunk("iTXt", join("c\0\1\0\0\0".getBytes(StandardCharsets.US_ASCII), gigabyte))));
        bad.put("PNG of 8000 x 5000 from a few bytes", png(8000, 5001, 8, 6, chunk("IDAT", bomb(1 << 20))));
    }

    private static void others(Map<String, byte[]> bad) {
        bad.put("nothing", new byte[0]);
        bad.put("zeros", new byte[5000]);
        bad.put("noise", noise());
        bad.put("GIF", written("gif"));
        bad.put("BMP", written("bmp"));
        bad.put("SVG", text("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"));
        bad.put("XML with entities", text("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><svg>&b;</svg>"));
        bad.put("HTML called png", text("<!doctype html><html><body>not a picture</body></html>"));
        bad.put("JSON", text("{\"face_image\": \"where is it?\"}"));
        bad.put("a path", text("/etc/passwd is a path and no file"));
        bad.put("base64 of base64", Sent.FACE_TEXT.getBytes(StandardCharsets.US_ASCII));
        bad.put("PDF", text("%PDF-1.7\n%and so on and so on"));
        bad.put("ZIP", padded("PK\3\4".getBytes(StandardCharsets.ISO_8859_1), 100));
        bad.put("TIFF", padded("II*\0\10\0\0\0".getBytes(StandardCharsets.ISO_8859_1), 100));
        bad.put("HEIC", padded("\0\0\0\30ftypheic".getBytes(StandardCharsets.ISO_8859_1), 100));
        bad.put("AVIF", padded("\0\0\0\30ftypavif".getBytes(StandardCharsets.ISO_8859_1), 100));
        bad.put("WebP of noise", padded("RIFF\144\0\0\0WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1), 108));
        bad.put("WebP extended of 2^24 squared", giantWebp());
    }

    static byte[] plainPng(int width, int height) {
        return png(width, height, 8, 0, chunk("IDAT", deflated(new byte[(width + 1) * height])));
    }

    static byte[] png(int width, int height, int depth, int colour, byte[]... chunks) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colour)
                .array();
        byte[] file = join(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, chunk("IHDR", header));
        for (byte[] chunk : chunks) {
            file = join(file, chunk);
        }
        return join(file, chunk("IEND", new byte[0]));
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] typed = join(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(typed);
        return ByteBuffer.allocate(typed.length + 8)
                .putInt(data.length)
                .put(typed)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] endless(String type) {
        return ByteBuffer.allocate(12)
                .putInt(Integer.MAX_VALUE)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(data);
        deflater.finish();
        return drained(deflater);
    }

    /** Zeros, so many that they would fill the heap. */
    private static byte[] bomb(int size) {
        Deflater deflater = new Deflater(9);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20], buffer = new byte[1 << 16];
        for (int written = 0; written < size; written += zeros.length) {
            deflater.setInput(zeros);
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        out.writeBytes(drained(deflater));
        return out.toByteArray();
    }

    private static byte[] drained(Deflater deflater) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] giantWebp() {
        byte[] file = padded("RIFF\144\0\0\0WEBPVP8X\12\0\0\0".getBytes(StandardCharsets.ISO_8859_1), 108);
        Arrays.fill(file, 24, 30, (byte) 0xFF);
        return file;
    }

    private static byte[] written(String format) {
        BufferedImage image = new BufferedImage(120, 90, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillOval(20, 20, 60, 40);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] cut(byte[] file, int percent) {
        return Arrays.copyOf(file, file.length * percent / 100);
    }

    private static byte[] broken(byte[] file, int at) {
        byte[] broken = file.clone();
        broken[at] ^= 1;
        return broken;
    }

    private static byte[] noise() {
        byte[] noise = new byte[20_000];
        new java.util.Random(9).nextBytes(noise);
        return noise;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] padded(byte[] begin, int length) {
        return Arrays.copyOf(begin, length);
    }

    static byte[] join(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static int indexOf(byte[] file, byte[] what) {
        for (int i = 0; i < file.length - what.length; i++) {
            if (Arrays.equals(file, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new IllegalStateException("not in the file");
    }
}
