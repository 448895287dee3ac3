"""The one place that knows the order: discover, parse, index, check, plan, render, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from dateline import check as checks
from dateline import discover as sources_of
from dateline import write
from dateline.claims import claim
from dateline.config import FILE as CONFIG_FILE
from dateline.config import Config, load_config
from dateline.front import FILE as FRONT_FILE
from dateline.front import Front, read_front
from dateline.index import Edition, Index, make_index
from dateline.machines import plan_machines
from dateline.model import Body, Copy, Output, Page, Parsed, Report, Source
from dateline.parse import Job, parse
from dateline.plan import Desk, plan
from dateline.problems import (
    Location,
    Problem,
    SiteError,
    WorldError,
    as_warnings,
    graded,
    has_errors,
    in_order,
)
from dateline.prose import is_ordinary
from dateline.publish import Files, double_bundles, place_files
from dateline.render import Job as RenderJob
from dateline.render import Look, render
from dateline.theme import Theme, load_theme
from dateline.times import zone
from dateline.workers import Guard, Killed, Serial, Workers

GUARD_MEMORY = 2**30
"""Bytes that converting one suspicious text may take."""
LARGEST_HELD = 2**24
"""Bytes of a copied file that are held in memory; larger ones are copied from disk to disk."""
PATIENCE = 4
"""How many such texts may use up the time for one in vain, before the rest is not tried."""
REPLACEABLE = frozenset({"robots.txt"})
"""Pages that a file of `content/` stands in for. Any other collision is an error."""
_RANKS = {"style": 0, "story": 1, "feed": 3, "sitemap": 4, "text": 4}

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its jobs are done, and how many there are."""


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


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


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Everything that has been read, before it is an edition."""

    config: Config
    theme: Theme
    sources: tuple[Source, ...]
    parsed: tuple[Parsed, ...]
    front: Front
    index: Index
    files: Files
    problems: tuple[Problem, ...] = field(default=())


def build(
    root: Path,
    options: Options,
    *,
    workers: Workers | None = None,
    progress: Progress = _silent,
) -> Report:
    """Bring the output of the paper at `root` up to date with its sources.

    All problems are in the report; if one is an error, nothing has been written. Raises
    `WorldError` if the world is in the way: a full disk, an output folder that is not ours.
    """
    started = time.perf_counter()
    try:
        with _alone(root, options):
            report = _build(root, options, workers or Serial(), progress)
    except SiteError as error:
        report = Report(problems=error.problems, ready=False)
    except OSError as error:
        name = error.filename or options.output or root / "output"
        raise WorldError(f"{name}: {error.strerror or error}") from error
    problems = sources_of.quoted(root, in_order(report.problems))
    return replace(report, problems=problems, seconds=time.perf_counter() - started)


def _build(root: Path, options: Options, workers: Workers, progress: Progress) -> Report:
    """The whole order, from reading to writing."""
    room = read(root, options, workers=workers, progress=progress)
    pages, copies, claims = _plan(room)
    problems = (*room.problems, *claims)
    report = Report(problems, len(room.index.stories), len(pages), ready=False)
    output = options.output or root / "output"
    is_wanted = not options.is_check and not has_errors(problems)
    if is_wanted:
        write.check_output(output, root)
    try:
        made = _render(room, pages, workers, progress)
        if not is_wanted:
            _try_templates(room, made)
            return report
        files = _with_copies(root, made, copies)
        bring = write.compare if options.dry_run else partial(write.publish, root)
        changes = bring(output, files)
    except SiteError as error:
        return replace(report, problems=(*problems, *error.problems))
    return replace(
        report,
        files=changes.files,
        written=changes.written,
        removed=changes.removed,
        ready=True,
    )


def _alone(root: Path, options: Options) -> AbstractContextManager[None]:
    """The paper's lock for a build that writes: held from before the first file is read.

    Else a build that has read an older text could overwrite the edition of a newer one.
    """
    is_quiet = options.is_check or options.dry_run
    has_paper = (options.config or root / CONFIG_FILE).is_file()
    return nullcontext() if is_quiet or not has_paper else write.one_at_a_time(root)


# Reading ---------------------------------------------------------------------------------------


def read(
    root: Path, options: Options, *, workers: Workers, progress: Progress = _silent
) -> Newsroom:
    """All that the paper's files say, as the edition that `options` ask for.

    Raises `SiteError` if the settings or `content/` itself can't be read.
    """
    config = load_config(
        options.config or root / CONFIG_FILE,
        base_url=options.base_url,
        name=options.config.name if options.config else CONFIG_FILE,
    )
    theme, theme_problems = load_theme(root)
    found = sources_of.discover(root)
    parsed = _parse(root, config, found.sources, workers, progress)
    front, front_problems = _front(root, config, found.sources)
    index = make_index(parsed, front, config, options.edition)
    if not index.stories:
        # A feed must say when it was last updated: without a story there is none to announce.
        config = replace(config, site=replace(config.site, feeds=()))
    if options.edition.is_preview:
        config = replace(config, site=replace(config.site, is_preview=True))
    files = place_files(
        found.sources,
        parsed,
        index,
        named={reference.target for reference in config.links},
        text_of=lambda path: sources_of.read(root, path).decode("utf-8", "replace"),
    )
    doubled = double_bundles(source.path for source in found.sources if source.is_markdown)
    whole = (*config.problems, *theme_problems, *found.problems, *front_problems, *doubled)
    problems = list(_weighed(None, whole, config, options))
    for item in parsed:
        problems += _weighed(item, item.problems, config, options)
    for owner, problem in checks.check(found.sources, parsed, front, index, files, options.edition):
        problems += _weighed(owner, (problem,), config, options)
    return Newsroom(config, theme, found.sources, parsed, front, index, files, tuple(problems))


def _weighed(
    item: Parsed | None, problems: Iterable[Problem], config: Config, options: Options
) -> tuple[Problem, ...]:
    """`problems` as the settings grade them; those of a file out of the edition do not stop it."""
    found = graded(problems, config.grades, strict=options.strict)
    is_out = item is not None and item.gate is not None and not options.edition.shows(item.gate)
    return as_warnings(found) if is_out and not options.is_check else found


def _parse(
    root: Path, config: Config, sources: Sequence[Source], workers: Workers, progress: Progress
) -> tuple[Parsed, ...]:
    """Every Markdown file: ordinary ones through `workers`, the rest where it can be stopped."""
    markdown = [source.path for source in sources if source.is_markdown]
    most = config.rules.head_bytes + config.rules.body_bytes
    results = {
        source.path: _too_large(source, most)
        for source in sources
        if source.is_markdown and source.size > most
    }
    odd: list[str] = []

    def ordinary() -> Iterator[Job]:
        for path in markdown:
            if path in results:
                continue
            job = Job(path, sources_of.read(root, path))
            if is_ordinary(job.content.decode("utf-8", "replace")):
                yield job
            else:
                odd.append(path)

    for item in workers.map(parse, config.rules, ordinary()):
        results[item.path] = item
        progress("reading", len(results), len(markdown))
    with Guard(memory=GUARD_MEMORY, patience=PATIENCE * config.seconds) as guard:
        for path in odd:
            job = Job(path, sources_of.read(root, path))
            results[path] = _parse_guarded(guard, config, job)
            progress("reading", len(results), len(markdown))
    return tuple(results[path] for path in markdown)


def _too_large(source: Source, most: int) -> Parsed:
    """What is said of a Markdown file that is not even read."""
    message = f"the file is too long: it has {source.size:,} bytes"
    hint = "is it a story at all? The limits are settings: see [markdown] in docs/settings.md"
    place = Location(f"content/{source.path}")
    problem = Problem(place, "too-long", message, f"at most {most:,} bytes", hint)
    return Parsed(source.path, None, None, problems=(problem,))


def _parse_guarded(guard: Guard, config: Config, job: Job) -> Parsed:
    seconds = config.seconds * (1 + len(job.content) / 2**20)
    try:
        return guard.call(parse, config.rules, job, seconds=seconds)
    except Killed as killed:
        return parse(config.rules, replace(job, failure=str(killed)))


def _front(
    root: Path, config: Config, sources: Iterable[Source]
) -> tuple[Front, tuple[Problem, ...]]:
    if not any(source.path == FRONT_FILE for source in sources):
        return Front(), ()
    content = sources_of.read(root, FRONT_FILE)
    return read_front(content, zone(config.site.timezone), config.rules.sections)


# Making ----------------------------------------------------------------------------------------


def _plan(room: Newsroom) -> tuple[list[Page], list[Copy], tuple[Problem, ...]]:
    """All pages and copies of the edition, and what is wrong with their paths."""
    desk = Desk(room.index, room.config, room.files)
    pages = list(plan(desk))
    pages += plan_machines(desk, pages)
    assets = [
        Copy(f"assets/{asset.path}", asset.source, asset.digest)
        for asset in room.theme.assets
        if asset.path != "style.css"
    ]
    copies = [*assets, *room.files.copies]
    replaced = REPLACEABLE & {copy.path for copy in copies}
    base = room.config.site.base
    problems = [
        *claim(pages, copies, replaced, room.parsed, base),
        *checks.dead_links(room.parsed, room.index, base, room.config.links, pages, copies),
    ]
    return [page for page in pages if page.path not in replaced], copies, tuple(problems)


Made = Iterable[tuple[int, Output | Problem]]
"""Each page's file with its rank among the moves, or what is wrong with its template."""


