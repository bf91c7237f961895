"""What a Dockerfile says, as far as ours say it: stages of instructions with their flags and arguments."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Instruction:
    name: str
    flags: dict[str, str]
    arguments: list[str]
    text: str


@dataclass
class Stage:
    name: str
    image: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [each for each in self.instructions if each.name == name]


def read(path: Path) -> list[Stage]:
    """The stages of a Dockerfile, the arguments before the first FROM put into their images."""
    values: dict[str, str] = {}
    stages: list[Stage] = []
    for line in logical_lines(path.read_text()):
        name, rest = line.split(maxsplit=1)
        flags = dict(flag.split("=", 1) for flag in re.findall(r"--([a-z-]+=\S+)", rest) if name in ("COPY", "FROM", "RUN"))
        text = re.sub(r"^(--[a-z-]+=\S+\s+)+", "", rest)
        if name == "ARG" and not stages:
            key, _, value = text.partition("=")
            values[key] = value
        elif name == "FROM":
            image, _, alias = text.partition(" AS ")
            stages.append(Stage(alias or str(len(stages)), re.sub(r"\$\{(\w+)}", lambda m: values[m[1]], image)))
        else:
            stages[-1].instructions.append(Instruction(name, flags, arguments(name, text), text))
    return stages


def logical_lines(text: str) -> list[str]:
    uncommented = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [line.strip() for line in uncommented.replace("\\\n", " ").splitlines() if line.strip()]


def arguments(name: str, text: str) -> list[str]:
    if text.startswith("["):
        return json.loads(text)
    if name == "HEALTHCHECK":
        return json.loads(text[text.index("[") :])
    return shlex.split(text) if name != "RUN" else [text]
