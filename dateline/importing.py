"""`dateline import`: articles of other tools into story files, each checked before it is written.

Nothing is invented and nothing is overwritten: what can't come along is told, and a story that was
edited since it was imported stays as it is. The same export gives the same files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.articles import Article, Export, Figure, Person
from dateline.config import Config
from dateline.fields import one_line
from dateline.import_feed import read_feed
from dateline.import_folder import TOOLS, read_folder
from dateline.import_ghost import read_ghost
from dateline.import_text import read_text
from dateline.import_wordpress import read_wordpress
from dateline.markup import Unreadable, adapted, to_markdown
from dateline.model import Parsed
from dateline.names import is_slug, slugify
from dateline.parse import Job, parse
from dateline.placing import Atlas, Files, Placed, Places, Route, Wishes
from dateline.problems import Problem, WorldError, as_text, has_errors, in_order
from dateline.prose import is_ordinary
from dateline.reading import GUARD_MEMORY, PATIENCE
from dateline.scaffold import quoted, written_time
from dateline.times import zone
from dateline.tools import Progress
from dateline.workers import Guard, Killed
from dateline.write import OWN, one_at_a_time

FORMATS = ("text", "wordpress", "feed", "ghost", *TOOLS)
REPORT = "import-report.txt"
MEMORY = "imported.json"
"""What imports wrote, in `.dateline/`: without it nothing that stands in `content/` is replaced."""


def read_export(
    form: str, paths: Sequence[Path], *, site_zone: str, zone_name: str, link: str = ""
) -> Export:
    """What the files and folders at `paths` hold, in one of `FORMATS`.

    `zone_name` is the zone of times that name none; without it a folder's own settings say, or else
    it is `site_zone`. `link` is the old site's address, if the export does not tell it.
    """
    name = zone_name or site_zone
    if form == "text":
        export = read_text(paths, zone(name), name)
    elif form == "wordpress":
        export = read_wordpress(paths, zone(name), name)
    elif form == "feed":
        export = read_feed(paths, zone(name), name)
    elif form == "ghost":
        export = read_ghost(paths, zone(name), name)
    else:
        export = read_folder(form, paths, site_zone=site_zone, zone_name=zone_name)
    export.site = link or export.site
    return export


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    report: str = ""
    """All that is to be told, as the report's file has it."""
    told: str = ""
    """The same without the problems."""
    problems: tuple[Problem, ...] = ()
    stories: int = 0
    pages: int = 0
    files: int = 0
    """Pictures and documents."""
    written: list[str] = field(default_factory=list)
    """Paths under `content/` that are new or changed."""
    kept: list[str] = field(default_factory=list)
    """Stories that were edited, moved or deleted since they were imported."""
    removed: list[str] = field(default_factory=list)
    """Where stories stood that are now somewhere else."""

    def summary(self, *, dry_run: bool) -> str:
        """One line on what was done."""
        does = "would be written" if dry_run else "written"
        told = "dry run" if dry_run else f"see {REPORT}"
        kept = f", {len(self.kept):,} kept as they are" if self.kept else ""
        wrong = f", {_number(len(self.problems), 'problem', 'problems')}" if self.problems else ""
        files = _number(len(self.written), "file", "files")
        return f"{files} {does}{kept}{wrong} ({told})"


def bring_in(
    root: Path,
    config: Config,
    form: str,
    export: Export,
    wishes: Wishes,
    progress: Progress,
) -> Outcome:
    """Write the articles of `export` into `root/content`, and a report; or only tell what would be.

    Raises `WorldError` if files can't be written.
    """
    if wishes.dry_run:
        return _Import(root, config, form, export, wishes, progress).run()
    with one_at_a_time(root):
        return _Import(root, config, form, export, wishes, progress).run()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


