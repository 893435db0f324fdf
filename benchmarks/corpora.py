"""Fetches the pinned projects that the benchmark runs on: `python -m benchmarks.corpora [NAME...]`.

Each is downloaded by pip, compared with its pinned hash, and unpacked under `.corpora/` beside this
file as a git checkout of its own. Nothing of it is built, imported or run.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
STORE = HERE / ".corpora"

# pip insists on a source package's metadata, for which the package's build would run for minutes.
# With this folder in front of the build tools, the metadata that it ships is taken as it is.
UNBUILT = HERE / "unbuilt"
SOURCE = ("--no-binary=:all:", "--no-build-isolation")


@dataclass(frozen=True)
class Corpus:
    """A pinned release. `options` are pip's; `policy` is the compliance.yaml laid into it, if any."""

    name: str
    project: str
    version: str
    sha256: str
    options: tuple[str, ...]
    policy: str = ""

    @property
    def root(self) -> Path:
        """Where it lies once fetched."""
        return STORE / f"{self.project}-{self.version}"

    @property
    def conventions(self) -> Path:
        """The policy that says what the project asks of its own code."""
        return HERE / "policies" / f"{self.project}.yaml"


CORPORA = (
    Corpus(
        "django",
        "django",
        "5.2.19",
        "ad03d8abc51dbff95ebf34b27123cf0c26a3b62db7ba0cd520783686362533d1",
        SOURCE,
    ),
    Corpus(
        "homeassistant-2024",
        "homeassistant",
        "2024.3.3",
        "6e1ec2c07441d63fdcfb8acd2c4bbb6f68bc97330855784d3623d10c38fe3577",
        ("--only-binary=:all:", "--python-version=3.12"),
    ),
    Corpus(
        "homeassistant-2025",
        "homeassistant",
        "2025.4.4",
        "b7970fe3ce3a9d032a3a5dee3cbf71b227e7f23fad14a23855ee252542ef2631",
        ("--only-binary=:all:", "--python-version=3.13"),
    ),
    Corpus(
        "sqlalchemy",
        "sqlalchemy",
        "2.0.58",
        "2acdcec9836b7c1514a9ad426e7731669a1186d96481a2e82c50bf2aebb49061",
        SOURCE,
        policy='version: 1\nroots: [lib, "."]\n',
    ),
)


def corpus(name: str) -> Corpus:
    """The corpus of a name; ends the process with a line where there is none."""
    for candidate in CORPORA:
        if candidate.name == name:
            return candidate
    sys.exit(f"no corpus {name!r}; there are {', '.join(c.name for c in CORPORA)}")


def fetch(wanted: Corpus) -> Path:
    """The directory of a corpus, downloaded where it is not there yet."""
    if wanted.root.is_dir():
        return wanted.root
    with scratch() as directory:
        tree = _unpack(download(wanted, directory / "download"), directory / "tree")
        keep(tree, wanted.root, wanted.policy)
    return wanted.root


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory in the store, so that what is made in it is kept by a mere rename."""
    STORE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STORE) as name:
        yield Path(name)


def keep(tree: Path, root: Path, policy: str = "") -> None:
    """Make a finished tree a corpus: with its policy, and as a checkout of its own."""
    if policy:
        Path(tree, "compliance.yaml").write_text(policy, encoding="utf-8")
    # This project's git ignores the folder that it lies in.
    subprocess.run(["git", "init", "--quiet", tree], check=True)
    tree.rename(root)


def download(wanted: Corpus, target: Path) -> Path:
    """The archive of a release, in the folder `target`; ends the process where its hash is not the pinned."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    command += ["--no-deps", *wanted.options, f"--dest={target}", f"{wanted.project}=={wanted.version}"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(UNBUILT)})
    (archive,) = target.iterdir()
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != wanted.sha256:
        sys.exit(f"{archive.name}: its sha256 is {found}, not the pinned {wanted.sha256}")
    return archive


def _unpack(archive: Path, target: Path) -> Path:
    """The root of the unpacked tree: of a source package, the one folder in it."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)
        return target
    with tarfile.open(archive) as source:
        source.extractall(target, filter="data")
    (root,) = target.iterdir()
    return root


def main(names: list[str]) -> None:
    """Fetch the named corpora, all where none is named, and say where they are."""
    for wanted in [corpus(name) for name in names] or CORPORA:
        print(f"{wanted.name}: {fetch(wanted).relative_to(HERE.parent)}")


if __name__ == "__main__":
    main(sys.argv[1:])
