"""The build context of a clean clone: what git has, less what .dockerignore keeps out."""

import re
import subprocess
from pathlib import Path


def files(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "--cached", "-z"], check=True, capture_output=True, text=True
    ).stdout
    tracked = [Path(name) for name in listed.split("\0") if name]
    rules = [rule(line) for line in (root / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    return [path for path in tracked if not ignored(path, rules)]


def rule(line: str) -> tuple[bool, re.Pattern[str]]:
    """Whether the pattern takes files in again, and what matches it: the path itself or a folder above it."""
    included = line.startswith("!")
    pattern = re.escape(line.lstrip("!").strip("/")).replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    return included, re.compile(rf"{pattern}(/.*)?")


def ignored(path: Path, rules: list[tuple[bool, re.Pattern[str]]]) -> bool:
    """The last rule that matches decides."""
    out = False
    for included, pattern in rules:
        if pattern.fullmatch(str(path)):
            out = not included
    return out
