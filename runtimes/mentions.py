"""Pins in any text: versions glued to a runtime's name, and names that a version is given to.

Two shapes cover most lines of most files. A version is glued to the runtime's word
(``golang:1.20-alpine``, ``ruby-3.2.2.tar.gz``, ``python3.11``, ``py310``), or it is the value of
a name that means the runtime (``GO_VERSION: "1.20"``, ``go-version = 1.20``,
``${NODE_VERSION:-18}``). Formats add what only they know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from runtimes.model import Runtime
from runtimes.names import ROLE_REASONS, Named, read_name
from runtimes.page import Finding, Found, Page
from runtimes.registry import get_runtime, list_runtimes
from runtimes.spelling import TEXT, version_of
from runtimes.values import Value, read_value

_IDENT = re.compile(r"[\w.-]*\w")
_IDENT_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")
_GIVES = re.compile(
    r"(?P<close>[\"'\]})]{0,3}[ \t]*)"
    r"(?:(?P<sign>:-|:=|::=|\?=|=>|:|=(?!=)|>(?=v?\d))[ \t]*\(?"
    r"|(?P<default>\|\|[ \t]*|,[ \t]*)(?=[\"']))"
    r"(?:[&!][\w!]+[ \t]+)?"
)
_BLANK_GIVES = re.compile(r"(?P<sign>[ \t]+)(?P<default>(?!))?(?=[\"']?v?\d)")
_BLANK_BEFORE = re.compile(r"(?:^|[\s;&|(])(?:env|arg|setenv|set|export)\s*\(?\s*$")
_BLOCK = re.compile(r"[ \t]*(?:\#[^\n]*)?\r?\n")
_FLOW = re.compile(r"\s*\[")
_PLAIN_DIGITS = 3
_DASH = re.compile(r"(?P<indent>[ \t]*)-[ \t]+")
_DIGEST = re.compile(r"[\w.+-]*@sha256:")
_SUFFIX = re.compile(r"[.\w]*(?P<suffix>-[a-z][\w.-]*)")
_LEFT_WORD = re.compile(r"([a-z0-9]+)([-_./@])$")
_OTHER_LEFT = frozenset(
    ["gen", "sdk", "client", "grpc", "protoc", "protobuf", "proto", "types", "driver", "aws", "tools", "ext", "plugin", "lib", "api", "cache", "uses", "selenium", "sentry", "mock", "eslint", "babel", "config", "preset", "stubs", "django", "exporter", "mongo", "setup", "install", "compiled"]
)
# Whose packages and images carry a runtime's word with a number of their own.
_OTHER_OWNERS = frozenset(
    ["types", "tsconfig", "protocolbuffers", "connectrpc", "bufbuild", "googleapis", "grpc", "docs"]
)
_IMAGE_WORDS = (
    "builder|build|base|cross|crossbuild|ci|dev|fips|runtime|slim|alpine|debian|toolset|toolchain"
    "|image|devcontainer|minimal|test|docker|browsers|xx|buster|bullseye|bookworm|ubuntu|lang"
)
_FLOATING_TAG = (
    r"(?:latest|lts|stable|current|alpine|slim|bullseye|bookworm|buster)(?:[\w.-]*\w)?(?![\w:/])"
)
_ELSEWHERE = rf"\$\{{?\(?\w[^\s\"']*|\{{\{{.*?\}}\}}|<%.*?%>|(?P<floating>{_FLOATING_TAG})"
_ARCHIVE = re.compile(r"[-.\w]*\.(?:tar|tgz|zip|pkg|msi|exe|gz)\b")
_DEFAULT_OF = re.compile(
    r"(?:fetch|getenv|get|get_env|setdefault|option|arg\w*|default|or)\s*\(\s*[\"'\[]?$"
)
# What a program printed is no pin: "go version go1.19 linux/386".
_PRINTED = re.compile(r"(?:version:?\s+|compiled with |built with )$")
_FILE_NAME = re.compile(r"[./\w-]*(?:-versions?|\.nvmrc|go\.(?:mod|work)|package\.json)")
_CONDITION = re.compile(r"(?:\[\s|\bif\b|\btest\s|\bcase\s).*$")


LINTER_REASON = "the language floor of a linter: moving it is a choice of policy"
LIST_REASON = "one of a list: adding and dropping versions is a choice of policy"


@dataclass(frozen=True, slots=True)
class _Spelling:
    runtime: Runtime
    stem: re.Pattern[str]
    glued: re.Pattern[str]
    referring: re.Pattern[str]


@cache
def _spellings() -> tuple[_Spelling, ...]:
    return tuple(_spell(each, stem) for each in list_runtimes() for stem in each.words.stems)


def _spell(runtime: Runtime, stem: str) -> _Spelling:
    words = sorted({*runtime.words.images, *runtime.words.variables}, key=len, reverse=True)
    names = "|".join(re.escape(word) for word in words if not word.endswith("3")) or stem
    if stem == "cp3":
        names = "cp(?=3)"
    between = rf"(?:-(?:{_IMAGE_WORDS})){{0,2}}"
    joint = (
        r":(?:[01]-|dev-)?v?(?=\d)|@v?(?=\d)|==?(?=\d)|[-_]v?(?=\d)|/v?(?=\d+\.\d)|"
        r"(?=\d+\.\d|\d\d)"
    )
    return _Spelling(
        runtime,
        re.compile(re.escape(stem)),
        re.compile(rf"(?P<word>{names})(?P<kin>{between})(?P<joint>{joint})(?P<text>{TEXT})"),
        re.compile(rf"(?:{names}){between}:(?P<text>{_ELSEWHERE})"),
    )


def find_mentions(page: Page) -> Finding:
    """Every pin that the two shapes find; comments are no pins."""
    for spelling in _spellings():
        if page.wanted and spelling.runtime.name != page.wanted:
            continue
        for stem in spelling.stem.finditer(page.low):
            at = stem.start()
            if _is_word_start(page.text, at):
                yield from _read_mention(page, at, spelling)


def _is_word_start(text: str, at: int) -> bool:
    left = text[at - 1 : at]
    if not left.isalnum():
        return True
    return left.islower() and text[at].isupper()


def _read_mention(page: Page, at: int, spelling: _Spelling) -> Finding:
    glued = spelling.glued.match(page.low, at)
    if glued is not None:
        found = _read_glued(page, glued, spelling.runtime)
        if found is not None:
            yield found
            return
    named = list(_read_assignment(page, at))
    yield from named
    if not named:
        yield from _read_reference(page, at, spelling)


def _read_glued(page: Page, match: re.Match[str], runtime: Runtime) -> Found | None:
    start, end = match.span("text")
    if not _stands_alone(page, match, runtime) or page.in_comment(match.start()):
        return None
    if _PRINTED.search(page.before(match.start()).lower()):
        return None
    version = version_of(match["text"], runtime.name)
    if version is None:
        return None
    if len(version.numbers) < runtime.cycle_parts:
        return _loose_tag(match, runtime)
    kind, whole = _glued_kind(page, match)
    if _DIGEST.match(page.low, end):
        reason = "a digest stands beside the tag and wins: change both"
        return Found(runtime.name, kind, start, end, "ask", reason)
    if page.low.startswith("-plus", end):
        return Found(runtime.name, "name", start, end, "ask", LINTER_REASON)
    if not runtime.words.images and not match["joint"].startswith("@"):
        return Found(runtime.name, "name", start, end, "ask", "a label that names a version")
    return Found(
        runtime.name, kind, start, end, reason=_suffix_reason(page, kind, end), whole=whole
    )


def _loose_tag(match: re.Match[str], runtime: Runtime) -> Found | None:
    """``python:3``: the tag names no cycle."""
    if not match["joint"].startswith(":"):
        return None
    reason = f"floats: it names any {runtime.title} {match['text']}"
    return Found(runtime.name, "image", *match.span("text"), "never", reason)


def _stands_alone(page: Page, match: re.Match[str], runtime: Runtime) -> bool:
    """Whether the text is the runtime's version and not a part of another name or number."""
    low, end = page.low, match.end("text")
    after, joint = low[end : end + 1], match["joint"]
    if after.isalnum() and not (after == "t" and not low[end + 1 : end + 2].isalnum()):
        return False
    if after == "." and low[end + 1 : end + 2].isdigit():
        return False
    if _is_other_left(low, match.start()):
        return False
    if joint.startswith("@") and not _is_installed(low, match.start(), runtime):
        return False
    condensed = match["text"].isdigit() and len(match["text"]) > 1 and runtime.cycle_parts > 1
    if condensed and (joint not in {"", "-"} or after == "." or _is_file_of(low, match)):
        return False
    if match["word"] == "py" and (
        joint not in {"", "-"} or low[match.start() - 1 : match.start()] == "."
    ):
        return False
    return joint != "" or not match["text"].isdigit() or len(match["text"]) <= _PLAIN_DIGITS


