"""Dockerfiles (docs.docker.com, "Dockerfile reference"), read stage by stage.

``FROM golang:1.${GO_MINOR}`` makes each part of a version an argument of its own. A digest wins
over its tag, so whatever takes part in a stage whose image is fixed by one must stay with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tree_sitter import Node

from runtimes import reasons
from runtimes.evidence import PART
from runtimes.managers.text import extract as text
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source, refuse
from runtimes.spelling import version_of
from runtimes.syntax.tree import SyntaxTree

_PARTED = re.compile(
    r"(?P<parts>v?(?:\d+|\$\{?\w+[^}.]*\}?)(?:\.(?:\d+|\$\{?\w+[^}.]*\}?)){1,2})(?![\w.])"
)
_PART = re.compile(r"(?P<digits>\d+)|\$\{?(?P<name>\w+)[^}.]*\}?")
_FEWEST = 2
_WORTH_PARSING = re.compile(r"\bfrom[^\n]*(?:@|:[^\n]*(?:\.\$|\$\{?\w+[^}.\n]*\}?\.))")
_VARIABLE = re.compile(r"\$\{?(\w+)")


@dataclass(frozen=True, slots=True)
class _Stage:
    """One stage: its lines, its image and its names.

    Attributes:
        start: Where it starts.
        end: Where the next one starts.
        image: The text of its image, with tag and digest.
        names: How ``COPY --from`` calls it: its alias and its number.
    """

    start: int
    end: int
    image: str
    names: frozenset[str]


def find(source: Source) -> Matches:
    """What tokens show, judged by stages, and versions whose parts are arguments."""
    # Most stages have a plain tag, about which the tree says no more than its tokens.
    tree = source.tree if _WORTH_PARSING.search(source.low) else None
    yield from _find_judged(source, tree) if tree else text.find(source)


def _find_judged(source: Source, tree: SyntaxTree) -> Matches:
    stages = _stages(tree)
    fixed = [stage for stage in stages if "@" in stage.image]
    for match in text.find(source):
        yield _judge(source, match, fixed) if fixed else match
    for stage in stages:
        yield from _find_parts(source, tree, stage)


def _stages(tree: SyntaxTree) -> list[_Stage]:
    froms = [node for node in tree.children_of(tree.root) if node.type == "from_instruction"]
    ends = [node.start_byte for node in froms[1:]] + [len(tree.text)]
    return [
        _stage(tree, node, end, at) for at, (node, end) in enumerate(zip(froms, ends, strict=False))
    ]


def _stage(tree: SyntaxTree, node: Node, end: int, number: int) -> _Stage:
    parts = {child.type: tree.text_of(child) for child in tree.children_of(node)}
    names = frozenset({parts.get("image_alias", "").lower(), str(number)})
    return _Stage(node.start_byte, end, parts.get("image_spec", ""), names)


def _judge(source: Source, match: Match, fixed: list[_Stage]) -> Match:
    if match.edit == "yes" and any(_belongs(source, match, stage) for stage in fixed):
        return replace(match, edit="ask", reason=reasons.DIGEST)
    return match


def _belongs(source: Source, match: Match, stage: _Stage) -> bool:
    """Whether a match lies in a fixed stage, copies from it, or sets its image's tag."""
    runtime = next((each for each in list_runtimes() if each.name == match.runtime), None)
    word = stage.image.partition("@")[0].partition(":")[0].rpartition("/")[2].lower()
    if runtime is None or not any(image in word for image in runtime.words.images):
        return False
    if match.name and match.name in _VARIABLE.findall(stage.image):
        return True
    if stage.start <= match.start < stage.end:
        return True
    line = source.line(match.start).lower()
    return any(name and f"--from={name} " in line for name in stage.names)


def _find_parts(source: Source, tree: SyntaxTree, stage: _Stage) -> Matches:
    image, _, tag = stage.image.partition("@")[0].partition(":")
    parted = _PARTED.match(tag)
    word = image.rpartition("/")[2].lower()
    runtime = next((each.name for each in list_runtimes() if word in each.words.images), "")
    if parted is None or not runtime or "$" not in parted["parts"]:
        return
    parts = list(_PART.finditer(parted["parts"]))
    given = [_given(source, tree, part) for part in parts]
    version = version_of(".".join(digits for digits, _ in given), runtime)
    if version is None or len(given) < _FEWEST:
        return
    for at, (part, (digits, start)) in enumerate(zip(parts, given, strict=True)):
        if start >= 0:
            end, name = start + len(digits), part["name"]
            said = Match(runtime, PART, start, end, part=at, says=version, confidence="exact")
            yield replace(said, name=name)
    yield from _find_uses(source, stage, parts, runtime)


def _find_uses(source: Source, stage: _Stage, parts: list[re.Match[str]], runtime: str) -> Matches:
    """The parts in the tag itself: references to the arguments, and numbers that stay."""
    tag = source.text.find(stage.image, stage.start) + stage.image.index(":") + 1
    for part in parts:
        start, end = tag + part.start(), tag + part.end()
        if part["digits"]:
            yield refuse(runtime, (start, end), "one number of a version, which stays")
        else:
            reason = reasons.follows(part[0])
            yield Match(runtime, "image", start, end, "never", reason, confidence="exact")


def _given(source: Source, tree: SyntaxTree, part: re.Match[str]) -> tuple[str, int]:
    """A part's digits, and where the argument that sets them stands; -1 for a literal."""
    if part["digits"]:
        return part["digits"], -1
    return next(_defaults(source, tree, part["name"]), ("", -1))


def _defaults(source: Source, tree: SyntaxTree, name: str) -> Iterator[tuple[str, int]]:
    given = re.compile(
        rf"^[ \t]*ARG[ \t]+{re.escape(name)}=[\"']?(?P<digits>\d+)[\"']?[ \t]*\r?$",
        re.MULTILINE | re.IGNORECASE,
    )
    for match in given.finditer(source.text, 0, len(tree.text)):
        yield match["digits"], match.start("digits")
