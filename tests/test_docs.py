"""The manual is true: its tables, links, commands and examples are tried."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click
import jinja2
import pytest
import yaml

from dateline import config, front, keys, model, tables
from dateline.cli import cli, command, main
from dateline.environment import FILTERS, FUNCTIONS, NAMES
from dateline.fields import Complaints, Field, List, Record, read_fields
from dateline.head import read_document
from dateline.times import Moment, iso, read_time, zone
from docs import reference
from tests.conftest import AS_OF, CHECKOUT, CONFIG, Newsroom

DOCS = CHECKOUT / "docs"
MODULES = [path.stem for path in (CHECKOUT / "dateline").glob("[a-z]*.py")]
PAGES = {
    path.relative_to(CHECKOUT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*CHECKOUT.glob("*.md"), *DOCS.glob("*.md")])
}

FOLLOWED = (
    "README.md",
    "docs/getting-started.md",
    "docs/writing.md",
    "docs/importing.md",
    "docs/front-page.md",
    "docs/settings.md",
    "docs/theming.md",
    "docs/templates.md",
    "docs/search.md",
    "docs/commands.md",
    "docs/hosting.md",
)
"""Pages whose examples make a paper."""

STAND_INS = (
    "content/world/yokohama-talks.md",
    "content/city/water-cuts.md",
    "content/city/port-closed.md",
)
"""Stories that examples name and another page shows, or none."""

FILES = (
    "content/authors/a-sen.png",
    "content/world/report.pdf",
    *(f"content/world/{name}" for name in ("tug.jpg", "quay.jpg", "lamp.jpg", "line.png")),
)
"""Pictures and other files that examples use."""


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, the file that it shows (if any), and its text."""

    language: str
    path: str
    text: str


def fences(text: str) -> list[Fence]:
    found = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Fence(*parts) for parts in found]


