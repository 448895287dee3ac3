"""The one place that knows the order: look, read, shelve, check, plan, render, write."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import codec, discover, write
from dateline.archive import Archive, Item, Sighting
from dateline.cache import Cache, Damaged, open_cache
from dateline.darkroom import FOLDER as PRINTS
from dateline.darkroom import Store
from dateline.digests import digest, digest_file
from dateline.index import Edition
from dateline.ledger import Ledger, Press, keep_press, press_of, was_shown
from dateline.model import Report
from dateline.pictures import is_picture
from dateline.problems import Problem, SiteError, WorldError, has_errors, in_order
from dateline.profile import Meter
from dateline.program import program_digest, version_of
from dateline.theme import Theme, load_theme
from dateline.tools import Progress, Tools, silent
from dateline.workers import Serial, Workers

if TYPE_CHECKING:
    from dateline.config import Config
    from dateline.front import Front
    from dateline.making import Making
    from dateline.paper import Paper
MANY = 1000
"""Files from which on it is sure that several processes will be wanted."""
CONFIG_FILE = "config.toml"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says of a build."""

    edition: Edition
    output: Path | None = None
    """Where to write; `output` in the paper's folder without it."""
    config: Path | None = None
    base_url: str = ""
    strict: bool = False
    dry_run: bool = False
    is_check: bool = False
    """Problems of unpublished stories are errors too, and nothing is written."""
    clean: bool = False
    """Remember nothing of earlier builds, and remove all that is not planned."""
    no_search: bool = False
    """Make no search page and no index, as if the settings said so."""
    keep_going: bool = False
    """Publish the rest if a story is wrong."""
    durable: bool = False
    """Have the disk keep each file before it is moved in."""
    patience: float = 0
    """Seconds to wait for another build of this paper."""

    @property
    def writes(self) -> bool:
        return not (self.is_check or self.dry_run)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was looked at before anything was parsed."""

    theme: Theme
    problems: tuple[Problem, ...]
    """What is wrong with names and files of `content/` and `templates/`."""
    digest: bytes
    """Of settings, theme, program and options."""


def build(
    root: Path,
    options: Options,
    *,
    workers: Workers | None = None,
    progress: Progress = silent,
    meter: Meter | None = None,
) -> Report:
    """Bring the output of the paper at `root` up to date with its sources.

    All problems are in the report; if one is an error, nothing has been written. `meter` is told
    what takes how long. Raises `WorldError` if the world is in the way: a full disk, an output
    folder that is not ours.
    """
    started = time.perf_counter()
    try:
        with _held(root, options) as hold:
            tools = Tools(workers or Serial(), progress, meter)
            report = _with_cache(root, options, tools, hold)
    except SiteError as error:
        report = Report(problems=error.problems, ready=False)
    except OSError as error:
        name = error.filename or options.output or root / "output"
        raise WorldError(
            f"{name} can't be used ({error.strerror or error})",
            "is the disk full, or read-only? What readers have is whole; the next build mends it",
        ) from error
    problems = discover.quoted(root, in_order(report.problems))
    return replace(report, problems=problems, seconds=time.perf_counter() - started)


def build_aside(
    root: Path,
    options: Options,
    folder: Path,
    *,
    hold: write.Hold,
    workers: Workers,
    progress: Progress = silent,
) -> Report:
    """Build into `options.output` with an empty cache in `folder`, while `hold` is held."""
    started = time.perf_counter()
    folder.mkdir(parents=True)
    cache = open_cache(folder, fresh=True)
    try:
        tools = Tools(workers, progress)
        report = _Build(root, options, tools, hold, cache).run()
    except SiteError as error:
        report = Report(problems=error.problems, ready=False)
    finally:
        cache.close()
    problems = discover.quoted(root, in_order(report.problems))
    return replace(report, problems=problems, seconds=time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What the paper's Markdown files say, for commands that make no edition."""

    config: Config
    items: tuple[Item, ...]
    """In order of path."""


def read(root: Path, options: Options, *, progress: Progress = silent) -> Newsroom:
    """All that the paper's files say. Raises `SiteError` if the settings can't be read."""
    options = replace(options, is_check=True)
    with _held(root, options) as hold:
        cache = open_cache(hold.folder if hold else None)
        try:
            build = _Build(root, options, Tools(progress=progress), hold, cache)
            newsroom = build.newsroom()
            if hold:
                cache.commit()
        finally:
            cache.close()
    return newsroom


@contextmanager
def _held(root: Path, options: Options) -> Iterator[write.Hold | None]:
    """The paper's lock, from before the first file is read: else a build that has read an older
    text could overwrite the edition of a newer one.

    A command that writes nothing does without the lock, and the cache, if it can't be had or no
    build has made them.
    """
    is_there = (options.config or root / CONFIG_FILE).is_file()
    if not is_there or not (options.writes or write.has_been_here(root)):
        yield None
        return
    try:
        lock = write.one_at_a_time(root, patience=options.patience)
        hold = lock.__enter__()
    except WorldError:
        if options.writes:
            raise
        yield None
        return
    try:
        yield hold
    finally:
        lock.__exit__(None, None, None)


