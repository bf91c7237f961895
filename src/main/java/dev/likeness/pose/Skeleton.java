package dev.likeness.pose;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who stands how in a pose picture.
 *
 * @param width of the upright picture that the coordinates refer to, in pixels
 * @param height of that picture, in pixels
 * @param people everyone found, in no particular order; empty when nobody was
 */
public record Skeleton(int width, int height, List<Person> people) {

    public Skeleton {
        people = List.copyOf(people);
    }

    /** The person who takes up most of the picture, weighed by how sure it is that they are one. */
    public Optional<Person> mostProminent() {
        return people.stream().max(Comparator.comparingDouble(person -> person.area() * person.score()));
    }

    /** The same people in the picture that every factor-th column and row of which was read. */
    Skeleton enlarged(int factor, int fullWidth, int fullHeight) {
        return new Skeleton(
                fullWidth,
                fullHeight,
                people.stream().map(p -> p.scaled(factor, factor)).toList());
    }

    /** The same people in a picture of another size; the aspect may change. */
    public Skeleton scaledTo(int newWidth, int newHeight) {
        double factorX = (double) newWidth / width;
        double factorY = (double) newHeight / height;
        return new Skeleton(
                newWidth,
                newHeight,
                people.stream().map(p -> p.scaled(factorX, factorY)).toList());
    }

    /** The same people in a picture of another size, as large as they fit into it, never stretched or cut, in its middle. */
    public Skeleton fittedInto(int newWidth, int newHeight) {
        double factor = Math.min((double) newWidth / width, (double) newHeight / height);
        double dx = (newWidth - factor * width) / 2;
        double dy = (newHeight - factor * height) / 2;
        return new Skeleton(
                newWidth,
                newHeight,
                people.stream().map(p -> p.scaled(factor, factor).moved(dx, dy)).toList());
    }
}
