package dev.likeness.generation.preview;

import java.util.Map;
import java.util.OptionalInt;

/** Colours by the words that prompts use for them. */
final class ColourWords {

    private static final Map<String, Integer> COLOURS = Map.ofEntries(
            Map.entry("red", 0xC23A36),
            Map.entry("crimson", 0xA8243A),
            Map.entry("scarlet", 0xD0342C),
            Map.entry("burgundy", 0x702438),
            Map.entry("maroon", 0x6E2530),
            Map.entry("pink", 0xE795AE),
            Map.entry("magenta", 0xC2408F),
            Map.entry("purple", 0x7A4B9E),
            Map.entry("violet", 0x7E57B5),
            Map.entry("lavender", 0xB3A3D6),
            Map.entry("lilac", 0xB99BCB),
            Map.entry("blue", 0x3F6DB5),
            Map.entry("navy", 0x25345C),
            Map.entry("denim", 0x4A6A98),
            Map.entry("indigo", 0x3B3F7D),
            Map.entry("turquoise", 0x3BA9A6),
            Map.entry("teal", 0x2C7C80),
            Map.entry("cyan", 0x45B5C9),
            Map.entry("aqua", 0x5BC0C4),
            Map.entry("green", 0x468A55),
            Map.entry("emerald", 0x25855C),
            Map.entry("olive", 0x74743E),
            Map.entry("khaki", 0xB5A67C),
            Map.entry("mint", 0xA3D9BE),
            Map.entry("yellow", 0xE8C547),
            Map.entry("mustard", 0xC9992E),
            Map.entry("gold", 0xC9A24B),
            Map.entry("golden", 0xC9A24B),
            Map.entry("orange", 0xDD7A35),
            Map.entry("coral", 0xE8806C),
            Map.entry("peach", 0xF0B596),
            Map.entry("brown", 0x7B5337),
            Map.entry("tan", 0xBF9A70),
            Map.entry("camel", 0xB98F5F),
            Map.entry("beige", 0xD8C7A9),
            Map.entry("cream", 0xEDE3CD),
            Map.entry("ivory", 0xF0EADB),
            Map.entry("white", 0xEFEFED),
            Map.entry("grey", 0x888B90),
            Map.entry("gray", 0x888B90),
            Map.entry("silver", 0xB4B8BE),
            Map.entry("charcoal", 0x44474D),
            Map.entry("black", 0x2B2C30),
            Map.entry("floral", 0xD98BA0),
            Map.entry("leather", 0x4A3529));

    private static final Map<String, Integer> HAIR = Map.ofEntries(
            Map.entry("blond", 0xCFAE74),
            Map.entry("blonde", 0xCFAE74),
            Map.entry("brunette", 0x4E3524),
            Map.entry("ginger", 0xB0592B),
            Map.entry("redhead", 0xA04A26),
            Map.entry("auburn", 0x7A3B22));

    private ColourWords() {}

    static OptionalInt of(String word) {
        Integer colour = COLOURS.get(word);
        return colour == null ? OptionalInt.empty() : OptionalInt.of(colour);
    }

    static OptionalInt ofHair(String word) {
        Integer colour = HAIR.get(word);
        return colour == null ? OptionalInt.empty() : OptionalInt.of(colour);
    }

    /** What words such as dark do to a colour. */
    static int tinged(int colour, String word) {
        return switch (word) {
            case "dark", "deep" -> Colour.scaled(colour, 0.62);
            case "light", "pale", "pastel", "soft" -> Colour.mix(colour, 0xFFFFFF, 0.45);
            case "bright", "vivid", "neon" -> vivid(colour);
            default -> colour;
        };
    }

    private static int vivid(int colour) {
        double grey = Colour.luminance(colour);
        return Colour.of(
                grey + (Colour.red(colour) - grey) * 1.45 + 12,
                grey + (Colour.green(colour) - grey) * 1.45 + 12,
                grey + (Colour.blue(colour) - grey) * 1.45 + 12);
    }
}
