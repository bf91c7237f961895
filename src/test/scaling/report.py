"""Writes the tables and plots of docs/scaling.md, or, with --check, says whether they are up to date."""

import pathlib
import re
import sys

from autoscaler import Behaviour, Hpa
from model import burst, daily, simulate, steady
from svg import plot

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCUMENT = ROOT / "docs" / "scaling.md"
PLOTS = ROOT / "docs" / "scaling"

# docs/scaling.md says where these come from.
GPU_SECONDS, GPU_STARTUP = 12, 90
GATEWAY_SLOTS, GATEWAY_STARTUP = 8, 15
MOST = 100_000

HOUR, DAY = 3600, 86400
LOADS = {
    "steady": (steady(1000), 2 * HOUR),
    "burst": (burst(100, 1000, HOUR, 2 * HOUR), 4 * HOUR),
    "daily": (daily(1000, 50), DAY),
    "waves": (lambda t: 1000 if t % 480 < 180 else 100, 2 * HOUR),
    "small": (steady(0.5), 4 * HOUR),
}


def gateway_behaviour(window=300):
    return Behaviour(0, (("Percent", 100, 15), ("Pods", 4, 15)), window, (("Percent", 10, 60), ("Pods", 1, 60)))


def gpu_behaviour(window=600):
    return Behaviour(0, (("Percent", 100, 90), ("Pods", 4, 90)), window, (("Percent", 10, 60), ("Pods", 1, 60)))


def first(load, service, slots, target):
    """As many as the first minute wants, so that it is not the start that is measured."""
    rate, _ = LOADS[load]
    return max(1, round(rate(0) * service / target if target else rate(0) * service / slots) + 1)


def gpus(load, target, window, seed=7):
    rate, seconds = LOADS[load]
    scaler = Hpa(1, MOST, gpu_behaviour(window))
    return simulate(rate, seconds, seed, GPU_SECONDS, 1, GPU_STARTUP, first(load, GPU_SECONDS, 1, target), scaler, "total", target)


def gateways(load, target, window, metric, seed=7):
    rate, seconds = LOADS[load]
    scaler = Hpa(3, MOST, gateway_behaviour(window))
    begin = first(load, GPU_SECONDS, GATEWAY_SLOTS, target)
    return simulate(rate, seconds, seed, GPU_SECONDS, GATEWAY_SLOTS, GATEWAY_STARTUP, begin, scaler, metric, target)


def ideal(load, slots):
    rate, seconds = LOADS[load]
    return sum(rate(t) for t in range(seconds)) * GPU_SECONDS / slots / HOUR


def row(load, first_cells, result, slots):
    cells = [load, *first_cells, *(str(result.wait(p)) for p in (0.5, 0.95, 0.99)), f"{result.hours:.0f}",
             f"{100 * result.hours / ideal(load, slots):.0f} %", str(result.reversals), str(result.longest_queue)]
    return "| " + " | ".join(cells) + " |"


HEAD = " | p50 s | p95 s | p99 s | hours | of the least possible | reversals | longest queue |"


def tables():
    plots, chosen = {}, {}
    lines = ["| load | target | window s" + HEAD, "|---|---|---" + "|---:" * 7 + "|"]
    for load in LOADS:
        for target, window in ((0.7, 300), (0.8, 300), (0.9, 300), (1, 300), (2, 300), (0.8, 60), (0.8, 600)):
            result = gpus(load, target, window)
            lines.append(row(load, (f"{target:g}", str(window)), result, 1))
            chosen[("gpu", load, target, window)] = result
            if (target, window) == (0.8, 300):
                plots[f"gpu-{load}"] = plot(f"GPU servers, {load} load, target {target:g}", result.series, "servers")
    gpu = "\n".join(lines)

    lines = ["| load | metric | target | window s" + HEAD, "|---|---|---|---" + "|---:" * 7 + "|"]
    for load in LOADS:
        for metric, name, target, window in (
            ("pods", "in flight", 5, 300), ("pods", "in flight", 6, 300), ("pods", "in flight", 7, 300),
            ("pods", "in flight", 6, 60), ("total", "with waiting", 5, 300), ("total", "with waiting", 6, 300),
            ("total", "with waiting", 7, 300)):
            result = gateways(load, target, window, metric)
            lines.append(row(load, (name, str(target), str(window)), result, GATEWAY_SLOTS))
            chosen[("gateway", load, metric, target, window)] = result
            if (metric, target, window) == ("pods", 6, 300):
                plots[f"gateway-{load}"] = plot(f"Gateways, {load} load, target {target} in flight", result.series, "replicas")
    return {"gpu": gpu, "gateway": "\n".join(lines)}, plots, chosen


def filled(document, found):
    for name, table in found.items():
        document = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m: m.group(1) + table + "\n" + m.group(2), document, flags=re.S)
    return document


def main():
    found, plots, _ = tables()
    wanted = {PLOTS / f"{name}.svg": text for name, text in plots.items()}
    wanted[DOCUMENT] = filled(DOCUMENT.read_text(), found)
    if "--check" in sys.argv:
        stale = [str(path.relative_to(ROOT)) for path, text in wanted.items() if not path.exists() or path.read_text() != text]
        if stale:
            sys.exit("not up to date: " + ", ".join(stale) + "; run src/test/scaling/report.py")
        print(f"{len(wanted)} files are up to date")
    else:
        for path, text in wanted.items():
            path.write_text(text)


if __name__ == "__main__":
    main()
