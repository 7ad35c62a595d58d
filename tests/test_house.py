"""The project layout: each flow has one name in every room, and no folder is crowded."""

import ast
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASSISTANT = ("slackapp", "commands", "campaigns", "gitlab_gateway", "storage", "runtimes")
MAX_SIBLINGS = 25
# `runtimes` is rebuilt by itself; migrations are many small equal files.
CROWDED = {"runtimes", "storage/migrations/versions"}
BESIDE_FLOWS = {
    "commands": {"clocks", "drafts", "errors", "markdown", "near_misses", "templates", "unit"},
    "slackapp/listeners": {"pressing", "questions", "register", "show_help"},
    "slackapp/views": {
        "fitting",
        "mrkdwn",
        "drafts",
        "message",
        "modals",
        "questions",
        "show_help",
    },
}


def flows_of_the_map() -> dict[str, dict[str, str]]:
    """Parse the table of flows: the folder or module by flow and room."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in page.partition("## Flows")[2].partition("\n## ")[0].splitlines()
        if line.startswith("| ")
    ]
    header, *flows = [row for row in rows if not set(row[0]) <= set("-: ")]
    return {row[0]: dict(zip(header[2:], row[2:], strict=True)) for row in flows}


MAP = flows_of_the_map()
ROOMS = tuple(next(iter(MAP.values())))


@pytest.mark.parametrize("flow", MAP)
def test_every_flow_is_where_the_table_says(flow: str) -> None:
    found = {}
    for room in ROOMS:
        place = ROOT / room / flow
        module = place.with_suffix(".py")
        found[room] = f"{flow}/" if place.is_dir() else module.name if module.exists() else "-"
    assert found == MAP[flow]


@pytest.mark.parametrize("room", BESIDE_FLOWS)
def test_every_folder_of_a_room_is_a_flow_of_the_table(room: str) -> None:
    named = {path.stem for path in (ROOT / room).iterdir() if not path.name.startswith("__")}
    assert named - BESIDE_FLOWS[room] <= set(MAP)


def packages() -> Iterator[Path]:
    for room in (*ASSISTANT, "sandbox", "tests", "bench"):
        for init in (ROOT / room).rglob("__init__.py"):
            if str(init.parent.relative_to(ROOT)) not in CROWDED:
                yield init.parent


def test_no_package_is_crowded() -> None:
    siblings = {
        str(package.relative_to(ROOT)): len([p for p in package.iterdir() if p.name[0] not in "_."])
        for package in packages()
    }
    assert {name: count for name, count in siblings.items() if count > MAX_SIBLINGS} == {}


def test_every_class_name_is_unique() -> None:
    classes = defaultdict(list)
    for room in ASSISTANT:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    classes[node.name].append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in classes.items() if len(files) > 1} == {}


def test_a_type_ignore_says_why() -> None:
    reasoned = re.compile(r"# type: ignore\[[a-z, -]+\]  # (?!noqa)\w")
    rooms = (*ASSISTANT, "sandbox", "tests", "bench", "docs")
    modules = [path for room in rooms if room != "runtimes" for path in (ROOT / room).rglob("*.py")]

    bare = []
    for path in modules:
        with tokenize.open(path) as source:
            comments = [
                t for t in tokenize.generate_tokens(source.readline) if "type: ignore" in t.string
            ]
        bare += [
            f"{path.relative_to(ROOT)}:{t.start[0]}"
            for t in comments
            if t.type == tokenize.COMMENT and not reasoned.match(t.string)
        ]
    assert bare == []
