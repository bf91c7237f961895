package dev.likeness.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses which name was meant. */
final class ClosestName {

    private ClosestName() {}

    /**
     * "; did you mean x?" for the known name that takes the fewest edits; one that has the whole name in it goes before,
     * so that {@code width} is {@code custom_width} and not {@code seed}.
     */
    static String hint(String name, Collection<String> known) {
        if (name.length() > 100) {
            return "";
        }
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return known.stream()
                .min(Comparator.<String, Boolean>comparing(candidate -> !candidate.contains(lower))
                        .thenComparingInt(candidate -> edits(lower, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(closest -> "; did you mean " + closest + "?")
                .orElse("");
    }

    /** Levenshtein's distance: insertions, deletions and replacements, row by row. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
