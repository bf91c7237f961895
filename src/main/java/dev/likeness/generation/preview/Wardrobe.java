package dev.likeness.generation.preview;

import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What the figure wears: what the prompt says, and where it says nothing, something that goes with it.
 *
 * @param top of the trunk
 * @param bottom of the hips and legs
 * @param skirt what hangs from the waist, if anything does
 */
record Wardrobe(
        Cloth top,
        Cloth bottom,
        Cloth shoes,
        Sleeves sleeves,
        Legs legs,
        Skirt skirt,
        boolean boots,
        boolean barefoot) {

    enum Sleeves {
        NONE,
        SHORT,
        LONG
    }

    enum Legs {
        LONG,
        TIGHT,
        SHORT,
        BARE
    }

    enum Skirt {
        NONE,
        KNEE,
        FLOOR
    }

    /** Whether top and skirt are one piece. */
    boolean isDress() {
        return skirt != Skirt.NONE && top.colour() == bottom.colour();
    }

    /** Whether the top reaches over the hips. */
    boolean coat() {
        return top.pattern() == Cloth.Pattern.SUIT || top.pattern() == Cloth.Pattern.OPEN_JACKET;
    }

    boolean collar() {
        return top.pattern() == Cloth.Pattern.BUTTONS || top.pattern() == Cloth.Pattern.SUIT;
    }

    static Wardrobe choose(PromptReading prompt, SplittableRandom random) {
        return new Chooser(prompt, random).choose();
    }

    private record Chooser(PromptReading prompt, SplittableRandom random) {

        Wardrobe choose() {
            // Drawn in a fixed order and all of them, so that a word more in the prompt changes only what it names.
            double hue = random.nextDouble();
            double shift = random.nextDouble(-0.09, 0.09);
            int top = Colour.hsl(hue, 0.20 + 0.22 * random.nextDouble(), 0.42 + 0.28 * random.nextDouble());
            int bottom = random.nextBoolean()
                    ? Colour.hsl(0.61, 0.26, 0.22 + 0.16 * random.nextDouble())
                    : Colour.hsl(hue + 0.5, 0.12, 0.26 + 0.34 * random.nextDouble());
            int shoes = new int[] {0x2E2C2C, 0xE4E1DB, 0x6B4A34, 0x4A5058}[random.nextInt(4)];
            boolean sleevesLong = random.nextInt(3) == 0;
            Garment whole = first(Garment.SUIT, Garment.DRESS, Garment.GOWN, Garment.OVERALL);
            Garment upper =
                    first(Garment.JACKET, Garment.SWEATER, Garment.BUTTONED_SHIRT, Garment.TANK_TOP, Garment.TSHIRT);
            Garment lower = first(Garment.SKIRT, Garment.SHORTS, Garment.LEGGINGS, Garment.TROUSERS);
            int topColour = varied(colour(whole != null ? whole : upper, top), shift);
            int bottomColour = whole != null ? topColour : varied(trousers(lower, bottom), shift);
            return new Wardrobe(
                    top(whole, upper, topColour),
                    Cloth.plain(bottomColour),
                    Cloth.glossy(shoes(shoes), 0.35),
                    sleeves(whole, upper, sleevesLong),
                    legs(whole, lower),
                    skirt(whole, lower),
                    prompt.has(Garment.BOOTS),
                    prompt.has(Garment.BAREFOOT));
        }

        private Garment first(Garment... garments) {
            for (Garment garment : garments) {
                if (prompt.has(garment)) {
                    return garment;
                }
            }
            return null;
        }

        private int colour(Garment garment, int otherwise) {
            if (garment == null) {
                return otherwise;
            }
            OptionalInt named = prompt.colourOf(garment);
            if (named.isPresent()) {
                return named.getAsInt();
            }
            return switch (garment) {
                case SUIT -> 0x363B4A;
                case OVERALL -> prompt.mentions("armor", "armour") ? 0x8D939C : 0xE2E2E0;
                default -> prompt.mentions("leather") && garment == Garment.JACKET ? 0x3A3230 : otherwise;
            };
        }

        private int trousers(Garment lower, int otherwise) {
            return prompt.mentions("jeans") && prompt.colourOf(Garment.TROUSERS).isEmpty()
                    ? 0x44618E
                    : colour(lower, otherwise);
        }

        private int shoes(int otherwise) {
            return prompt.colourOf(Garment.BOOTS)
                    .orElse(prompt.colourOf(Garment.SHOES).orElse(prompt.has(Garment.BOOTS) ? 0x4A3529 : otherwise));
        }

        /** Each seed has its own shade of a colour, dark or light, but never another colour. */
        private static int varied(int colour, double shift) {
            return shift > 0 ? Colour.mix(colour, 0xFFFFFF, shift) : Colour.scaled(colour, 1 + 1.4 * shift);
        }

        private Cloth top(Garment whole, Garment upper, int colour) {
            int tie = prompt.colourOf(Garment.TIE).orElse(Colour.mix(Colour.scaled(colour, 0.5), 0x8C2F39, 0.6));
            int under = Colour.luminance(colour) > 170 ? 0x4A4F58 : 0xF1EFEA;
            if (whole == Garment.SUIT) {
                return new Cloth(colour, 0, Cloth.Pattern.SUIT, prompt.has(Garment.TIE) || tieless() ? tie : 0xF4F4F2);
            }
            if (upper == Garment.JACKET && whole == null) {
                OptionalInt shirt = prompt.colourOf(Garment.TSHIRT);
                return new Cloth(
                        colour, prompt.mentions("leather") ? 0.35 : 0, Cloth.Pattern.OPEN_JACKET, shirt.orElse(under));
            }
            if (prompt.mentions("striped", "stripes")) {
                return new Cloth(colour, 0, Cloth.Pattern.STRIPES, under);
            }
            boolean buttons = upper == Garment.BUTTONED_SHIRT
                    || prompt.mentions("denim", "flannel", "linen", "button", "buttoned") && prompt.mentions("shirt");
            return buttons ? new Cloth(colour, 0, Cloth.Pattern.BUTTONS, colour) : Cloth.plain(colour);
        }

        private boolean tieless() {
            return random.nextBoolean();
        }

        private Sleeves sleeves(Garment whole, Garment upper, boolean otherwiseLong) {
            if (prompt.mentions("sleeveless") || upper == Garment.TANK_TOP && whole == null) {
                return Sleeves.NONE;
            }
            if (prompt.mentions("longsleeve") || whole == Garment.SUIT || whole == Garment.OVERALL) {
                return Sleeves.LONG;
            }
            if (prompt.mentions("shortsleeve", "tshirt", "tee", "polo", "jersey")) {
                return Sleeves.SHORT;
            }
            if (whole == Garment.DRESS || whole == Garment.GOWN) {
                return whole == Garment.GOWN ? Sleeves.NONE : otherwiseLong ? Sleeves.SHORT : Sleeves.NONE;
            }
            if (upper == Garment.JACKET || upper == Garment.SWEATER || upper == Garment.BUTTONED_SHIRT) {
                return Sleeves.LONG;
            }
            return prompt.mentions("denim", "flannel") || otherwiseLong ? Sleeves.LONG : Sleeves.SHORT;
        }

        private Legs legs(Garment whole, Garment lower) {
            if (whole == Garment.DRESS || whole == Garment.GOWN || lower == Garment.SKIRT && whole == null) {
                return prompt.has(Garment.LEGGINGS) ? Legs.TIGHT : Legs.BARE;
            }
            if (whole == null && lower == Garment.SHORTS) {
                return Legs.SHORT;
            }
            return whole == null && lower == Garment.LEGGINGS ? Legs.TIGHT : Legs.LONG;
        }

        private static Skirt skirt(Garment whole, Garment lower) {
            if (whole == Garment.GOWN) {
                return Skirt.FLOOR;
            }
            return whole == Garment.DRESS || whole == null && lower == Garment.SKIRT ? Skirt.KNEE : Skirt.NONE;
        }
    }
}