def _is_other_left(low: str, at: int) -> bool:
    """Whether the word before says that the name is another thing: ``protoc-gen-go``."""
    left = _LEFT_WORD.search(low, max(0, at - 24), at)
    if left is None:
        return False
    return left[1] in (_OTHER_OWNERS if left[2] == "/" else _OTHER_LEFT)


def _is_file_of(low: str, match: re.Match[str]) -> bool:
    """``parser/ruby31`` is a library's file, while ``lib/python311`` is an installation."""
    return match["word"] == "ruby" and low[match.start() - 1 : match.start()] == "/"


def _is_installed(low: str, at: int, runtime: Runtime) -> bool:
    """``brew install go@1.20`` and not ``uses: circleci/go@1.12``, the version of an action."""
    before = low[max(0, at - 8) : at]
    return (
        not runtime.words.images
        or not before.endswith(("/", "-"))
        or before.endswith(("opt/", "cellar/"))
    )


def _glued_kind(page: Page, match: re.Match[str]) -> tuple[str, bool]:
    """The kind, and whether the text names a download, which needs all three numbers."""
    joint, low, end = match["joint"], page.low, match.end("text")
    if joint.startswith(":"):
        return "image", False
    if _ARCHIVE.match(low, end):
        return "archive", match["word"] == "go"
    before = low[max(0, match.start() - 16) : match.start()]
    if before.endswith(("gotoolchain=", "golang.org/dl/", "gotoolchain: ", 'gotoolchain: "')):
        return "toolchain", True
    return "name", False