def prose(text: str) -> str:
    """`text` without code."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]+`", "", text)


# Tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [name for name in PAGES if name.startswith("docs/")])
def test_generated_tables_are_up_to_date(page: str) -> None:
    assert reference.renewed(PAGES[page]) == PAGES[page], "run: python docs/reference.py"


def test_every_generated_table_is_shown() -> None:
    shown = re.findall(r"<!-- generated: ([a-z-]+) -->", "".join(PAGES.values()))

    assert sorted(shown) == sorted(reference.BLOCKS)


def test_a_stale_table_is_seen() -> None:
    stale = "<!-- generated: kinds -->\nold\n<!-- end -->\n"

    assert "`analysis`" in reference.renewed(stale)


def nouns_within(*roots: type) -> set[type]:
    """The nouns that can be reached from `roots` by their fields."""
    found: set[type] = set()
    waiting = list(roots)
    while waiting:
        noun = waiting.pop()
        if noun in found:
            continue
        found.add(noun)
        for field in dataclasses.fields(noun):
            names = re.findall(r"[A-Z]\w+", str(field.type))
            others = [getattr(model, name, None) for name in names]
            waiting += [n for n in others if isinstance(n, type) and dataclasses.is_dataclass(n)]
    return found


def test_every_noun_that_a_template_can_reach_is_described() -> None:
    assert nouns_within(model.Site, model.Page) == set(reference.NOUNS)


@pytest.mark.parametrize("noun", reference.NOUNS)
def test_templates_page_lists_every_field(noun: type) -> None:
    section = PAGES["docs/templates.md"].split(f"\n### {noun.__name__}\n")[1].split("\n### ")[0]
    listed = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", section, re.MULTILINE)

    assert listed == [field.name for field in dataclasses.fields(noun)]


@pytest.mark.parametrize("name", sorted(NAMES | FUNCTIONS | FILTERS))
def test_templates_page_tells_every_name_function_and_filter(name: str) -> None:
    rows = [line for line in PAGES["docs/templates.md"].split("\n") if line.startswith("| `")]

    assert any(re.search(rf"`{re.escape(name)}[`(]", row) for row in rows)


def test_templates_page_tells_every_template_and_block_of_the_theme() -> None:
    page, theme = PAGES["docs/templates.md"], CHECKOUT / "templates"
    files = [p.relative_to(theme).as_posix() for p in theme.rglob("*") if p.suffix != ".po"]
    tree = jinja2.Environment().parse((theme / "base.html").read_text(encoding="utf-8"))
    blocks = [block.name for block in tree.find_all(jinja2.nodes.Block)]

    missing = [name for name in (*files, *blocks) if "." in name or name in blocks]
    missing = [name for name in missing if f"`{name}`" not in page and name != "assets/favicon.svg"]

    assert missing == []


def test_theming_tells_every_custom_property_of_the_theme() -> None:
    page, style = PAGES["docs/theming.md"], CHECKOUT / "templates" / "assets" / "style.css"
    [ground] = re.findall(
        r"^:root \{\n(.*?)^\}", style.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    declared = set(re.findall(r"^  (--[\w-]+):", ground, re.MULTILINE))
    told = set(re.findall(r"`(--[\w-]+)`", page))

    assert declared
    assert declared <= told
    assert told - declared <= {"--accent", "--accent-dark"} | _BY_SCRIPT


_BY_SCRIPT = {
    *("--line-head", "--line-card", "--line-summary", "--line-text", "--track", "--slant"),
}
"""Properties that are set anew wherever the language changes."""


def test_the_limits_shown_are_the_defaults(newsroom: Newsroom) -> None:
    settings = config.load_config(newsroom.root / "config.toml")
    page = PAGES["docs/writing.md"]

    assert f"| bytes of front matter | {settings.rules.head_bytes} |" in page
    assert f"| bytes of text | {settings.rules.body_bytes} |" in page
    assert f"| seconds to convert a text of up to 1 MB | {settings.seconds} |" in page


# Examples in the tables ------------------------------------------------------------------------


def declared() -> Iterator[tuple[str, Field]]:
    """Every field of front matter with an example."""
    for name, fields in (
        ("story", keys.STORY),
        ("page", keys.LEAF),
        ("profile", keys.PROFILE),
        ("image", keys.IMAGE.fields),
    ):
        yield from ((f"{name} {field.key}", field) for field in fields)


@pytest.mark.parametrize("field", [pytest.param(f, id=name) for name, f in declared()])
def test_the_example_of_a_key_is_read_without_a_word(field: Field) -> None:
    text = f"---\n{field.example}\n---\n"
    complaints = Complaints("x.md", zone("Asia/Kolkata"), text.split("\n"))

    document = read_document(text, complaints, longest=2**16)
    assert document is not None
    values, _ = read_fields([field], document.head, complaints, owner="a story")

    assert complaints.problems == []
    assert field.key in values


def settings_with_examples() -> Iterator[tuple[str, tuple[Field, ...], Field]]:
    tables = [*config.default_config_fields().values()]
    tables += [tuple(front.fields(("world", "city")))]
    for fields in [*tables]:
        for field in fields:
            shape = field.shape.of if isinstance(field.shape, List) else field.shape
            if isinstance(shape, Record):
                tables.append(shape.fields)
    for fields in tables:
        for field in fields:
            is_table = isinstance(getattr(field.shape, "of", field.shape), Record)
            if field.example and not is_table:
                yield field.example, fields, field


@pytest.mark.parametrize(
    ("fields", "field"),
    [pytest.param(fields, field, id=name) for name, fields, field in settings_with_examples()],
)
def test_the_example_of_a_setting_is_read_without_a_word(
    fields: tuple[Field, ...], field: Field
) -> None:
    complaints = Complaints("config.toml", zone("Asia/Kolkata"), field.example.split("\n"))

    node = tables.read_toml(field.example, complaints)
    assert node is not None
    values, _ = read_fields([field], node, complaints, owner="config.toml")

    assert complaints.problems == []
    assert field.key in values


TIMES = re.findall(
    r"^\| `([^`]+)` \| `(\d{4}-\d\d-\d\dT[^`]+)` \|$", PAGES["docs/writing.md"], re.MULTILINE
)


@pytest.mark.parametrize(("written", "expected"), TIMES)
def test_a_time_is_read_as_the_manual_says(written: str, expected: str) -> None:
    site_zone = zone("Asia/Kolkata")

    moment = read_time(written, site_zone)

    assert isinstance(moment, Moment)
    assert iso(moment.at, site_zone) == expected


def test_the_manual_shows_the_forms_of_time() -> None:
    assert len(TIMES) == 10


# Links -------------------------------------------------------------------------------------------


def links() -> Iterator[tuple[str, str]]:
    for name, text in PAGES.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(text)):
            if not re.match(r"[a-z]+:", target):
                yield name, target


def anchors(text: str) -> set[str]:
    """The ids of a page's headings, as code hosts make them."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "target"), sorted(set(links())))
def test_a_link_leads_somewhere(page: str, target: str) -> None:
    path, _, fragment = target.partition("#")
    file = (CHECKOUT / page).parent / path if path else CHECKOUT / page

    assert file.exists()
    if fragment:
        assert fragment in anchors(file.read_text(encoding="utf-8"))


def test_every_page_of_the_manual_is_linked_from_the_front() -> None:
    linked = {target for page, target in links() if page == "README.md"}

    assert {name for name in PAGES if name.startswith("docs/")} <= linked


# Commands ----------------------------------------------------------------------------------------


