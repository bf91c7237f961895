package dev.likeness.generation.preview;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a prompt says about clothes: which garments, in which colours.
 *
 * @param garments those named, each with its colour if it has one
 * @param words every word of the prompt in lower case
 */
record PromptReading(Map<Garment, OptionalInt> garments, Set<String> words) {

    static PromptReading of(String prompt) {
        String plain = prompt.toLowerCase(Locale.ROOT)
                .replace("t-shirt", "tshirt")
                .replace("t shirt", "tshirt")
                .replaceAll("\\btank top", "tank")
                .replaceAll("\\b(long|short)[- ]sleeve[d]?", "$1sleeve");
        String[] words = plain.split("[^a-z]+");
        Map<Garment, OptionalInt> garments = new EnumMap<>(Garment.class);
        OptionalInt colour = OptionalInt.empty();
        String tinge = "";
        int age = 0;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            OptionalInt named = ColourWords.of(word);
            if (named.isPresent()) {
                // "blue denim shirt" is blue: a stuff does not overrule the colour before it.
                if (colour.isEmpty() || !word.equals("denim") && !word.equals("leather") && !word.equals("floral")) {
                    colour = OptionalInt.of(ColourWords.tinged(named.getAsInt(), tinge));
                }
                age = 0;
            }
            tinge = word;
            OptionalInt found = age <= 3 ? colour : OptionalInt.empty();
            OptionalInt afterwards = colourAfter(words, i);
            Garment.of(word)
                    .ifPresent(g -> garments.merge(
                            g, found.isPresent() ? found : afterwards, (old, fresh) -> old.isPresent() ? old : fresh));
            if (Garment.of(word).isPresent() || age++ > 3 || word.equals("and") || word.equals("with")) {
                colour = OptionalInt.empty();
            }
            ColourWords.ofHair(word).ifPresent(hair -> garments.put(Garment.HAIR, OptionalInt.of(hair)));
        }
        return new PromptReading(garments, Set.of(distinct(words)));
    }

    /** "a dress in red", "his shirt is dark blue". */
    private static OptionalInt colourAfter(String[] words, int index) {
        if (index + 1 >= words.length || !Set.of("in", "is", "of").contains(words[index + 1])) {
            return OptionalInt.empty();
        }
        for (int i = index + 2; i < Math.min(words.length, index + 5); i++) {
            OptionalInt colour = ColourWords.of(words[i]);
            if (colour.isPresent()) {
                return OptionalInt.of(ColourWords.tinged(colour.getAsInt(), words[i - 1]));
            }
        }
        return OptionalInt.empty();
    }

    private static String[] distinct(String[] words) {
        return java.util.Arrays.stream(words).distinct().toArray(String[]::new);
    }

    boolean has(Garment garment) {
        return garments.containsKey(garment);
    }

    OptionalInt colourOf(Garment garment) {
        return garments.getOrDefault(garment, OptionalInt.empty());
    }

    boolean mentions(String... any) {
        for (String word : any) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
