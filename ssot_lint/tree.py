"""The files of a project as a run takes them: of its work tree, buffers of editors included, or a commit.

What only an analysis needs is imported by it: most runs recall their report.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from ssot_lint.cache import Cache
from ssot_lint.discover import Survey, survey
from ssot_lint.model import Reading, Sought, Source, blob_id
from ssot_lint.options import Options, overlays_of

if TYPE_CHECKING:
    from ssot_lint.discover.revision import CommitSurvey
    from ssot_lint.parallel import Progress

_LOT = 500
"""So many contents are asked of git at once."""


class Tree(Protocol):
    """Files that are analysed together; `work` is the work tree around them."""

    @property
    def work(self) -> "WorkTree": ...

    @property
    def survey(self) -> Survey: ...

    @property
    def blobs(self) -> Mapping[str, bytes]:
        """The git blob id of each candidate, by path; b"" where it is not known, or there is none."""

    @property
    def outline(self) -> object:
        """All that a report may depend on beside contents, to be encoded."""

    def contents(self, read: Mapping[str, bytes]) -> Collection[bytes]:
        """Ids that tell all contents; b"" among them where one is not known.

        `read` are the blob ids of what was read meanwhile, by path.
        """

    def extract(
        self,
        sources: Sequence[Source],
        jobs: int | None,
        progress: "Progress | None",
        sought: Sought | None,
    ) -> tuple[list[Reading], list[str]]:
        """The sources with their facts, in order, and a line for each that was not finished."""

    def text(self, path: str, blob: bytes) -> str | None:
        """The text of a file with the blob id that it was analysed with, None where it has another now."""

    def texts(self, blobs: Mapping[str, bytes]) -> dict[str, str | None]:
        """As `text`, of many files, by path."""


class WorkTree:
    """The files under a root, as they lie there; contents stand for those in `overlays`, by path.

    Blob ids of files are those that are `known`, if some are given, else those that the cache tells;
    without either they are not known.
    """

    def __init__(
        self,
        root: Path,
        overlays: Mapping[str, bytes],
        cache: Cache | None,
        known: Mapping[str, bytes] | None = None,
    ) -> None:
        self._root = root
        self._overlays = overlays
        self._cache = cache
        self._known = known

    @property
    def work(self) -> "WorkTree":
        """As of `Tree`."""
        return self

    @cached_property
    def survey(self) -> Survey:
        """What lies there."""
        return survey(self._root, self._overlays)

    @cached_property
    def blobs(self) -> Mapping[str, bytes]:
        """As of `Tree`."""
        on_disk = self._on_disk()
        return on_disk | {path: blob_id(text) for path, text in self._overlays.items() if path in on_disk}

    def _on_disk(self) -> dict[str, bytes]:
        if self._known is not None:
            return dict(self._known)
        if not self._cache:
            return {}
        candidates = self.survey.candidates()
        return dict(zip(candidates, self._cache.blob_ids(self._root, candidates), strict=True))

    @property
    def outline(self) -> object:
        """As of `Tree`."""
        return self.survey

    def contents(self, read: Mapping[str, bytes]) -> Collection[bytes]:
        """As of `Tree`."""
        return {**self.blobs, **read}.values()

    def extract(
        self,
        sources: Sequence[Source],
        jobs: int | None,
        progress: "Progress | None",
        sought: Sought | None,
    ) -> tuple[list[Reading], list[str]]:
        """As of `Tree`."""
        from ssot_lint.parallel import counting_from, extract_all, extract_content

        files = [source for source in sources if source.path not in self._overlays]
        counting = counting_from(len(sources) - len(files), progress)
        readings, unfinished = extract_all(self._root, files, jobs, counting, sought)
        found = {source.path: reading for source, reading in zip(files, readings, strict=True)}
        for path in (source.path for source in sources if source.path in self._overlays):
            found[path], failure = extract_content(self._overlays[path], sought)
            unfinished += [f"{path}: {failure}"] if failure else []
        return [found[source.path] for source in sources], unfinished

    def text(self, path: str, blob: bytes) -> str | None:
        """As of `Tree`."""
        from ssot_lint.extract.read import reread, text_of

        content = self._overlays.get(path)
        return reread(self._root / path, blob) if content is None else text_of(content)

    def texts(self, blobs: Mapping[str, bytes]) -> dict[str, str | None]:
        """As of `Tree`."""
        return {path: self.text(path, blob) if blob else None for path, blob in blobs.items()}


class CommitTree:
    """The files under a root at a commit, by its full id; `work` is what lies there now.

    Contents are as git stores them. Where git converts line ends or runs filters, those of the work tree
    are others: facts hold no bytes, so this makes no difference to findings as long as it is text that is
    stored, but contents have different blob ids.
    """

    def __init__(self, root: Path, commit: str, work: WorkTree) -> None:
        self._root = root
        self._commit = commit
        self.work = work

    @cached_property
    def _found(self) -> "CommitSurvey":
        from ssot_lint.discover.revision import survey_commit

        return survey_commit(self._root, self._commit, self.work.survey)

    @property
    def survey(self) -> Survey:
        """What lay there."""
        return self._found.survey

    @cached_property
    def blobs(self) -> Mapping[str, bytes]:
        """As of `Tree`."""
        known = self._found.blobs
        return {path: known.get(path, b"") for path in self.survey.candidates()}

    @property
    def outline(self) -> object:
        """As of `Tree`: what is taken from the work tree, and where in the commit the root is."""
        from ssot_lint.discover.commits import folder_of

        now = self.work.survey
        return folder_of(self._root), now.beside, now.absent, now.notes

    def contents(self, read: Mapping[str, bytes]) -> Collection[bytes]:
        """As of `Tree`: the id of all that the commit holds, so that nothing of it need be listed."""
        from ssot_lint.discover.objects import tree_of_commit

        # Whether it tells all is known once it is listed; before, nothing is recalled that was not kept so.
        is_whole = "_found" not in self.__dict__ or self._found.is_whole
        return [tree_of_commit(self._root, self._commit)] if is_whole else [b""]

    def extract(
        self,
        sources: Sequence[Source],
        jobs: int | None,
        progress: "Progress | None",
        sought: Sought | None,
    ) -> tuple[list[Reading], list[str]]:
        """As of `Tree`."""
        from ssot_lint.discover.objects import Contents
        from ssot_lint.parallel import counting_from, extract_items

        known = {source.path: blob for source in sources if (blob := self.blobs[source.path])}
        regular = [source for source in sources if source.path in known]
        counting = counting_from(len(sources) - len(regular), progress)
        items = Contents(self._root, known)
        readings, unfinished = extract_items(regular, items, jobs, counting, sought)
        found = {
            source.path: _identified(reading, known[source.path])
            for source, reading in zip(regular, readings, strict=True)
        }
        return [found.get(source.path) or self._irregular(source.path) for source in sources], unfinished

    def _irregular(self, path: str) -> Reading:
        from ssot_lint.extract.read import A_DIRECTORY, CIRCLING_LINK, DANGLING_LINK, unread

        link = self.survey.links.get(path)
        if link is None:
            return unread(A_DIRECTORY)
        return unread(CIRCLING_LINK if link.target == path else DANGLING_LINK)

    def text(self, path: str, blob: bytes) -> str | None:
        """As of `Tree`: what a commit holds never changes."""
        return self.texts({path: blob})[path]

    def texts(self, blobs: Mapping[str, bytes]) -> dict[str, str | None]:
        """As of `Tree`."""
        from ssot_lint.discover.objects import contents_of
        from ssot_lint.extract.read import text_of

        found: dict[str, str | None] = dict.fromkeys(blobs)
        known = [path for path, blob in blobs.items() if blob]
        for start in range(0, len(known), _LOT):
            lot = known[start : start + _LOT]
            contents = contents_of(self._root, [blobs[path] for path in lot])
            found.update(zip(lot, map(text_of, contents), strict=True))
        return found


def tree_of(options: Options, root: Path, cache: Cache | None, work: WorkTree | None = None) -> Tree:
    """The files that the options ask for; `work` is the work tree where that is known already."""
    work = work or WorkTree(root, overlays_of(options, root), cache)
    return CommitTree(root, options.revision, work) if options.revision else work


def _identified(reading: Reading, blob: bytes) -> Reading:
    """The reading under the id that git has for the content: where that is a SHA-256, another than ours."""
    return replace(reading, blob=blob) if reading.blob and len(blob) != len(reading.blob) else reading