def command_lines(fence: Fence) -> Iterator[str]:
    """The `dateline` commands in a block of shell, or in another that holds some."""
    for line in fence.text.split("\n"):
        typed = re.sub(r"^\s*- run: ", "", line)
        if fence.language == "toml":
            typed = re.sub(r'^command = "(.*)"$', r"\1", typed)
        yield from (part for part in typed.split(" && ") if part.startswith("dateline "))


def shown_commands() -> Iterator[tuple[str, str]]:
    for name, text in PAGES.items():
        for fence in fences(text):
            yield from ((name, line) for line in command_lines(fence))


@pytest.mark.parametrize(("page", "line"), sorted(set(shown_commands())))
def test_a_command_that_is_shown_can_be_typed(page: str, line: str) -> None:
    _, name, *arguments = shlex.split(line)

    with command(name).make_context(name, arguments, **cli.context_settings):
        pass


def spans() -> Iterator[tuple[str, str]]:
    for name, text in PAGES.items():
        for span in re.findall(r"`dateline ([^`\n]+)`", text):
            if not span[0].isupper():
                yield name, span


@pytest.mark.parametrize(("page", "span"), sorted(set(spans())))
def test_a_command_that_is_mentioned_exists_with_its_flags(page: str, span: str) -> None:
    name, *words = shlex.split(span)
    if name.startswith("-"):
        asked: click.Command = cli
        words = [name]
    else:
        asked = command(name)
    known = {flag for option in asked.params for flag in option.opts} | {"--help"}
    known |= {"--version"} if asked is cli else set()

    assert {word for word in words if word.startswith("-")} <= known


def test_every_make_target_that_is_mentioned_exists() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    mentioned = set(re.findall(r"(?:^|`)make ([a-z]+)", "\n".join(PAGES.values()), re.MULTILINE))

    assert mentioned
    assert mentioned <= targets