def _render(
    room: Newsroom, pages: Sequence[Page], workers: Workers, progress: Progress
) -> Iterator[tuple[int, Output | Problem]]:
    """Each page's file, with its rank among the moves."""
    bodies = {item.noun.body: item.body for item in room.parsed if item.noun and item.body}
    colours = {"--accent": room.config.site.accent, "--accent-dark": room.config.accent_dark}
    look = Look(room.config.site, room.theme, colours)
    jobs = (RenderJob(page, _bodies_of(page, bodies)) for page in pages)
    for done, (page, made) in enumerate(
        zip(pages, workers.map(render, look, jobs), strict=True), 1
    ):
        progress("making pages", done, len(pages))
        yield _RANKS.get(page.kind, 2), made


def _bodies_of(page: Page, bodies: Mapping[bytes, Body]) -> Mapping[bytes, Body]:
    wanted = {page.body, *(entry.body for entry in page.entries)} - {b""}
    return {key: bodies[key] for key in wanted}


def _with_copies(root: Path, made: Made, copies: Iterable[Copy]) -> Iterator[tuple[int, Output]]:
    """Copied files, then pages. Raises `SiteError` after the last if a template fails."""
    for copy in copies:
        path = copy.source.removeprefix("content/")
        if path == copy.source:
            yield 0, Output(copy.path, Path(copy.source).read_bytes())
            continue
        with sources_of.opened(root, path) as file:
            content = file.read(LARGEST_HELD + 1)
        if len(content) <= LARGEST_HELD:
            yield 0, Output(copy.path, content)
        else:
            yield 0, Output(copy.path, source=str(root / copy.source))
    yield from _whole(made)


def _whole(made: Made) -> Iterator[tuple[int, Output]]:
    """Pages until a template fails, then none; raises `SiteError` with all that is wrong."""
    failures: dict[tuple[str, int, str], Problem] = {}
    for rank, output in made:
        if isinstance(output, Problem):
            # One mistake in a template shows on every page: tell it once, for the first.
            failures.setdefault((output.where.path, output.where.line, output.code), output)
        elif not failures:
            yield rank, output
    if failures:
        raise SiteError(failures.values())


def _try_templates(room: Newsroom, made: Made) -> None:
    """Make every page and keep none; raises `SiteError` if a template fails.

    Templates that are known to be broken are left alone: each page would only say so again.
    """
    known = [p for p in room.problems if p.where.path.startswith(("templates/", "theme/"))]
    if not has_errors(known):
        for _ in _whole(made):
            pass
