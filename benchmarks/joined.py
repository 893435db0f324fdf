"""Makes the corpora of up to five million lines: `python -m benchmarks.joined [NAME...]`.

Distinct releases are joined in the pinned order, each as one folder of its Python sources. No blob is in it
twice: a copy would flatter the cache and the search for clones alike. A smaller corpus is the beginning of
the largest: whole releases, the last one cut after the file with which the number of lines is reached.
"""

import sys
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from benchmarks.corpora import HERE, STORE, Corpus, download, keep, scratch

SIZES = {
    "0.6-million": 600_000,
    "1.2-million": 1_200_000,
    "2.5-million": 2_500_000,
    "5-million": 5_000_000,
}
LARGEST = "5-million"

# The wheels of one platform on every machine, so that the corpus is the same everywhere.
WHEEL = (
    "--only-binary=:all:",
    "--python-version=3.11",
    "--implementation=cp",
    "--platform=manylinux_2_28_x86_64",
    "--platform=manylinux2014_x86_64",
)


def _release(project: str, version: str, sha256: str) -> Corpus:
    return Corpus(project, project, version, sha256, WHEEL)


RELEASES = (
    _release("ansible-core", "2.19.14", "d518d0e96fa75bedfe9b0a96d5b158aa712d092961824c115140c8677b88ff06"),
    _release("sqlalchemy", "2.1.9", "3a24b459e52b3ac138f6a05e99a4bd0589443a1ae18041a59c1cfdee12134a2b"),
    _release("wagtail", "8.0.1", "1e6ad5c7891a54efce1400e168298b5a2cc343b642cee89c31bf5ec30c98b26c"),
    _release("numpy", "2.4.6", "89cd468399cfd2504718f0ba50e410dca55a170b61a02ad92bb18c8a65186e93"),
    _release("dagster", "1.13.29", "65f7bf2f52c0c1219cb1ca63a1f0f95a1af83d12e94ebec7598e47ee49889859"),
    _release("matplotlib", "3.11.2", "07d9b9fa60cd4c393692f50d0bb03123242ddf61c99bb0e95e75feb354e7c1a8"),
    _release("keystone", "30.0.0", "d0fa097278b1c1eda5b2c727766322a6a8afac0ed848d3104253855d4d483515"),
    _release("twisted", "26.10.0", "3732f42af218925a0fe78d6668db55853f7fb532245a89a2669babe7d3000fa8"),
    _release("yt-dlp", "2026.10.26", "a05c5b5d8562f7e8a62f5334348b406af4930d56d3a65f8021d14af0e22339ae"),
    _release("networkx", "3.6.1", "d47fbf302e7d9cbbb9e2555a0d267983d2aa476bac30e90dfbe5669bd57f3762"),
    _release("mypy", "2.4.1", "b69a15fc2e75858d6b15e91ed3a0dcff1a533265183b64734138791fe0f49aa5"),
    _release(
        "apache-airflow-core", "3.3.2", "99258922bccec15be4700ff89f3c942b8acd93407e263c287ce863e671bb3c50"
    ),
    _release("scikit-learn", "1.9.1", "52a0703bbc07ad27f560fa63fa68e4c54dd735bfbbf65b4dd3c225dc7547b6df"),
    _release("scapy", "2.8.0", "abf855145ee829a42b2eb28983cd6a0a52b12a31d3f861cb7be36791195ed9aa"),
    _release("neutron", "29.0.0", "6e998e2e55d233ff757f3ae1d53dd8dfd2cb455a01868e494c22fd6b8b0aba36"),
    _release("prefect", "3.9.1", "0c662e26e971b617993eed1f3d02fb8bc3c2dd47bee521b495f6e4dfeb38ae74"),
    _release("pandas", "3.1.1", "4f1602f614bb83f443381dbcbb94c4ac764b2e50c8d6c965614c5cd83e328c47"),
    _release("dask", "2026.8.0", "ccc0c83a189b0398602435189771d28dad7b5773b6089bb8dce14ae732dd782c"),
    _release("sphinx", "9.0.4", "5bebc595a5e943ea248b99c13814c1c5e10b3ece718976824ffa7959ff95fffb"),
    _release("nltk", "3.10.4", "769ba5413f265b7d3e87cd163cc28efa01e29eeef8bb6080bc907949d9fcfb51"),
)


def root_of(name: str) -> Path:
    """Where the corpus of a size lies once it is made."""
    return STORE / name


def joined(name: str) -> Path:
    """The directory of the corpus of a size, made where it is not there yet; the largest is downloaded."""
    root = root_of(name)
    if root.is_dir():
        return root
    with scratch() as directory:
        tree = directory / "tree"
        sources = distinct(_downloaded(directory)) if name == LARGEST else _beginning(joined(LARGEST))
        folders = []
        for path, content in cut(sources, SIZES[name]):
            folders.append(path.partition("/")[0])
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        keep(tree, root, _policy(dict.fromkeys(folders)))
    return root


def distinct(sources: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The sources, given as path and content, without those whose content has come before."""
    seen = set()
    for path, content in sources:
        digest = sha256(content).digest()
        if digest not in seen:
            seen.add(digest)
            yield path, content


def cut(sources: Iterable[tuple[str, bytes]], lines: int) -> Iterator[tuple[str, bytes]]:
    """The first sources up to the one with which that many lines are reached."""
    for path, content in sources:
        if lines <= 0:
            return
        yield path, content
        lines -= content.count(b"\n")


def _downloaded(directory: Path) -> Iterator[tuple[str, bytes]]:
    """The sources of all releases in order, each under its release's folder; sorted by path therein."""
    for release in RELEASES:
        folder = release.root.name
        with zipfile.ZipFile(download(release, directory / folder)) as wheel:
            for name in sorted(name for name in wheel.namelist() if name.endswith(".py")):
                yield f"{folder}/{name}", wheel.read(name)


def _beginning(largest: Path) -> Iterator[tuple[str, bytes]]:
    """The same from the largest corpus."""
    for release in RELEASES:
        folder = largest / release.root.name
        for path in sorted(path.relative_to(largest).as_posix() for path in folder.rglob("*.py")):
            yield path, Path(largest, path).read_bytes()


def _policy(folders: Iterable[str]) -> str:
    """Each release is an import root, also where its `__init__.py` is left out as a copy of another."""
    return "version: 1\nroots:\n" + "".join(f'  - "{folder}"\n' for folder in folders)


def main(names: list[str]) -> None:
    """Make the corpora of the named sizes, all where none is named, and say what is in them."""
    for name in names or SIZES:
        if name not in SIZES:
            sys.exit(f"no corpus {name!r}; there are {', '.join(SIZES)}")
        root = joined(name)
        print(f"{name}: {root.relative_to(HERE.parent)}")
        for release in RELEASES:
            contents = [path.read_bytes() for path in Path(root, release.root.name).rglob("*.py")]
            if contents:
                lines = sum(content.count(b"\n") for content in contents)
                print(f"{release.project:>22} {release.version:11} {len(contents):6,} files {lines:9,} lines")


if __name__ == "__main__":
    main(sys.argv[1:])
