"""Which libraries the files of an image link to, and where they are."""

import re
import subprocess
import zipfile
from pathlib import Path

DOCUMENTED = re.compile(r"`((?:lib|ld-)[a-z0-9_+.-]+\.so(?:\.\d+)*)`", re.IGNORECASE)
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)]")
NATIVE = re.compile(r"(linux-x64|Linux/x86_64)/[^/]+\.so$")


def check(tree: Path, documentation: str, problem: type[Exception]) -> int:
    """How many files were looked at. Each library that one of them needs lies beside it, in lib/ below it, or is documented."""
    table = documentation[documentation.index("## What the base image must bring") :]
    brought = set(DOCUMENTED.findall(table[: table.index("\n## ", 10)]))
    inside = {path.name for path in tree.rglob("*.so*")}
    binaries = [path for path in tree.rglob("*") if path.is_file() and path.read_bytes()[:4] == b"\x7fELF"]
    binaries += unpacked(tree)
    inside |= {path.name for path in binaries}
    # ONNX Runtime's file has no version in its name, and one as its own.
    inside |= {name + ".1" for name in inside if name == "libonnxruntime.so"}
    wanted: dict[str, str] = {}
    for path in binaries:
        said = subprocess.run(["readelf", "--dynamic", path], check=True, capture_output=True, text=True).stdout
        wanted |= {name: path.name for name in NEEDED.findall(said)}
    if missing := {name: by for name, by in wanted.items() if name not in inside | brought}:
        raise problem(f"docs/containers.md does not name what is needed: {missing}")
    return len(binaries)


def unpacked(tree: Path) -> list[Path]:
    """The libraries for this platform that jars bring along and unpack when they are loaded."""
    found = []
    for jar in tree.rglob("*.jar"):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if NATIVE.search(name):
                    found.append(Path(archive.extract(name, tree.parent / "unpacked")))
    return found
