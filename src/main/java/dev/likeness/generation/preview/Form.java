package dev.likeness.generation.preview;

/** A solid seen from the front. */
interface Form {

    void measure(double x, double y, Surface surface);

    double left();

    double top();

    double right();

    double bottom();
}