def _suffix_reason(page: Page, kind: str, end: int) -> str:
    suffix = _SUFFIX.match(page.low, end) if kind == "image" else None
    if suffix is None:
        return ""
    return f"keeps the suffix {suffix['suffix']}: only the registry knows whether the tag exists"


def _read_assignment(page: Page, at: int) -> Finding:
    """A name that means a runtime, and the value that is given to it."""
    match = _IDENT.match(page.low, at)
    if match is None:
        return
    gives = _GIVES.match(page.low, match.end()) or _blank_gives(page, at, match.end())
    if gives is None:
        return
    start = _ident_start(page.low, at)
    if page.low[start - 1 : start] in {"/", "@"}:
        return
    named = read_name(page.text[start : match.end()].lstrip(".-"))
    if named is None or page.in_comment(start) or _is_condition(page, start, gives):
        return
    block = _BLOCK.match(page.low, gives.end()) if gives["sign"] == ":" else None
    if block:
        yield from find_block_list(page, start, block.end(), named)
        return
    value = read_value(page, gives.end(), named.runtime)
    if value is not None and _is_believable(page, named, value, (start, gives.end())):
        yield from judge_value(page, named, value, page.text[start : match.end()])


def _is_condition(page: Page, start: int, gives: re.Match[str]) -> bool:
    """``[ "$GO_VERSION" = 1.20 ]`` asks and does not give; neither does ``go > 1.20``."""
    if gives["sign"] == ">":
        return page.low[start - 1 : start] != "<"
    if gives["sign"] is None and gives["default"].startswith(","):
        return _DEFAULT_OF.search(page.before(start).lower()) is None
    return gives["sign"] == "=" and _CONDITION.search(page.before(start)) is not None


def _blank_gives(page: Page, at: int, end: int) -> re.Match[str] | None:
    """``ENV GO_VERSION 1.20``: a blank gives the value only after such a word."""
    blank = _BLANK_GIVES.match(page.low, end)
    if blank is None:
        return None
    start = _ident_start(page.low, at)
    before = page.low[page.line_start(start) : start]
    return blank if _BLANK_BEFORE.search(before) else None


def _ident_start(low: str, at: int) -> int:
    start = at
    while start > 0 and at - start < 48 and low[start - 1] in _IDENT_LETTERS:  # noqa: PLR2004
        start -= 1
    return start


def _is_believable(page: Page, named: Named, value: Value, span: tuple[int, int]) -> bool:
    """A bare word such as ``node: 3`` or ``go = 1.2.3`` needs more than a number behind it."""
    start, at = span
    if value.shape == "reference" and _FILE_NAME.match(page.low, at) is None:
        return not named.bare and _is_key(page, start) and ":" in page.text[start:at]
    if not named.bare:
        return value.shape != "floating" or _is_key(page, start)
    if value.shape in {"reference", "floating"}:
        return False
    version = version_of(page.text[slice(*value.spans[0])], named.runtime)
    if value.shape == "single" and version is not None and len(version.numbers) == 1:
        return version.major >= 8  # noqa: PLR2004 - no file of today pins an older Node by a word
    return True


