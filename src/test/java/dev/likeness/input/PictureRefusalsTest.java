package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Provokes each message that a picture file is refused with. docs/refusals.md lists them all and names this test. */
class PictureRefusalsTest {

    private static final byte[] SOI = {(byte) 0xff, (byte) 0xd8}, EOI = {(byte) 0xff, (byte) 0xd9};
    private static final byte[] GREY_FRAME = {8, 0, 64, 0, 64, 1, 1, 0x11, 0};
    private static final byte[] COLOUR_FRAME = {8, 0, 64, 0, 64, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0};
    private static final byte[] SCAN = {1, 1, 0, 0, 63, 0};
    private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8};

    private static final Pngs PNG = new Pngs(64, 64, 8, 2);
    private static final byte[] SIGNATURE = PngFile.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1);

    static Map<String, byte[]> files() {
        byte[] jpeg = Fixtures.jpeg(64, 64);
        byte[] png = Fixtures.png(64, 64);
        byte[] webp = Fixtures.webp(64, 64);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty; send a PNG, JPEG or WebP", new byte[0]);
        files.put("only 7 bytes, which is no whole picture; send a PNG, JPEG or WebP", new byte[7]);
        files.put("larger than 15 MiB; send a smaller file", new byte[(15 << 20) + 1]);
        files.put("a GIF; send PNG, JPEG or WebP", Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), 99));
        files.put("only 63x64 pixels; each side must have at least 64", Fixtures.png(63, 64));
        files.put("8193x64 pixels; each side may have at most 8192", Fixtures.png(8193, 64));
        files.put(
                "8000x8000 pixels; at most 40 megapixels are accepted",
                Fixtures.joined(SIGNATURE, Pngs.chunk("IHDR", new Pngs(8000, 8000, 8, 2).header())));
        files.put("the file is cut short; send the whole file", Arrays.copyOf(png, png.length / 2));
        damaged(
                files,
                "its header says 0x64 pixels",
                Fixtures.joined(SIGNATURE, Pngs.chunk("IHDR", new Pngs(0, 64, 8, 2).header())));

        files.put(
                "a lossless, hierarchical or arithmetic-coded JPEG; send PNG, JPEG or WebP",
                Fixtures.withSegment(jpeg, 0xc3, GREY_FRAME));
        byte[] twelve = GREY_FRAME.clone();
        twelve[0] = 12;
        files.put("a JPEG with 12 bits a sample; send PNG, JPEG or WebP", Fixtures.withSegment(jpeg, 0xc1, twelve));
        byte[] two = GREY_FRAME.clone();
        two[5] = 2;
        files.put("a JPEG with 2 colour components; send PNG, JPEG or WebP", Fixtures.withSegment(jpeg, 0xc0, two));
        byte[] progressive = Fixtures.jpeg(Fixtures.picture(64, 64), true);
        List<byte[]> scans = new ArrayList<>(List.of(Arrays.copyOf(progressive, progressive.length - 2)));
        JpegMarkers.walk(ByteSlice.of(progressive), (marker, body, whole) -> {
            for (int i = 0; marker == JpegFile.SOS && i < 20; i++) {
                scans.add(whole.copy());
            }
        });
        scans.add(EOI);
        files.put(
                "a JPEG in more passes than are decoded here; send PNG, JPEG or WebP",
                Fixtures.joined(scans.toArray(byte[][]::new)));
        damaged(files, "JPEG data without a frame header", Fixtures.withSegment(jpeg, 0xda, SCAN));
        damaged(
                files,
                "a JPEG scan of an unknown component",
                joined(segment(0xc0, GREY_FRAME), segment(0xda, new byte[] {1, 9, 0, 0, 63, 0}), DATA));
        damaged(files, "a JPEG scan without data", joined(segment(0xc0, GREY_FRAME), segment(0xda, SCAN)));
        damaged(
                files,
                "a JPEG segment without its length",
                Fixtures.joined(SOI, new byte[] {(byte) 0xff, (byte) 0xe5, 0, 1}, new byte[20]));
        damaged(
                files,
                "a JPEG that lacks some of its picture data",
                joined(segment(0xc0, COLOUR_FRAME), segment(0xda, SCAN), DATA));
        damaged(files, "a JPEG with two frames", Fixtures.withSegment(jpeg, 0xc0, GREY_FRAME));
        damaged(
                files,
                "a JPEG's frame header",
                joined(segment(0xc0, Fixtures.joined(GREY_FRAME, DATA)), segment(0xda, SCAN), DATA));
        damaged(
                files,
                "a JPEG's scan header",
                joined(segment(0xc0, GREY_FRAME), segment(0xda, new byte[] {1, 1, 0, 0, 63}), DATA));
        damaged(
                files,
                "a second JPEG begins before the first has ended",
                Fixtures.joined(Arrays.copyOf(jpeg, jpeg.length * 2 / 3), jpeg));
        byte[] early = Fixtures.jpeg(512, 512);
        damaged(
                files,
                "part of its picture data is missing or unreadable",
                Fixtures.joined(Arrays.copyOf(early, early.length * 2 / 3), EOI));

        byte[] ios = png.clone();
        System.arraycopy("CgBI".getBytes(StandardCharsets.US_ASCII), 0, ios, 12, 4);
        files.put("a PNG in the private form of iOS apps; send PNG, JPEG or WebP", ios);
        damaged(files, "a PNG without its header", Fixtures.joined(SIGNATURE, Pngs.chunk("tEXt", new byte[9])));
        damaged(files, "a PNG without its palette", new Pngs(64, 64, 8, 3).file((x, y, c) -> 0));
        byte[] header = Pngs.chunk("IHDR", PNG.header());
        damaged(
                files,
                "a PNG without picture data",
                Fixtures.joined(SIGNATURE, header, Pngs.chunk("IEND", new byte[0])));
        byte[] wrongSum = png.clone();
        wrongSum[29]++;
        damaged(files, "a check sum is wrong", wrongSum);
        damaged(
                files,
                "a chunk that no reader may skip and none knows",
                new Pngs(64, 64, 8, 2).with("ABCD", DATA).file((x, y, c) -> 1));
        damaged(
                files,
                "a colour that its palette lacks",
                new Pngs(64, 64, 8, 3).with("PLTE", new byte[3]).file((x, y, c) -> 1));
        byte[] method = PNG.header();
        method[10] = 1;
        damaged(
                files,
                "an unknown compression, filter or interlace method",
                Fixtures.joined(SIGNATURE, Pngs.chunk("IHDR", method)));
        byte[] rows = PNG.rows((x, y, c) -> 1);
        byte[] filter = rows.clone();
        filter[0] = 9;
        damaged(files, "an unknown row filter", PNG.around(Pngs.deflated(filter)));
        damaged(files, "colour type 2 with 3 bits", new Pngs(64, 64, 3, 2).around(Pngs.deflated(rows)));
        byte[] deflated = Pngs.deflated(rows);
        damaged(
                files,
                "its picture data is interrupted",
                Fixtures.joined(
                        SIGNATURE,
                        header,
                        Pngs.chunk("IDAT", Arrays.copyOf(deflated, 20)),
                        Pngs.chunk("tEXt", new byte[5]),
                        Pngs.chunk("IDAT", Arrays.copyOfRange(deflated, 20, deflated.length)),
                        Pngs.chunk("IEND", new byte[0])));
        damaged(files, "its picture data", PNG.around(DATA));
        damaged(
                files,
                "part of its picture data is missing",
                PNG.around(Pngs.deflated(Arrays.copyOf(rows, rows.length / 2))));

        files.put(
                "an animated WebP; send one of its frames as PNG, JPEG or WebP",
                Fixtures.extended(webp, 64, 64, Fixtures.riffChunk("ANIM", new byte[6])));
        damaged(
                files,
                "a WebP that begins with an unknown chunk",
                Fixtures.riff(Fixtures.riffChunk("ABCD", new byte[20])));
        damaged(
                files,
                "a WebP that does not begin with a key frame",
                Fixtures.riff(Fixtures.riffChunk("VP8 ", new byte[20])));
        damaged(files, "a WebP whose headers disagree", Fixtures.extended(webp, 65, 64));
        damaged(files, "a WebP without picture data", Fixtures.riff(Fixtures.riffChunk("VP8X", new byte[] {
            0, 0, 0, 0, 63, 0, 0, 63, 0, 0
        })));
        damaged(
                files,
                "a lossless WebP without its signature",
                Fixtures.riff(Fixtures.riffChunk("VP8L", new byte[20])));
        return files;
    }

    private static void damaged(Map<String, byte[]> files, String what, byte[] file) {
        files.put("the file is damaged (" + what + "); save it again as PNG, JPEG or WebP and send that", file);
    }

    private static byte[] segment(int marker, byte[] body) {
        return Fixtures.joined(new byte[] {(byte) 0xff, (byte) marker, 0, (byte) (body.length + 2)}, body);
    }

    private static byte[] joined(byte[]... segments) {
        return Fixtures.joined(SOI, Fixtures.joined(segments), EOI);
    }

    @Test
    void eachFileIsRefusedForWhatItIs() {
        files().forEach((message, file) ->
                assertThat(Reading.decodingRefusal(file)).as(message).hasValue(message));
    }

    @Test
    void eachMessageOfTheTableThatNamesThisTestIsProvoked() throws IOException {
        List<String> rows = Files.readString(Path.of("docs/refusals.md"))
                .lines()
                .filter(line -> line.contains("`PictureRefusalsTest#"))
                .map(line -> line.substring(line.indexOf('`') + 1, line.indexOf('`', line.indexOf('`') + 1)))
                .toList();
        assertThat(rows).hasSizeGreaterThan(30);
        for (String row : rows) {
            String pattern = Pattern.quote(row).replace("…", "\\E.*\\Q");
            assertThat(files().keySet()).as(row).anySatisfy(message -> assertThat(message)
                    .matches(Pattern.compile(pattern + "(; save it again as PNG, JPEG or WebP and send that)?")));
        }
    }
}