# Examples --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", FOLLOWED)
def test_whoever_follows_a_page_line_by_line_gets_a_paper_without_problems(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = fences(PAGES[page])
    monkeypatch.chdir(tmp_path)
    if not any("dateline init" in fence.text for fence in blocks):
        begin_paper(tmp_path)

    for number, fence in enumerate(blocks):
        if fence.language == "sh":
            run_lines(fence, monkeypatch)
        else:
            save(fence, number)
    code = main(["check", "--strict", "--as-of", AS_OF])

    shown = capsys.readouterr()
    assert code == 0, shown.err
    assert main(["build", "--as-of", AS_OF, "-o", "edition"]) == 0


def begin_paper(root: Path) -> None:
    """A paper with what examples take for granted."""
    newsroom = Newsroom(root)
    newsroom.write("config.toml", CONFIG + '\n[sections.news]\ntitle = "News"\n')
    for path in FILES:
        newsroom.write(path, b"not a picture")
    for path in STAND_INS:
        newsroom.story(path.removeprefix("content/"), published="2010-11-13 15:58 IST")
    newsroom.write("content/authors/a-sen.md", "---\nname: A. Sen\n---\n")
    for name in ("about", "corrections-policy"):
        newsroom.write(f"content/{name}.md", "---\ntitle: Of the paper\n---\nWords.\n")


def run_lines(fence: Fence, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a block of shell says: `cd` and `dateline`; other programs are not ours to run."""
    for line in fence.text.split("\n"):
        words = shlex.split(line, comments=True)
        if words[:1] == ["cd"]:
            monkeypatch.chdir(words[1])
        elif words[:1] == ["dateline"]:
            assert main(words[1:]) == 0, line


def save(fence: Fence, number: int) -> None:
    """Put an example where it belongs; texts and heads without a place go into stories."""
    path, text = fence.path, fence.text
    if not path and fence.language == "markdown":
        path = f"content/{first_section()}/example-{number}.md"
        if not text.startswith("---\n"):
            text = f"---\n{needed({}, number)}---\n{text}"
    elif not path and fence.language == "yaml":
        path = f"content/{first_section()}/example-{number}.md"
        text = f"---\n{needed(yaml.safe_load(text), number)}{text}---\nWords.\n"
    elif fence.language == "toml":
        tomllib.loads(text)
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def first_section() -> str:
    settings = tomllib.loads(Path("config.toml").read_text(encoding="utf-8"))
    return str(next(iter(settings["sections"])))


def needed(given: Mapping[str, object], number: int) -> str:
    """The keys that a story needs and `given` lacks."""
    lines = {"title": f"Example {number}", "published": "2026-11-20 08:00 IST"}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if key not in given)


def test_the_first_story_of_the_readme_is_five_lines_and_published(newsroom: Newsroom) -> None:
    story = next(f for f in fences(PAGES["README.md"]) if f.path)
    newsroom.write("config.toml", CONFIG + '\n[sections.news]\ntitle = "News"\n')
    newsroom.write(story.path, story.text)

    built = newsroom.build()

    assert story.text.count("\n") == 5
    assert "after a night of talks" in built.text("news/2026/11/23/harbour-deal/index.html")
    assert "Harbour deal signed" in built.text("index.html")


def test_the_problem_that_getting_started_shows_is_what_is_printed(newsroom: Newsroom) -> None:
    shown = next(f.text for f in fences(PAGES["docs/getting-started.md"]) if f.language == "text")
    newsroom.write("config.toml", CONFIG + '\n[sections.news]\ntitle = "News"\n')
    (newsroom.root / "output").mkdir()
    newsroom.story("news/harbour-deal.md", title="Harbour deal signed", published="23/11/2026")
    path = newsroom.root / "content/news/harbour-deal.md"
    path.write_text(path.read_text(encoding="utf-8").replace("'", ""), encoding="utf-8")

    said = newsroom.run("build")

    assert said.returncode == 1
    assert said.stderr == shown


def test_examples_show_the_blocks_and_classes_that_they_describe(newsroom: Newsroom) -> None:
    for path in FILES:
        newsroom.write(path, b"not a picture")
    newsroom.story("world/yokohama-talks.md", published="2010-11-13 15:58 IST")
    bodies = [
        fence.text
        for fence in fences(PAGES["docs/writing.md"])
        if fence.language == "markdown" and not fence.path and not fence.text.startswith("---")
    ]
    newsroom.story("world/all.md", "\n".join(bodies), section="world")

    built = newsroom.build()
    assert built.codes == []
    html = built.text("world/2026/11/20/all/index.html")

    for made in (
        '<figure class="pull">',
        '<section class="facts">',
        '<section class="gallery">',
        '<figure class="embed">',
        '<figure class="picture">',
        '<span class="credit">Noor Qureshi</span>',
        '<div class="table" role="group" tabindex="0" aria-label="Berths in use. Port Trust">',
        '<div class="footnote">',
        '<abbr title="Velanpur Municipal Corporation">',
        "<dl>",
        '<div class="code">',
        '<h2 class="x-timeline" id="timeline">',
        '<p class="x-note">',
        "<blockquote>",
    ):
        assert made in html
    assert not re.search(r"^:::|^!\[|\{[.:#]", html, re.MULTILINE)


def test_the_templates_that_the_manual_shows_change_the_pages(newsroom: Newsroom) -> None:
    for fence in fences(PAGES["docs/theming.md"] + PAGES["docs/templates.md"]):
        if fence.path.startswith("templates/"):
            newsroom.write(fence.path, fence.text)
    newsroom.story("world/a.md", "Two words.\n", lang="mr")
    newsroom.write("content/about.md", "---\ntitle: About\nextra: {phone: 020 1234}\n---\nUs.\n")

    built = newsroom.build()
    assert built.codes == []
    story = built.text("world/2026/11/20/a/index.html")

    assert '<p class="x-words">2 words, in World</p>' in story
    assert '<link rel="stylesheet" href="/assets/house.css">' in story
    assert "प्रथम प्रकाशित:" in story
    assert '<p class="x-phone">020 1234</p>' in built.text("about/index.html")
    assert "assets/house.css" in built.outputs


def architecture_names() -> list[str]:
    """What docs/architecture.md calls by name: `module.name`, and the first cells of tables."""
    page = PAGES["docs/architecture.md"]
    rows = re.findall(r"^\| (`[^|]+) \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)
    cells = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    dotted = re.findall(rf"`((?:{'|'.join(MODULES)})\.[A-Za-z_]\w+)`", page)
    return sorted({*cells, *(name for name in dotted if not name.endswith(".py"))})


@pytest.mark.parametrize("name", architecture_names())
def test_what_the_architecture_names_is_in_the_code(name: str) -> None:
    module, _, inner = name.rpartition(".")
    homes = [module] if module else MODULES

    assert any(hasattr(import_module(f"dateline.{home}"), inner) for home in homes)


def test_workflows_in_the_manual_are_yaml() -> None:
    workflows = [f for f in fences(PAGES["docs/hosting.md"]) if f.language == "yaml"]

    assert workflows
    assert all("jobs" in yaml.safe_load(fence.text) for fence in workflows)


def test_the_generator_of_the_tables_says_nothing_of_its_own_twice() -> None:
    """A field with a docstring in model.py, or with a key's own words, needs none in the manual."""
    said = reference._docstrings()

    assert not set(said) & set(reference._OWN)
    tree = ast.parse((DOCS / "reference.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
