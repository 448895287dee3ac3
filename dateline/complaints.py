"""What files have wrong between them: remembered, and looked for again where it may differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dateline import check as checks
from dateline import codec
from dateline.archive import Item
from dateline.index import Index
from dateline.ledger import Ledger
from dateline.model import Reference
from dateline.names import profile_id
from dateline.paper import Paper
from dateline.problems import Problem, as_warnings, graded
from dateline.publish import Files


class Complaints:
    """The complaints of one edition, in the cache's table of that name.

    What `parse` has to say of a file stands in the file's own record.
    """

    def __init__(self, paper: Paper, index: Index, files: Files, ledger: Ledger) -> None:
        self.paper, self.index, self.files, self.ledger = paper, index, files, ledger
        self.archive, self.cache = index.archive, index.cache
        self.lost: tuple[Problem, ...] = ()
        """Links of the settings that lead nowhere, once all paths are known."""
        self._checked: set[str] = set()
        """Files that were checked anew."""

    def renew(self, paths: set[str] | None) -> None:
        """Check files against each other: those at `paths`, those that name them, and those that
        were found wrong before; without `paths` all."""
        desk = checks.Desk(self.index, self.files)
        if paths is None:
            self.cache.run("DELETE FROM complaint WHERE press = ?", self.ledger.press)
            wanted, twins = set(self.archive.with_mentions()), set(self.archive.twins())
        else:
            near = {path for name in paths for path in self._naming(name)}
            wrong = {path for path, _ in self.known()}
            wanted = paths | near | wrong
            twins = wanted
            self._checked = wanted
        found: dict[str, set[Problem]] = {}
        for path in wanted:
            item = self.archive.item(path)
            problems = set(checks.check_file(item, desk)) if item else set()
            if problems or paths is not None:
                found[path] = problems
        for path in twins:
            for owner, problem in checks.check_twins(path, desk):
                found.setdefault(owner.path, set()).add(problem)
        self._file(found)

    def _file(self, found: Mapping[str, set[Problem]]) -> None:
        for path, problems in found.items():
            self.cache.run(
                "DELETE FROM complaint WHERE press = ? AND path = ?", self.ledger.press, path
            )
            if problems:
                self.cache.run(
                    "INSERT INTO complaint VALUES (?, ?, ?)",
                    self.ledger.press,
                    path,
                    codec.dumps_all(Problem, tuple(sorted(problems))),
                )

    def _naming(self, path: str) -> Iterator[str]:
        """Files that name `path`, or the author or topic that it is of."""
        yield from self.archive.mentioning(path)
        folder = path.split("/", 1)[0]
        if folder in ("authors", "topics"):
            yield from self.archive.mentioning(f"{folder[:-1]}:{profile_id(path)}")
        for _, others in self.archive.wanting(path):
            yield from others

    def known(self) -> list[tuple[str, tuple[Problem, ...]]]:
        """What files were found to have wrong between them."""
        rows = self.cache.all(
            "SELECT path, problems FROM complaint WHERE press = ? ORDER BY path", self.ledger.press
        )
        return [(path, codec.loads_all(Problem, text)) for path, text in rows]

    def problems(self) -> list[Problem]:
        """All that is known to be wrong with Markdown files, as the settings grade it."""
        found: list[Problem] = []
        for item in self.archive.with_problems():
            found += self.weighed(item, item.problems)
        for path, problems in self.known():
            found += self.weighed(self.archive.item(path), problems)
        desk = checks.Desk(self.index, self.files)
        found += self.weighed(None, checks.check_front(self.paper.front, desk))
        found += self.weighed(None, checks.check_pictures(self.files))
        return [*found, *self.weighed(None, self.lost)]

    def wrong(self) -> list[tuple[str, list[Problem]]]:
        """Markdown files with errors, and what these are."""
        found: dict[str, list[Problem]] = {}
        said = [(item.path, item.problems) for item in self.archive.with_problems()]
        for path, problems in (*said, *self.known()):
            for problem in self.weighed(self.archive.item(path), problems):
                if problem.severity == "error":
                    found.setdefault(path, []).append(problem)
        return sorted(found.items())

    def may_be_seen(self, path: str) -> bool:
        """Whether a file, as far as it could be read, does not say that it is to be kept back."""
        item = self.archive.item(path)
        return item is not None and self.paper.edition.shows(item.gate)

    def weighed(self, item: Item | None, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """`problems` as the settings grade them; those of a file out of the edition do not stop
        it."""
        paper = self.paper
        found = graded(problems, paper.config.grades, strict=paper.strict)
        is_out = item is not None and item.gate is not None and not paper.edition.shows(item.gate)
        return as_warnings(found) if is_out and not paper.is_check else found

    def check_paths(self, removed: Iterable[str]) -> None:
        """Look for links to paths of the site where nothing is published."""
        self.lost = tuple(self._dead(self.paper.config.links))
        if self.ledger.is_whole:
            paths = set(self.archive.naming_pages())
        else:
            keys = {key for path in removed for key in (path, path.removesuffix("/index.html"))}
            touched = {p for key in keys for p in self.archive.mentioning(f"site:{key}")}
            paths = touched | self._checked
        for path in paths:
            item = self.archive.item(path)
            if item and self.index.is_shown(path):
                problems = set(self._dead(item.references))
                if problems:
                    self._add(path, problems)

    def _add(self, path: str, problems: set[Problem]) -> None:
        known = self.cache.value(
            "SELECT problems FROM complaint WHERE press = ? AND path = ?", self.ledger.press, path
        )
        self._file({path: problems | set(codec.loads_all(Problem, known or ""))})

    def _dead(self, references: Iterable[Reference]) -> Iterator[Problem]:
        base = self.paper.config.site.base
        return checks.dead_links(references, base, self.ledger.has, self.index.leaves)
