package dev.likeness.generation.preview;

import java.util.Map;
import java.util.Optional;

/** What people wear, as far as a figure shows it, by the words that prompts use for it. */
enum Garment {
    TSHIRT(Part.TOP, "shirt tshirt tee polo jersey top"),
    BUTTONED_SHIRT(Part.TOP, "blouse button-up button-down denim-shirt"),
    SWEATER(Part.TOP, "sweater jumper hoodie pullover sweatshirt turtleneck tunic robe kimono uniform"),
    TANK_TOP(Part.TOP, "tank tank-top vest singlet bra bikini swimsuit leotard"),
    JACKET(Part.TOP, "jacket coat blazer cardigan parka trenchcoat overcoat"),
    SUIT(Part.WHOLE, "suit tuxedo"),
    OVERALL(Part.WHOLE, "spacesuit jumpsuit overalls overall armor armour wetsuit astronaut"),
    DRESS(Part.WHOLE, "dress sundress"),
    GOWN(Part.WHOLE, "gown"),
    TROUSERS(Part.BOTTOM, "trousers pants jeans chinos slacks joggers sweatpants"),
    LEGGINGS(Part.BOTTOM, "leggings tights"),
    SHORTS(Part.BOTTOM, "shorts trunks"),
    SKIRT(Part.BOTTOM, "skirt kilt"),
    SHOES(Part.FEET, "shoes sneakers trainers heels sandals loafers shoe"),
    BOOTS(Part.FEET, "boots boot"),
    BAREFOOT(Part.FEET, "barefoot"),
    TIE(Part.EXTRA, "tie necktie"),
    HAIR(Part.EXTRA, "hair");

    enum Part {
        TOP,
        BOTTOM,
        WHOLE,
        FEET,
        EXTRA
    }

    private static final Map<String, Garment> BY_WORD = byWord();

    final Part part;
    private final String words;

    Garment(Part part, String words) {
        this.part = part;
        this.words = words;
    }

    static Optional<Garment> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    private static Map<String, Garment> byWord() {
        Map<String, Garment> byWord = new java.util.HashMap<>();
        for (Garment garment : values()) {
            for (String word : garment.words.split(" ")) {
                byWord.put(word, garment);
            }
        }
        return Map.copyOf(byWord);
    }
}
