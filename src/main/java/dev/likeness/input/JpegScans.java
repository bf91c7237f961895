package dev.likeness.input;

import java.util.Arrays;

/**
 * Follows a JPEG's Huffman-coded data (ITU-T T.81, F.2.2 and G.2) without making pixels of it, to learn where each scan and
 * each restart interval really ends. So a file is known to be whole although its end marker is missing, and bytes that
 * belong to no scan can be left out: surplus bytes before a marker, and whatever a maker has put behind the picture.
 */
final class JpegScans {

    private static final int DHT = 0xc4, DRI = 0xdd;

    /** Codes of at most this many bits, nearly all of them, are looked up at once. */
    private static final int FAST = 9;

    /**
     * What samples of 8 bits can come to (F.1.2.1.1, F.1.2.2.1): bits of a difference between averages, an average, bits of
     * any other coefficient. Data that is none soon goes beyond.
     */
    private static final int MOST_AVERAGE_BITS = 11, MOST_AVERAGE = 2047, MOST_BITS = 10;

    /** Where so many bytes of zeros end the data and more of them follow, the rest was never written. */
    private static final int HOLLOW = 16;

    /** A table of codes: by the next {@link #FAST} bits, length << 8 | symbol, or 0; and the rest of them by length. */
    private record Codes(short[] fast, int[] end, int[] offset, ByteSlice symbols) {}

    private static final class Component {
        int id, h, v, dc, ac;
        /** Of the last block. */
        int average;
        /** Blocks to a row: with those that fill up the last MCU, and of the component alone. */
        int stride, width, height;
        /** Which coefficients of each block are not zero yet known to be so: a refinement has a bit for each. Progressive only. */
        long[] nonZero;
        /** How many low bits of each coefficient are still to come; 16 before its first scan. */
        final int[] missing = new int[64];
    }

    private final ByteSlice file;
    private final byte[] bytes;
    private final byte[] whole;
    private int length;

    private boolean progressive;
    private int width, height, mostH, mostV;
    private Component[] components;
    private final Codes[] dcCodes = new Codes[4];
    private final Codes[] acCodes = new Codes[4];
    private int interval;
    private int scans;

    /** The next byte of the scan, and what has been read and not used. */
    private int at;

    private long buffer;
    private int count;
    /** Blocks that have no further coefficients in this scan. */
    private int endOfBandRun;

    private JpegScans(ByteSlice file) {
        this.file = file;
        this.bytes = file.array();
        this.whole = new byte[file.length() + 2];
    }

    /**
     * The same picture in a file that ends with EOI and has no byte between, in or after its scans that is not needed.
     *
     * @throws Refusal when data of the picture is missing or broken
     */
    static ByteSlice whole(ByteSlice file) {
        JpegScans scans = new JpegScans(file);
        scans.walk();
        return new ByteSlice(scans.whole, 0, scans.length);
    }

    private void walk() {
        put(JpegFile.SOI);
        int next = 2;
        while (!complete()) {
            next = JpegMarkers.nextMarker(file, next);
            int marker = file.u8(next + 1);
            if (marker == JpegFile.EOI) {
                break;
            }
            if (marker == JpegFile.SOI) {
                throw broken();
            }
            if (JpegMarkers.standsAlone(marker)) {
                next += 2;
                continue;
            }
            ByteSlice body = JpegMarkers.body(file, next);
            int end = next + 4 + body.length();
            copy(file.from() + next, file.from() + end);
            switch (marker) {
                case 0xc0, 0xc1, 0xc2 -> frame(body, marker == 0xc2);
                case DHT -> tables(body);
                case DRI -> interval = body.u16(0);
                case JpegFile.SOS -> {
                    at = file.from() + end;
                    scan(body);
                    end = at - file.from();
                }
                default -> {}
            }
            next = end;
        }
        put(JpegFile.EOI);
    }

    /** Whether nothing can follow that belongs to the picture. */
    private boolean complete() {
        return components != null
                && Arrays.stream(components)
                        .allMatch(component -> Arrays.stream(component.missing).allMatch(bits -> bits == 0));
    }

    private void frame(ByteSlice body, boolean inRefinements) {
        if (components != null) {
            throw broken();
        }
        progressive = inRefinements;
        height = body.u16(1);
        width = body.u16(3);
        components = new Component[body.u8(5)];
        for (int i = 0; i < components.length; i++) {
            Component component = new Component();
            component.id = body.u8(6 + 3 * i);
            component.h = body.u8(7 + 3 * i) >> 4;
            component.v = body.u8(7 + 3 * i) & 15;
            if (component.h < 1 || component.h > 4 || component.v < 1 || component.v > 4) {
                throw broken();
            }
            Arrays.fill(component.missing, 16);
            mostH = Math.max(mostH, component.h);
            mostV = Math.max(mostV, component.v);
            components[i] = component;
        }
        for (Component component : components) {
            component.width = up(up(width * component.h, mostH), 8);
            component.height = up(up(height * component.v, mostV), 8);
            component.stride = up(width, 8 * mostH) * component.h;
            component.nonZero = new long[progressive ? component.stride * up(height, 8 * mostV) * component.v : 0];
        }
    }

