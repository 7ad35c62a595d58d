"""``pyproject.toml``, ``setup.cfg``, ``setup.py``, ``tox.ini`` and the settings of Python tools.

A floor stands in up to five places of one project: requires-python, classifiers, the language
level of each linter, the environments of a test runner and the markers of dependencies. The
first four are questions; markers say nothing about what the project uses.
"""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.lexicon.mentions import read_braces
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of
from runtimes.syntax.keys import ITEM

_CLASSIFIER = re.compile(
    rf"programming language :: python :: (?P<text>{TEXT})(?=[\"'\s,]|$)", re.MULTILINE
)
_REQUIRES = re.compile(r"(?:requires-python|python_requires|python-requires)[\"']?[ \t]*[:=][ \t]*")
_SECTION = re.compile(r"^[ \t]*\[+[ \t]*(?P<name>[^\]\n]+?)[ \t]*\]+", re.MULTILINE)
_LINTERS = re.compile(
    r"mypy|ruff|black|pylint|pyright|isort|flake8|pyupgrade|vermin|pytype|pyre|yapf"
)
_LEVEL = re.compile(r"target[-_]versions?|py[-_]version|python[-_]?version[ \t]*=")
_ENVIRONMENT = re.compile(r"py$|py-$|cp$")
_MAPPING = re.compile(rf"^[ \t]*[\"']?(?P<text>{TEXT})[\"']?[ \t]*[:=][^\n]*\bpy\d", re.MULTILINE)
_PYTHON_KEY = re.compile(r"(?:^|[{,\s])python[ \t]*=[ \t]*[\"'][~^<>=! ]*$")
_OF_DEPENDENCY = re.compile(r"dependencies\.[\w.-]+$")
_FACTORS = re.compile(r"\bpy\{(?P<numbers>[\w,.\s-]+)\}")
_FLOOR_REASON = "the lowest Python that is supported: moving it is a choice of policy"


_NUMERIC_FACTORS = re.compile(r"(?<![\w}])\{(?P<numbers>\d\.\d+(?:,\d\.\d+)+)\}")
# "3.10: python3.10": a line for one factor of several.
_FACTOR_LINE = re.compile(r"[ \t]*!?[\w.{},-]*\d[\w.{},-]*[ \t]*:[ \t]+.*")


def find(source: Source) -> Matches:
    """The pins of a Python project's settings."""
    yield from _find_declared(source)
    yield from _find_factors(source)
    for found in free_text.find(source):
        if not _is_marker(source, found):
            yield _judge(source, found)


def _find_declared(source: Source) -> Matches:
    for match in _CLASSIFIER.finditer(source.low):
        if version_of(match["text"], "python") and "." in match["text"]:
            yield Match("python", "classifier", *match.span("text"), "ask", reasons.LISTED)
    for match in _REQUIRES.finditer(source.low):
        yield from _read_requires(source, match)
    for match in _MAPPING.finditer(source.low):
        if version_of(match["text"], "python") and "." in match["text"]:
            yield Match("python", "environments", *match.span("text"), "ask", reasons.LISTED)


def _find_factors(source: Source) -> Matches:
    """``py{38,39,py}`` and ``{3.10,3.11}-unit`` of tox."""
    for match in _NUMERIC_FACTORS.finditer(source.low):
        if not source.in_comment(match.start()):
            yield from read_braces(match, "python")
    for match in _FACTORS.finditer(source.low):
        for number in re.compile(r"\d+").finditer(source.low, *match.span("numbers")):
            if version_of(number[0], "python") and not source.in_comment(match.start()):
                yield Match("python", "environments", *number.span(), "ask", reasons.LISTED)


def _read_requires(source: Source, match: re.Match[str]) -> Matches:
    value = read_value(source, match.end(), "python")
    if value is not None and value.shape != "reference" and not source.in_comment(match.start()):
        for span in value.spans:
            yield Match("python", "requires-python", *span, "ask", _FLOOR_REASON)


def _judge(source: Source, found: Match) -> Match:
    """What free text found, seen with the section it stands in."""
    if found.edit != "yes" or found.runtime != "python":
        return found
    if source.name == "tox.ini" and _FACTOR_LINE.fullmatch(source.before(found.start)):
        return replace(found, edit="ask", reason=reasons.LISTED)
    before = source.low[max(0, found.start - 24) : found.start]
    if _LEVEL.search(source.before(found.start).lower()) and _LINTERS.search(
        _section(source, found)
    ):
        return replace(found, edit="ask", reason=reasons.LINTER)
    if "target" in source.before(found.start).lower():
        return replace(found, edit="ask", reason=reasons.LINTER)
    if _ENVIRONMENT.search(before) and source.text[found.start : found.end].isdigit():
        return replace(found, edit="ask", kind="environments", reason=reasons.LISTED)
    return found


def _is_marker(source: Source, found: Match) -> bool:
    """``bar = {version = "^1.0", python = "<3.8"}``: when a dependency counts, not what is used."""
    if found.runtime != "python" or not _PYTHON_KEY.search(source.before(found.start).lower()):
        return False
    inline = source.before(found.start).count("{") > source.before(found.start).count("}")
    return (inline and "version" in source.line(found.start).lower()) or (
        _OF_DEPENDENCY.search(_section(source, found)) is not None
    )


def _section(source: Source, found: Match) -> str:
    """The table or section that something stands in: ``tool.poetry.dependencies``."""
    place = source.place(found.start)
    if place is not None:
        return ".".join(key for key in place.keys[:-1] if key != ITEM).lower()
    header = _SECTION.match(source.low, source.low.rfind("\n[", 0, found.start) + 1)
    return source.name if header is None else header["name"]
