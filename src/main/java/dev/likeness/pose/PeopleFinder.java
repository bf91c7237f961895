package dev.likeness.pose;

import java.util.List;

/** One or two loaded networks that find people. Any number of threads may ask at once. */
interface PeopleFinder extends AutoCloseable {

    /** Everyone in the picture, the surest first, each with at least one visible joint. */
    List<Person> find(Pixels picture);

    /** Waits for those who are being looked for and refuses later ones. */
    @Override
    void close();
}