    private static int up(int value, int unit) {
        return (value + unit - 1) / unit;
    }

    private void tables(ByteSlice body) {
        for (int from = 0; from < body.length(); ) {
            int which = body.u8(from);
            if ((which & 0xec) != 0) {
                throw broken();
            }
            int symbols = 0;
            for (int bits = 1; bits <= 16; bits++) {
                symbols += body.u8(from + bits);
            }
            Codes[] codes = which < 16 ? dcCodes : acCodes;
            codes[which & 3] = codes(body.part(from + 1, 16), body.part(from + 17, symbols));
            from += 17 + symbols;
        }
    }

    /** Codes of the same length are consecutive numbers; the first of a length follows the last of the one before. */
    private static Codes codes(ByteSlice counts, ByteSlice symbols) {
        short[] fast = new short[1 << FAST];
        int[] end = new int[17], offset = new int[17];
        int code = 0, symbol = 0;
        for (int bits = 1; bits <= 16; bits++, code <<= 1) {
            offset[bits] = symbol - code;
            for (int i = counts.u8(bits - 1); i > 0; i--, code++, symbol++) {
                if (code >= 1 << bits) {
                    throw broken();
                }
                if (bits <= FAST) {
                    int from = code << FAST - bits;
                    Arrays.fill(fast, from, from + (1 << FAST - bits), (short) (bits << 8 | symbols.u8(symbol)));
                }
            }
            end[bits] = code;
        }
        return new Codes(fast, end, offset, symbols);
    }

    private void scan(ByteSlice body) {
        if (components == null) {
            throw broken();
        }
        JpegWalk.checkVisits(++scans, width, height);
        Component[] inScan = new Component[body.u8(0)];
        if (inScan.length < 1 || inScan.length > components.length) {
            throw broken();
        }
        for (int i = 0; i < inScan.length; i++) {
            int id = body.u8(1 + 2 * i);
            inScan[i] = Arrays.stream(components)
                    .filter(c -> c.id == id)
                    .findFirst()
                    .orElseThrow(JpegScans::broken);
            inScan[i].dc = body.u8(2 + 2 * i) >> 4 & 3;
            inScan[i].ac = body.u8(2 + 2 * i) & 3;
        }
        int parameters = 1 + 2 * inScan.length;
        int first = progressive ? body.u8(parameters) : 0;
        int last = progressive ? body.u8(parameters + 1) : 63;
        int high = progressive ? body.u8(parameters + 2) >> 4 : 0;
        int low = progressive ? body.u8(parameters + 2) & 15 : 0;
        if (last > 63 || first > last || progressive && (first == 0 ? last > 0 : inScan.length > 1)) {
            throw broken();
        }
        data(inScan, first, last, high > 0);
        for (Component component : inScan) {
            Arrays.fill(component.missing, first, last + 1, low);
        }
    }

    private void data(Component[] inScan, int first, int last, boolean refines) {
        boolean alone = inScan.length == 1;
        int columns = alone ? inScan[0].width : up(width, 8 * mostH);
        int rows = alone ? inScan[0].height : up(height, 8 * mostV);
        int start = at;
        begin();
        for (int unit = 0; unit < columns * rows; unit++) {
            if (interval > 0 && unit > 0 && unit % interval == 0) {
                start = restart(start, unit / interval - 1 & 7);
            }
            int x = unit % columns, y = unit / columns;
            if (alone) {
                block(inScan[0], y * inScan[0].stride + x, first, last, refines);
                continue;
            }
            for (Component component : inScan) {
                for (int v = 0; v < component.v; v++) {
                    int block = (y * component.v + v) * component.stride + x * component.h;
                    for (int h = 0; h < component.h; h++) {
                        block(component, block + h, first, last, refines);
                    }
                }
            }
        }
        unread();
        if (hollow(start)) {
            throw Refusal.truncated();
        }
        copy(start, at);
    }