def _with_cache(root: Path, options: Options, tools: Tools, hold: write.Hold | None) -> Report:
    """A build with the cache; if that turns out to be damaged, once more with an empty one."""
    is_kept = options.writes or not options.clean
    folder = hold.folder if hold and is_kept else None
    cache = open_cache(folder, fresh=options.clean)
    try:
        return _Build(root, options, tools, hold, cache).run()
    except Damaged:
        cache.close()
        cache = open_cache(folder, fresh=True)
        cache.note = "the build cache was damaged, so it is made anew"
        return _Build(root, options, tools, hold, cache).run()
    finally:
        cache.close()


class _Stopped(Exception):
    """The edition is not to be kept; carries the report that says why."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__()


class _Spared(Exception):
    """Stories are wrong: some are to be put back as they were, others left out, and the edition is
    to be tried again."""

    def __init__(self, restored: list[str], left_out: list[str], unsure: list[str]) -> None:
        self.restored, self.left_out = restored, left_out
        self.unsure = unsure
        """Those that are right in themselves: they stay, if the last edition showed them."""
        super().__init__()


class _Build:
    """One build, from the first look to the last row."""

    def __init__(
        self,
        root: Path,
        options: Options,
        tools: Tools,
        hold: write.Hold | None,
        cache: Cache,
    ) -> None:
        self.root, self.options, self.tools = root, options, tools
        self.hold, self.cache = hold, cache
        self.output = options.output or root / "output"
        self.archive = Archive(cache)
        self.stage = write.Stage(root, self.output) if hold and options.writes else None
        self.spared: dict[str, list[Problem]] = {}
        """Files that are wrong, with what is wrong: their last good version is shown, or none."""

    def newsroom(self) -> Newsroom:
        """What the paper's files say, and no edition of it."""
        paper, _ = self._read(*self._look())
        self.cache.set_fact("build", self.archive.build)
        return Newsroom(paper.config, tuple(self.archive.items()))

    def _look(self) -> tuple[Sighting, Inputs]:
        """What there is, before anything is parsed."""
        found: list[Problem] = []
        now = self.hold.disk_time() if self.hold else 0
        sighting = self.archive.compare(discover.walk(self.root, found), now)
        theme, theme_problems = load_theme(self.root)
        problems = (*found, *theme_problems)
        return sighting, Inputs(theme, problems, self._digest_of(theme, problems))

    def _stage(self, name: str) -> AbstractContextManager[None]:
        """What happens inside is a stage of the build, for the meter."""
        return self.tools.meter.stage(name) if self.tools.meter else nullcontext()

    def run(self) -> Report:
        """The whole order. What was parsed is kept even if the edition is not."""
        report = Report(ready=False)
        try:
            report = self._run()
        finally:
            if self.stage:
                self.stage.clear(is_done=report.ready)
        return replace(report, notes=(self.cache.note,) if self.cache.note else ())

    def _run(self) -> Report:
        with self._stage("look"):
            sighting, inputs = self._look()
            press = press_of(self.cache, self.output)
            suspects = self._suspects(Ledger(self.cache, press.id))
        if self._is_same(sighting, inputs, press, suspects):
            report = self._remembered(press)
        else:
            report = self._anew(sighting, inputs, press, suspects)
        with self._stage("remember"):
            if self.hold:
                self.cache.commit()
        return report

    # The first look ------------------------------------------------------------------------------

    def _digest_of(self, theme: Theme, problems: tuple[Problem, ...]) -> bytes:
        """A digest of all that an edition depends on beside `content/` and the moment."""
        options = self.options
        try:
            settings = (options.config or self.root / CONFIG_FILE).read_bytes()
        except OSError:
            settings = b""
        said = (
            *(options.base_url, options.strict, options.edition.flags, str(options.config)),
            options.no_search,
        )
        return digest((program_digest(), settings, theme, problems, said))

    def _suspects(self, ledger: Ledger) -> frozenset[str]:
        """Files of the output that are not as they were written."""
        found = []
        for path in ledger.doubtful(self.output):
            entry, target = ledger.entry(path), self.output / path
            if entry and write.is_plain(self.output, path) and _has(target, entry.digest):
                ledger.trust(self.output, [path])
            else:
                found.append(path)
        return frozenset(found)

    def _is_same(
        self, sighting: Sighting, inputs: Inputs, press: Press, suspects: frozenset[str]
    ) -> bool:
        """Whether the last edition is still what the sources say."""
        moment = codec.instant(self.options.edition.as_of)
        return (
            self.options.writes
            and bool(press.build)
            and not (sighting.doubtful or sighting.gone or suspects)
            and not (self.stage and (self.stage.was_cut_short or self.stage.is_first))
            and press.inputs == inputs.digest
            and press.as_of <= moment
            and (press.due is None or moment < press.due)
            and not self.archive.changed_since(press.build)
            and not self.archive.pending()
            and write.is_ours(self.output)
        )

    def _remembered(self, press: Press) -> Report:
        return Report(
            problems=codec.loads_all(Problem, press.problems),
            stories=press.stories,
            files=press.files,
        )

    # Reading -------------------------------------------------------------------------------------

    def _anew(
        self, sighting: Sighting, inputs: Inputs, press: Press, suspects: frozenset[str]
    ) -> Report:
        """An edition of what there is now."""
        with self._stage("read and parse"):
            paper, problems = self._read(sighting, inputs)
        self.cache.set_fact("build", self.archive.build)
        while True:
            try:
                with self.cache.undone_on_error():
                    return self._edition(paper, inputs, press, suspects, problems)
            except _Stopped as stopped:
                return stopped.report
            except _Spared as spared:
                for path in spared.restored:
                    self.archive.restore(path)
                new = [path for path in spared.unsure if not was_shown(self.cache, press, path)]
                for path in (*spared.left_out, *new):
                    self.archive.leave_out(path)

    def _read(self, sighting: Sighting, inputs: Inputs) -> tuple[Paper, tuple[Problem, ...]]:
        """All that the paper's files say. Raises `SiteError` if the settings can't be read."""
        from dateline.composing import compose
        from dateline.config import load_config
        from dateline.paper import Paper
        from dateline.publish import double_bundles
        from dateline.reading import read_sources
        from dateline.recording import record_ordinary

        options = self.options
        config = load_config(
            options.config or self.root / CONFIG_FILE,
            base_url=options.base_url,
            has_search=not options.no_search,
            name=options.config.name if options.config else CONFIG_FILE,
        )
        if len(sighting.doubtful) > MANY:
            # Processes start and import while this one is still busy with the first files.
            self.tools.workers.warm(record_ordinary, compose)
        templates, template_problems = self._study(inputs.theme)
        unreadable = read_sources(
            self.root,
            self.archive,
            sighting,
            config,
            program_digest(),
            self.tools,
        )
        front, front_problems = self._front(config)
        problems = (
            *config.problems,
            *inputs.problems,
            *template_problems,
            *unreadable,
            *front_problems,
            *double_bundles(self.archive),
        )
        paper = Paper(
            root=self.root,
            config=config,
            theme=inputs.theme,
            templates=templates,
            front=front,
            edition=options.edition,
            program=program_digest(),
            is_check=options.is_check,
            strict=options.strict,
        )
        return paper, problems

    def _study(self, theme: Theme) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
        """What each template is made of, and what is wrong with it; remembered, since parsing all
        of them takes longer than a small edition."""
        key = digest((program_digest(), theme.templates, theme.origins)).hex()
        known = json.loads(self.cache.fact("templates") or "{}")
        if known.get("key") != key:
            from dateline.templates import check_templates, closures, made_of

            known = {
                "key": key,
                "closures": {name: value.hex() for name, value in closures(theme).items()},
                "names": made_of(theme),
                "problems": codec.dumps_all(Problem, check_templates(theme)),
            }
            self.cache.set_fact("templates", json.dumps(known))
        digests = {name: bytes.fromhex(value) for name, value in known["closures"].items()}
        return digests, codec.loads_all(Problem, known["problems"])

    def _front(self, config: Config) -> tuple[Front, tuple[Problem, ...]]:
        from dateline.front import FILE, Front, read_front
        from dateline.times import zone

        if not self.archive.has(FILE):
            return Front(), ()
        content = discover.read(self.root, FILE)
        return read_front(content, zone(config.site.timezone), config.rules.sections)

    # Making --------------------------------------------------------------------------------------

    def _edition(
        self,
        paper: Paper,
        inputs: Inputs,
        press: Press,
        suspects: frozenset[str],
        whole: tuple[Problem, ...],
    ) -> Report:
        from dateline.making import Making

        with self._stage("shelve and check"):
            making = Making(
                paper,
                self.archive,
                press,
                self.output,
                spared=frozenset(self.spared),
                store=self.hold.folder / PRINTS if self.hold else None,
            )
            making.prepare(suspects)
        if self.options.keep_going:
            self._spare(making)
        complaints = making.complaints
        early = [*complaints.weighed(None, whole), *complaints.problems()]
        is_good = not self._is_stopped(early)
        if is_good and not self.options.is_check:
            write.check_output(self.output, self.root)
        can_write = self.options.writes and is_good
        tray = None
        if self.stage and can_write:
            tray = self.stage.open(is_durable=self.options.durable)
        with self._stage("plan and render"):
            late = self._produce(making, early, tray)
        if is_good and not has_errors(late) and not self.options.is_check:
            with self._stage("index for search"):
                late += making.index_for_search(self.tools, self.stage, tray)
        leftovers = making.ledger.leftovers()
        complaints.check_paths(leftovers)
        problems = [*complaints.weighed(None, [*whole, *late]), *complaints.problems()]
        problems += [problem for found in self.spared.values() for problem in found]
        report = Report(
            problems=tuple(problems),
            stories=len(making.index.shelf("paper", "")),
            ready=False,
        )
        if self._is_stopped(problems) or self.options.is_check:
            raise _Stopped(report)
        return self._finish(making, inputs, report, leftovers)

    def _is_stopped(self, problems: Iterable[Problem]) -> bool:
        """Whether something is wrong that can't be left out."""
        spared = {f"{discover.FOLDER}/{path}" for path in self.spared}
        return has_errors(problem for problem in problems if problem.where.path not in spared)

    def _produce(
        self, making: Making, early: Iterable[Problem], tray: write.Tray | None
    ) -> list[Problem]:
        """Make pages, and lay those that are new on the stage if they are to be written.

        Templates that are known to be broken are left alone: each page would only say so again.
        """
        is_rendered = not has_errors(
            problem for problem in early if problem.where.path.startswith(("templates/", "theme/"))
        )
        return making.produce(self.tools, self.stage, tray, is_rendered=is_rendered)

    def _finish(
        self, making: Making, inputs: Inputs, report: Report, leftovers: list[str]
    ) -> Report:
        """Move everything in, remove what is not planned, and remember what was done."""
        ledger, stage = making.ledger, self.stage
        removed = leftovers
        is_strange = making.press.build == 0 or (stage is not None and stage.was_cut_short)
        if is_strange:
            removed = sorted({*leftovers, *write.strangers(self.output, ledger.has)})
        removed = [path for path in removed if os.path.lexists(self.output / path)]
        report = replace(
            report,
            files=ledger.count() - len(leftovers),
            written=tuple(sorted(making.written)),
            removed=tuple(removed),
            ready=True,
        )
        if stage is None:
            raise _Stopped(report)
        with self._stage("move in"):
            stage.move_in(is_durable=self.options.durable)
            stage.remove(removed)
            if is_strange and not stage.is_first:
                write.remove_empty(self.output)
        with self._stage("remember"):
            ledger.remove(leftovers)
            ledger.trust(self.output, making.used)
            if self.hold:
                ledger.distrust(making.used, self.hold.disk_time())
            self._keep(making, inputs, report)
            self._prune(making)
        return report

    def _prune(self, making: Making) -> None:
        """Forget what was made of pictures that are no more."""
        changed = self.archive.changed_files(making.press.build)
        if self.hold and any(map(is_picture, changed)):
            Store(self.hold.folder / PRINTS, version_of("pillow")).prune(
                content for _, content in self.archive.pictures()
            )

    def _keep(self, making: Making, inputs: Inputs, report: Report) -> None:
        edition, index = self.options.edition, making.index
        due = index.due()
        self.archive.forget_good(but=self.spared)
        keep_press(
            self.cache,
            Press(
                id=making.press.id,
                build=self.archive.build,
                inputs=inputs.digest if not self.spared else b"",
                site=making.site,
                templates=json.dumps({k: v.hex() for k, v in making.paper.templates.items()}),
                flags=edition.flags,
                as_of=codec.instant(edition.as_of),
                due=None if due is None else codec.instant(due),
                stories=report.stories,
                files=report.files,
                problems=codec.dumps_all(Problem, in_order(report.problems)),
            ),
        )

    # Going on although something is wrong --------------------------------------------------------

    def _spare(self, making: Making) -> None:
        """Have stories that are wrong put back as they were in the last edition, or left out."""
        restored, left_out, unsure = [], [], []
        for path, problems in making.complaints.wrong():
            is_first = path not in self.spared
            self.spared.setdefault(path, []).extend(problems)
            if is_first and self.archive.has_good(path) and making.complaints.may_be_seen(path):
                restored.append(path)
            elif COLLISIONS & {problem.code for problem in problems} and self.archive.sort_of(path):
                left_out.append(path)
            elif is_first and self.archive.sort_of(path):
                unsure.append(path)
        if restored or left_out or unsure:
            raise _Spared(restored, left_out, unsure)


COLLISIONS = frozenset({"same-url", "same-id"})
"""What two stories can't both have: one of them must stay out."""


def _has(path: Path, content: bytes) -> bool:
    """Whether a regular file has the digest `content`."""
    try:
        with path.open("rb") as file:
            return path.lstat().st_mode & 0o170000 == 0o100000 and digest_file(file) == content
    except OSError:
        return False
