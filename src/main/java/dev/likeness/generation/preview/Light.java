package dev.likeness.generation.preview;

/**
 * One soft lamp and the light of the room.
 *
 * @param x direction to the lamp, to the right
 * @param y direction to the lamp, down
 * @param z direction to the lamp, to the viewer; the three make a unit vector
 */
record Light(double x, double y, double z) {

    static Light from(double sideways) {
        double y = -0.55, z = 0.7;
        double length = Math.sqrt(sideways * sideways + y * y + z * z);
        return new Light(sideways / length, y / length, z / length);
    }

    /** @param gloss 0 for cloth .. 1 for leather */
    int on(int colour, Surface surface, double gloss) {
        double facing = surface.nx * x + surface.ny * y + surface.nz * z;
        double lit = Math.max(0, Math.min(1, (facing + 0.45) / 1.45));
        lit = lit * lit * (3 - 2 * lit);
        // What the room gives back lights the edge that is turned away from the lamp.
        double rim = 1 - surface.nz;
        rim = rim * rim * rim * Math.max(0, -surface.nx * Math.signum(x)) * 0.22;
        double tone = 0.50 + 0.58 * lit + rim;
        double shine = 0;
        if (gloss > 0) {
            // Blinn's half vector between the lamp and a viewer far away.
            double half = (surface.nx * x + surface.ny * y + surface.nz * (z + 1)) / Math.sqrt(2 + 2 * z);
            shine = gloss * 90 * Math.pow(Math.max(0, half), 28);
        }
        // Shadows are a little cooler than lights.
        double cool = (1 - lit) * 0.05;
        return Colour.of(
                Colour.red(colour) * (tone - cool) + shine,
                Colour.green(colour) * (tone - cool * 0.6) + shine,
                Colour.blue(colour) * (tone + cool * 0.4) + shine);
    }
}
