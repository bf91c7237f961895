package dev.likeness.output;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Frames pictures as a zip archive while they come: {@code 0.png}, {@code 1.png} ... by sample, stored, since pictures do
 * not deflate. The pictures' own arrays are passed on, not copies. When the pictures fail the archive fails and never
 * gets its directory, so that nobody takes half an archive for a whole one.
 *
 * <p>The layout is PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Sizes and check sums stand before the data,
 * so readers that stream (ZipInputStream) can read it too.
 */
public final class ZipArchive {

    public static final String MEDIA_TYPE = "application/zip";

    private static final int LOCAL_HEADER = 0x04034b50, DIRECTORY_ENTRY = 0x02014b50, END = 0x06054b50;

    /** PKZIP 1.0 is enough to extract a stored file. */
    private static final short VERSION = 10;

    /** 1 January 1980, the first day of zip's calendar: the same pictures make the same archive. */
    private static final short DATE = 1 << 5 | 1;

    private record Entry(byte[] name, int crc, int size, int offset) {}

    private final List<Entry> entries = new ArrayList<>();
    private int written;

    private ZipArchive() {}

    public static Multi<byte[]> of(Multi<EncodedImage> images) {
        return Multi.createFrom().deferred(() -> {
            ZipArchive archive = new ZipArchive();
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            images.onItem().transformToIterable(archive::entry),
                            Multi.createFrom().item(archive::directory));
        });
    }

    private List<byte[]> entry(EncodedImage image) {
        CRC32 crc = new CRC32();
        crc.update(image.file());
        byte[] name = FileNames.of(image).getBytes(StandardCharsets.US_ASCII);
        Entry entry = new Entry(name, (int) crc.getValue(), image.file().length, written);
        entries.add(entry);
        byte[] header = describe(little(30 + name.length).putInt(LOCAL_HEADER), entry)
                .put(name)
                .array();
        written = Math.addExact(written, Math.addExact(header.length, entry.size()));
        return List.of(header, image.file());
    }

    private byte[] directory() {
        int length = entries.stream().mapToInt(e -> 46 + e.name().length).sum();
        ByteBuffer out = little(length + 22);
        for (Entry entry : entries) {
            describe(out.putInt(DIRECTORY_ENTRY).putShort(VERSION), entry)
                    .putShort((short) 0) // no comment
                    .putShort((short) 0) // the only disk
                    .putShort((short) 0) // internal attributes
                    .putInt(0) // external attributes
                    .putInt(entry.offset())
                    .put(entry.name());
        }
        short count = (short) entries.size();
        return out.putInt(END)
                .putInt(0) // the only disk, twice
                .putShort(count)
                .putShort(count)
                .putInt(length)
                .putInt(written)
                .putShort((short) 0)
                .array();
    }

    /** What a local header and a directory entry have in common. */
    private static ByteBuffer describe(ByteBuffer out, Entry entry) {
        return out.putShort(VERSION)
                .putShort((short) 0) // flags
                .putShort((short) 0) // stored
                .putShort((short) 0) // midnight
                .putShort(DATE)
                .putInt(entry.crc())
                .putInt(entry.size())
                .putInt(entry.size())
                .putShort((short) entry.name().length)
                .putShort((short) 0); // no extra field
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