    private boolean hollow(int start) {
        if (at - start < HOLLOW || at == file.to()) {
            return false;
        }
        for (int i = at - HOLLOW; i <= at; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void begin() {
        for (Component component : components) {
            component.average = 0;
        }
        buffer = 0;
        count = 0;
        endOfBandRun = 0;
    }

    /** @return where the data of the next interval begins */
    private int restart(int start, int number) {
        unread();
        copy(start, at);
        int marker = JpegMarkers.nextMarker(file, at - file.from());
        if (file.u8(marker + 1) != 0xd0 + number) {
            throw broken();
        }
        put(0xd0 + number);
        at = file.from() + marker + 2;
        begin();
        return at;
    }

    private void block(Component component, int block, int first, int last, boolean refines) {
        if (!progressive) {
            average(component);
            sequential(acCodes[component.ac]);
        } else if (first == 0 && refines) {
            skip(1);
        } else if (first == 0) {
            average(component);
        } else if (refines) {
            component.nonZero[block] = refined(acCodes[component.ac], component.nonZero[block], first, last);
        } else if (endOfBandRun > 0) {
            endOfBandRun--;
        } else {
            component.nonZero[block] |= coefficients(acCodes[component.ac], first, last);
        }
    }

    /** The difference to the last block's: a number of so many bits, whose first one says that it is positive. */
    private void average(Component component) {
        int size = symbol(dcCodes[component.dc]);
        if (size > MOST_AVERAGE_BITS) {
            throw broken();
        }
        int difference = bits(size);
        component.average += size == 0 || difference >> size - 1 != 0 ? difference : difference - (1 << size) + 1;
        if (Math.abs(component.average) > MOST_AVERAGE) {
            throw broken();
        }
    }

    private void sequential(Codes codes) {
        for (int k = 1; k < 64; k++) {
            int symbol = symbol(codes);
            if ((symbol & 15) == 0 && symbol >> 4 < 15) {
                return;
            }
            k += symbol >> 4;
            coefficient(k, symbol & 15, 63);
        }
    }

    /** A run of 16 zeros has no bits behind it, but must not lead out of the block either. */
    private void coefficient(int k, int size, int last) {
        if (k > last || size > MOST_BITS) {
            throw broken();
        }
        skip(size);
    }

    private long coefficients(Codes codes, int first, int last) {
        long nonZero = 0;
        for (int k = first; k <= last; k++) {
            int symbol = symbol(codes);
            int size = symbol & 15, run = symbol >> 4;
            if (size == 0 && run < 15) {
                endOfBandRun = (1 << run) + bits(run) - 1;
                break;
            }
            k += run;
            coefficient(k, size, last);
            nonZero |= size > 0 ? 1L << k : 0;
        }
        return nonZero;
    }

    /** Each coefficient that is known not to be zero has a bit, wherever the scan passes it. */
    private long refined(Codes codes, long known, int first, int last) {
        long nonZero = known;
        int k = first;
        while (endOfBandRun == 0 && k <= last) {
            int symbol = symbol(codes);
            int size = symbol & 15, run = symbol >> 4;
            if (size == 0 && run < 15) {
                endOfBandRun = (1 << run) + bits(run);
                break;
            }
            skip(size == 0 ? 0 : 1);
            for (; k <= last; k++) {
                if ((known >> k & 1) != 0) {
                    skip(1);
                } else if (run-- == 0) {
                    break;
                }
            }
            if (k > last && size > 0) {
                throw broken();
            }
            nonZero |= size > 0 ? 1L << k : 0;
            k++;
        }
        if (endOfBandRun > 0) {
            for (; k <= last; k++) {
                skip((int) (known >> k & 1));
            }
            endOfBandRun--;
        }
        return nonZero;
    }

    private int symbol(Codes codes) {
        if (codes == null) {
            throw broken();
        }
        if (count < 16) {
            fill();
        }
        int entry = codes.fast[(int) peek(FAST)];
        if (entry != 0) {
            skip(entry >> 8);
            return entry & 0xff;
        }
        for (int bits = FAST + 1; bits <= 16; bits++) {
            int code = (int) peek(bits);
            if (code < codes.end[bits]) {
                skip(bits);
                return codes.symbols.u8(code + codes.offset[bits]);
            }
        }
        throw broken();
    }

    private int bits(int number) {
        if (count < number) {
            fill();
        }
        int value = (int) peek(number);
        skip(number);
        return value;
    }

    /** The next bits; zeros where there are fewer, which then must not be skipped. */
    private long peek(int number) {
        long mask = (1L << number) - 1;
        return (count >= number ? buffer >>> count - number : buffer << number - count) & mask;
    }

    private void skip(int number) {
        if (count < number) {
            fill();
            if (count < number) {
                throw Refusal.truncated();
            }
        }
        count -= number;
    }

    /** Reads up to a marker or the file's end: 0xff is followed by 0, and may be preceded by more of its kind. */
    private void fill() {
        while (count <= 48 && at < file.to()) {
            int next = at;
            int value = bytes[next++] & 0xff;
            if (value == 0xff) {
                while (next < file.to() && bytes[next] == (byte) 0xff) {
                    next++;
                }
                if (next == file.to() || bytes[next++] != 0) {
                    return;
                }
            }
            buffer = buffer << 8 | value;
            count += 8;
            at = next;
        }
    }

    /** Goes back to behind the last byte of which a bit was used. */
    private void unread() {
        for (; count >= 8; count -= 8) {
            at -= bytes[at - 1] == 0 && bytes[at - 2] == (byte) 0xff ? 2 : 1;
        }
    }

    private void put(int marker) {
        whole[length++] = (byte) 0xff;
        whole[length++] = (byte) marker;
    }

    private void copy(int from, int to) {
        System.arraycopy(bytes, from, whole, length, to - from);
        length += to - from;
    }

    private static Refusal broken() {
        return Refusal.damaged("its picture data");
    }
}
