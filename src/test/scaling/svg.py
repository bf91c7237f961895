"""Two panels over one time axis, as an SVG that looks the same every time it is written."""

WIDTH, HEIGHT, LEFT, TOP, GAP, PANEL = 760, 420, 64, 34, 44, 150


def _scale(most):
    step = 10 ** (len(str(int(max(1, most)))) - 1)
    return next(step * k for k in (1, 2, 5, 10) if step * k >= most)


def plot(title, series, unit):
    """`series`: (second, rate, replicas wanted, ready, needed, wait of the oldest)."""
    end = series[-1][0] or 1
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-size="14">{title}</text>',
    ]
    panels = [
        (unit, [("needed", "#999999", 4), ("ordered", "#e69f00", 2), ("ready", "#0072b2", 3)]),
        ("wait, s", [("oldest request's wait, s", "#d55e00", 5)]),
    ]
    for index, (label, lines) in enumerate(panels):
        top = TOP + index * (PANEL + GAP)
        most = _scale(max(row[column] for row in series for _, _, column in lines))
        out.append(f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - 20}" height="{PANEL}" fill="none" stroke="#cccccc"/>')
        for part in (0, 0.5, 1):
            y = top + PANEL * (1 - part)
            out.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{most * part:g}</text>')
        for place, (name, colour, column) in enumerate(lines):
            points = " ".join(
                f"{LEFT + (WIDTH - LEFT - 20) * row[0] / end:.1f},{top + PANEL * (1 - row[column] / most):.1f}" for row in series
            )
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out.append(f'<text x="{LEFT + 8 + 90 * place}" y="{top + 16}" fill="{colour}">{name}</text>')
        out.append(f'<text x="14" y="{top + PANEL / 2}" transform="rotate(-90 14 {top + PANEL / 2})" text-anchor="middle">{label}</text>')
    for part in (0, 0.25, 0.5, 0.75, 1):
        x = LEFT + (WIDTH - LEFT - 20) * part
        hours = end * part / 3600
        shown = f"{hours:.0f} h" if end > 20000 else f"{end * part / 60:.0f} min"
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{shown}</text>')
    return "\n".join(out) + "\n</svg>\n"