class _Import:
    """One import while it runs."""

    def __init__(
        self,
        root: Path,
        config: Config,
        form: str,
        export: Export,
        wishes: Wishes,
        progress: Progress,
    ) -> None:
        self.root, self.content = root, root / "content"
        self.config, self.export, self.wishes = config, export, wishes
        self.form, self.progress = form, progress
        self.zone = zone(config.site.timezone)
        self.memory = _load_memory(root)
        self.owned = {entry[0] for entry in self.memory["stories"].values()}
        """Stories of earlier imports."""
        self.outcome = Outcome()
        self.files = Files(export.roots, wishes.media, self._may_hold)
        self.told: list[str] = []
        """Lines of the report on single articles."""

    def run(self) -> Outcome:
        places = Places(self.config, self.wishes, self.export, self._may_have)
        placed = places.place()
        atlas = Atlas(placed, self.export.site)
        done: list[tuple[Placed, bytes]] = []
        with Guard(memory=GUARD_MEMORY, patience=self.config.seconds * PATIENCE) as guard:
            for number, one in enumerate(placed, 1):
                content = self._composed(
                    one, Route(one, atlas, self.files, self.export.site), guard
                )
                if content is not None:
                    done.append((one, content))
                self.progress("importing", number, len(placed))
        # All is known to be right before the first file is written.
        for path, data in sorted(self.files.copies.items()):
            self._put_file(path, data)
        for one, content in done:
            self._put(one, content)
        used = [(one.authors, one.topics) for one, _ in done]
        self._put_profiles(places, used)
        self._finish()
        return self.outcome

    # Composing ---------------------------------------------------------------------------------

    def _composed(self, one: Placed, route: Route, guard: Guard) -> bytes | None:
        """The story's file, or `None` after a complaint."""
        article = one.article
        try:
            body = self._body(article, route)
        except Unreadable as error:
            self._skip(article, "unreadable-text", f"its text can't be converted: {error}")
            return None
        head = self._head(one, article, route)
        content = f"{head}{body}".encode("utf-8", "replace")
        parsed = self._parsed(one.path, content, guard)
        if has_errors(parsed.problems):
            for problem in parsed.problems:
                if problem.severity == "error":
                    self.export.problems.append(replace(problem, where=article.where, quoted=""))
            return None
        for problem in parsed.problems:
            if problem.code != "no-text" or not article.is_draft:
                route.note(f"a warning when built: {problem.message}")
        return content

    def _body(self, article: Article, route: Route) -> str:
        most = self.config.rules.body_bytes
        if len(article.text) > 4 * most:
            raise Unreadable(f"it has {len(article.text):,} characters, and {most:,} are allowed")
        if article.form == "plain":
            return article.text + "\n" if article.text else ""
        if article.form == "html":
            text = to_markdown(article.text, route)
        else:
            text = adapted(article.text, route)
        return text + "\n" if text else ""

    def _head(self, one: Placed, article: Article, route: Route) -> str:
        lines = ["---", f"title: {quoted(one_line(article.title))}"]
        if article.published is not None and not article.is_page:
            lines.append(f"published: {self._time(article.published)}")
            if article.updated is not None and self._is_later(article):
                lines.append(f"updated: {self._time(article.updated)}")
            if article.expires is not None:
                lines.append(f"expires: {self._time(article.expires)}")
        summary = one_line(article.summary)
        if len(summary) > 1000:
            route.note(f"the standfirst: it has {len(summary):,} characters, and 1,000 are allowed")
        elif summary:
            lines.append(f"summary: {quoted(summary)}")
        lines += _listed("authors", () if article.is_page else one.authors)
        lines += _listed("topics", () if article.is_page else one.topics)
        if article.kicker and not article.is_page:
            lines.append(f"kicker: {quoted(one_line(article.kicker)[:100])}")
        if is_slug(slugify(article.series)) and not article.is_page:
            lines.append(f"series: {slugify(article.series)}")
        if article.lang and article.lang.lower() != self.config.site.language.lower():
            lines.append(f"lang: {article.lang}")
        lines += self._image(article.image, route)
        lines += _listed("aliases", one.aliases)
        if article.is_draft:
            lines.append("draft: yes")
        return "\n".join([*lines, "---", "", ""])

    def _time(self, moment: datetime) -> str:
        """`moment` in the paper's zone, with its seconds if it has any."""
        return in_full(moment, self.zone)

    @staticmethod
    def _is_later(article: Article) -> bool:
        """Whether it was changed in a minute after that of its publication."""
        assert article.updated is not None
        assert article.published is not None
        minute = {"second": 0, "microsecond": 0}
        return article.updated.replace(**minute) > article.published.replace(**minute)  # type: ignore[arg-type]

    @staticmethod
    def _image(image: Figure | None, route: Route) -> list[str]:
        if image is None or (path := route.picture(image.src)) is None:
            return []
        if not image.alt.strip():
            route.note(f"a picture had no words: {path} is marked as decoration")
        lines = ["image:", f"  src: {quoted(path)}", f"  alt: {quoted(one_line(image.alt)[:1000])}"]
        for key, text, most in (("caption", image.caption, 1000), ("credit", image.credit, 300)):
            if text:
                lines.append(f"  {key}: {quoted(one_line(text)[:most])}")
        return lines

    def _parsed(self, path: str, content: bytes, guard: Guard) -> Parsed:
        """What a build will make of the file."""
        job = Job(path, content)
        if is_ordinary(content.decode("utf-8")):
            return parse(self.config.rules, job)
        try:
            seconds = self.config.seconds * (1 + len(content) / 2**20)
            return guard.call(parse, self.config.rules, job, seconds=seconds)
        except Killed as killed:
            return parse(self.config.rules, replace(job, failure=str(killed)))

    def _skip(self, article: Article, code: str, message: str) -> None:
        self.export.complain(article.where, code, message, "text as people write it")

    # Writing -----------------------------------------------------------------------------------

    def _may_have(self, path: str, article: Article) -> bool:
        """Whether an article can have this file: it is free, or its own from an earlier import."""
        known = self.memory["stories"].get(self._key(article))
        if known and known[0] == path:
            return True
        bundle = f"{path.removesuffix('.md')}/index.md"
        if path in self.owned:
            return False
        there = next((p for p in (path, bundle) if (self.content / p).exists()), "")
        return not there or self._is_same_story(there, article)

    def _is_same_story(self, path: str, article: Article) -> bool:
        """Whether the file of which nothing is remembered is this article: of the same moment."""
        try:
            content = (self.content / path).read_bytes()
        except OSError:
            return False
        noun = parse(self.config.rules, Job(path, content)).noun
        moment = getattr(noun, "published", None)
        return noun is not None and (moment == article.published or article.is_page)

    def _may_hold(self, path: str, data: bytes) -> bool:
        """Whether a picture or document can have this file: it is free, or holds the same."""
        digest = _digest(data)
        return self._standing(path) in ("", digest) and (
            self.memory["files"].get(path, digest) == digest
        )

    def _key(self, article: Article) -> str:
        return f"{self.form}:{article.key}"

    def _put(self, one: Placed, content: bytes) -> None:
        """Write a story, unless somebody has changed it since it was imported."""
        key, digest = self._key(one.article), _digest(content)
        known = self.memory["stories"].get(key)
        notes = [f"    {note}" for note in dict.fromkeys(one.notes)]
        self.told += [f"content/{one.path}  ({one.article.where})", *notes]
        if one.article.is_page:
            self.outcome.pages += 1
        else:
            self.outcome.stories += 1
        if known and not self.wishes.again and not self._is_there(known[0]):
            self._keep(known[0], "it was moved or deleted (--again writes it anew)")
            return
        before = known[0] if known else one.path
        bundle = f"{one.path.removesuffix('.md')}/index.md"
        if not known and self._is_there(bundle):
            self._keep(bundle, "it was edited")
            return
        if self._is_there(before) and before != one.path:
            if known and self._standing(before) != known[1]:
                self._keep(before, "it was edited")
                return
            self._remove(before)
        standing = self._standing(one.path)
        if not known and standing not in ("", digest):
            self._keep(
                one.path, "it says something else, and no import is known to have written it"
            )
            return
        if standing not in ("", digest, known[1] if known else ""):
            self._keep(one.path, "it was edited")
            return
        if standing != digest:
            self._write(one.path, content)
        self.memory["stories"][key] = [one.path, digest]

    def _put_file(self, path: str, data: bytes) -> None:
        """Write a picture or document, unless it is there."""
        self.outcome.files += 1
        digest = _digest(data)
        if self._standing(path) != digest:
            self._write(path, data)
        self.memory["files"][path] = digest

    def _put_profiles(
        self, places: Places, used: Iterable[tuple[Sequence[str], Sequence[str]]]
    ) -> None:
        """Profiles of authors and topics that need one, unless there are some already."""
        authors = {slugify(name) for names, _ in used for name in names}
        wanted: dict[tuple[str, str], Person] = {}
        for (kind, id_), name in places.profiles.items():
            wanted[kind, id_] = Person(name)
        for person in self.export.people:
            id_ = slugify(person.name)
            if id_ in authors and (person.summary or person.links):
                wanted["author", id_] = person
        for (kind, id_), person in sorted(wanted.items(), key=lambda pair: pair[0]):
            path = f"{kind}s/{id_}.md"
            if self._is_there(f"{kind}s/{id_}/index.md"):
                continue
            content = _profile(person)
            digest, standing = _digest(content), self._standing(path)
            if standing in ("", self.memory["files"].get(path, "")) and standing != digest:
                self._write(path, content)
            if standing in ("", digest, self.memory["files"].get(path, "")):
                self.memory["files"][path] = digest
            self.told.append(f"content/{path}")

    def _is_there(self, path: str) -> bool:
        return (self.content / path).exists()

    def _standing(self, path: str) -> str:
        """The digest of what stands at `path`; empty if nothing does."""
        place = self.content / path
        if place.is_symlink():
            raise WorldError(
                f"{place} is a symbolic link", "move it away: imports don't follow links"
            )
        try:
            return _digest(place.read_bytes())
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise WorldError(f"{place} can't be read ({error.strerror})") from error

    def _keep(self, path: str, why: str) -> None:
        self.outcome.kept.append(path)
        self.told.append(f"    kept as it is: {path}: {why}")

    def _write(self, path: str, content: bytes) -> None:
        """Put a file in place, whole or not at all."""
        self.outcome.written.append(path)
        if self.wishes.dry_run:
            return
        place = self.content / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.parent.resolve().is_relative_to(self.content.resolve()):
                raise WorldError(
                    f"{place.parent} is a link that leads out of content/", "move it away"
                )
            fresh = place.with_name(f".{place.name}.tmp")
            fresh.write_bytes(content)
            fresh.replace(place)
        except OSError as error:
            raise WorldError(f"{place} can't be written ({error.strerror})") from error

    def _remove(self, path: str) -> None:
        self.outcome.removed.append(path)
        if not self.wishes.dry_run:
            with suppress(FileNotFoundError):
                (self.content / path).unlink()

    # Telling -----------------------------------------------------------------------------------

    def _finish(self) -> None:
        self.outcome.problems = in_order(self.export.problems)
        whole, *parts = self._parts()
        told = "\n\n".join(as_text(problem) for problem in self.outcome.problems)
        wrong = [f"Not imported:\n\n{told}\n"] if told else []
        self.outcome.told = "\n".join([whole, *parts])
        self.outcome.report = "\n".join([whole, *wrong, *parts])
        if self.wishes.dry_run:
            return
        _save(self.root / OWN / MEMORY, json.dumps(self.memory, indent=1, sort_keys=True) + "\n")
        _save(self.root / REPORT, self.outcome.report)

    def _parts(self) -> list[str]:
        """What is told: of the whole, of single files."""
        done, skipped = self.outcome, len(self.outcome.problems)
        parts = [
            f"Imported from {self.form}: {_number(done.stories, 'story', 'stories')}, "
            f"{_number(done.pages, 'page', 'pages')}, "
            f"{_number(done.files, 'picture or other file', 'pictures and other files')}; "
            f"{_number(skipped, 'problem', 'problems')}.\n",
        ]
        if self.export.notes:
            parts.append("Of the whole:\n\n" + _bulleted(self.export.notes))
        if self.told:
            parts.append(
                "Each file, and below it what was left out or read in another way:\n\n"
                + "\n".join(self.told)
                + "\n"
            )
        return parts


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _bulleted(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _listed(key: str, values: Iterable[str]) -> list[str]:
    lines = [f"  - {quoted(one_line(value))}" for value in values]
    return [f"{key}:", *lines] if lines else []


def _profile(person: Person) -> bytes:
    lines = ["---", f"name: {quoted(person.name)}"]
    if person.summary and len(one_line(person.summary)) <= 1000:
        lines.append(f"summary: {quoted(one_line(person.summary))}")
    if person.links:
        lines.append("links:")
        for title, url in person.links:
            lines += [f"  - title: {quoted(one_line(title))}", f"    url: {quoted(url)}"]
    return "\n".join([*lines, "---", ""]).encode()


def in_full(moment: datetime, site_zone: tzinfo) -> str:
    """`moment` as front matter has it, to the second if it has any: nothing of it is lost."""
    local = moment.astimezone(site_zone)
    text = written_time(local)
    return re.sub(r"(?<=:\d\d)(?= )", f":{local:%S}", text, count=1) if local.second else text


def _load_memory(root: Path) -> dict[str, dict[str, Any]]:
    """What earlier imports wrote; nothing, if that is lost or damaged."""
    try:
        found = json.loads((root / OWN / MEMORY).read_text(encoding="utf-8"))
        stories, files = found["stories"], found["files"]
        is_right = all(
            isinstance(entry, list) and len(entry) == 2 and all(isinstance(v, str) for v in entry)
            for entry in stories.values()
        ) and all(isinstance(digest, str) for digest in files.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_right = False
    return {"stories": stories, "files": files} if is_right else {"stories": {}, "files": {}}


def _save(path: Path, text: str) -> None:
    """Write a file if it says something else than before."""
    try:
        with suppress(FileNotFoundError, UnicodeDecodeError):
            if path.read_bytes() == text.encode():
                return
        fresh = path.with_name(f".{path.name}.tmp")
        fresh.write_bytes(text.encode())
        fresh.replace(path)
    except OSError as error:
        raise WorldError(f"{path} can't be written ({error.strerror})") from error