def _is_key(page: Page, start: int) -> bool:
    return page.before(start).strip(" \t-\"'") == ""


def judge_value(page: Page, named: Named, value: Value, name: str) -> Finding:
    """What the value of a name says, as founds."""
    kind = "variable" if name.isupper() or "_" in name else "input"
    if value.shape in {"reference", "floating"}:
        yield from _judge_other(page, named, value, kind)
        return
    for start, end in value.spans:
        if value.shape == "range":
            reason = "a range: moving it is a choice of policy"
            yield Found(named.runtime, kind, start, end, "ask", reason)
        elif value.shape == "list":
            yield Found(named.runtime, "list", start, end, "ask", LIST_REASON)
        elif named.role:
            yield Found(named.runtime, kind, start, end, "ask", ROLE_REASONS[named.role])
        else:
            yield _single(page, named, kind, (start, end), name)


def _judge_other(page: Page, named: Named, value: Value, kind: str) -> Finding:
    start, end = value.spans[0]
    if value.shape == "floating":
        reason = "floats: it names no version"
    else:
        reason = f"follows {page.text[start:end]}: edit it where that is set"
    yield Found(named.runtime, kind, start, end, "never", reason)


def _single(page: Page, named: Named, kind: str, span: tuple[int, int], name: str) -> Found:
    start, end = span
    runtime, raw = get_runtime(named.runtime), page.text[start:end]
    version = version_of(raw, runtime.name)
    if version is not None and len(version.numbers) < runtime.cycle_parts:
        reason = f"floats: it names any {runtime.title} {raw}"
        return Found(runtime.name, kind, start, end, "never", reason)
    if _DIGEST.match(page.low, end):
        reason = "a digest stands beside the tag and wins: change both"
        return Found(named.runtime, kind, start, end, "ask", reason)
    return Found(named.runtime, kind, start, end, whole=_is_download(page, name))


def _is_download(page: Page, name: str) -> bool:
    """Whether the file builds an archive's name from the variable: go${GO_VERSION}.linux."""
    return re.search(rf"\bgo\$[{{(]?{re.escape(name)}[}})]?\.", page.text) is not None


def find_block_list(page: Page, key_at: int, start: int, named: Named) -> Finding:
    """The items of a YAML block list under a key, one a line."""
    flow = _FLOW.match(page.low, start)
    if flow:
        value = read_value(page, flow.end() - 1, named.runtime)
        yield from judge_value(page, named, value, "") if value else ()
        return
    key_column = len(page.before(key_at))
    items: list[tuple[int, int]] = []
    count = 0
    for dash in _dashes(page, start, key_column):
        count += 1
        value = read_value(page, dash, named.runtime)
        if value is not None and value.shape == "single":
            items.append(value.spans[0])
    for span in items:
        if count == 1 and not named.role:
            yield Found(named.runtime, "list", *span)
        else:
            yield Found(named.runtime, "list", *span, "ask", LIST_REASON)


def _dashes(page: Page, start: int, key_column: int) -> Iterator[int]:
    """Where the items of a block list start, until a line that is no item of it."""
    column: int | None = None
    while start < len(page.text):
        line_end = page.line_end(start)
        content = page.text[start:line_end].strip()
        if content and not content.startswith("#"):
            dash = _DASH.match(page.low, start)
            if dash is None or len(dash["indent"]) < key_column - 1:
                return
            column = len(dash["indent"]) if column is None else column
            if len(dash["indent"]) != column:
                return
            yield dash.end()
        start = line_end + 1


def _read_reference(page: Page, at: int, spelling: _Spelling) -> Finding:
    """``golang:${GO_VERSION}``: the version stands elsewhere."""
    match = spelling.referring.match(page.low, at)
    if match is None or ":-" in match["text"] or page.in_comment(at):
        return
    if _is_other_left(page.low, at):
        return
    start, end = match.span("text")
    reason = f"follows {page.text[start:end]}: edit it where that is set"
    if match["floating"]:
        reason = "floats: the tag names no version"
    yield Found(spelling.runtime.name, "image", start, end, "never", reason)
