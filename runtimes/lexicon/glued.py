"""Versions glued to a runtime's name: ``golang:1.20-alpine``, ``ruby-3.2.2.tar.gz``, ``py310``."""

import re
from dataclasses import dataclass
from functools import cache

from runtimes import reasons
from runtimes.lexicon.names import read_name
from runtimes.lexicon.vocabulary import alternatives, words
from runtimes.model import Runtime
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

DIGEST = re.compile(r"[\w.+:-]*@sha256:")
_SUFFIX = re.compile(r"[.\w]*(?P<suffix>-[a-z][\w.-]*)")
_LEFT_WORD = re.compile(r"([a-z0-9]+)([-_./@])$")
_LEFT_NAME = re.compile(r"([a-z0-9._-]+)[-_]$")
_JOINT = (
    r":(?:[01]-|dev-)?v?(?=\d)|@v?(?=\d)|==(?=\d)|[-_]v?(?=\d)"
    r"|/(?:gems/)?v?(?=\d+\.\d)|(?=\d+\.\d|\d\d)"
)
_FLOATING_TAG = (
    r"(?:latest|lts|stable|current|alpine|slim|bullseye|bookworm|buster)(?:[\w.-]*\w)?(?![\w:/])"
)
_ELSEWHERE = (
    r"\$\{\{.*?\}\}|<<.*?>>|\$\{\w[^}\s\"']*\}|\$\(\w+\)|\$\w+|\{\{.*?\}\}|<%.*?%>"
    rf"|(?P<floating>{_FLOATING_TAG})"
)
_ARCHIVE = re.compile(
    r"[-.\w]*\.(?:tar|tgz|zip|pkg|msi|exe|gz)\b|\.(?:linux|darwin|windows|freebsd|src)\b"
)
_TOOLCHAIN = re.compile(r"(?:gotoolchain\s*[:=]\s*[\"']?|golang\.org/dl/)$")
_IMAGE_BEFORE = re.compile(r"image|\bfrom\s|\w/[\w.${}-]*$")
# What a program printed is no pin: "go version go1.19 linux/386".
_PRINTED = re.compile(
    r"(?:\bgo version:?\s+|compiled with |built with )$|^\s*(?:step \d+/\d+ ?:|\#\d+ \[).*$"
)
# A tag that also holds a commit was made by building an image: 2021w14_go1.16-afe06f021.
_COMMIT = re.compile(r"-(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}(?![\w.])")
_REPOSITORY = re.compile(r"(?:github|gitlab)\.com/[\w.-]+/[\w.-]*$")
# The names of volumes and caches carry a runtime's word to be told apart.
_STORE = re.compile(r"[\w.-]*-(?:cache|pkg|mod|modules|volume|vol|data)(?![a-z])")
_NIX_MEMBER = re.compile(
    r"\.(?:withpackages|pkgs|override|buildenv|interpreter|sitepackages|gems)\b"
)
_ABI = re.compile(r"\d\.\d\.0")
_LONGEST_PLAIN = 3


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one stem of a runtime is recognised; all patterns read text in lower case.

    Attributes:
        runtime: The runtime.
        stem: Where a mention may start.
        glued: A name and the version glued to it.
        referring: An image's name whose tag stands elsewhere or floats.
    """

    runtime: Runtime
    stem: re.Pattern[str]
    glued: re.Pattern[str]
    referring: re.Pattern[str]


@cache
def spellings() -> tuple[Spelling, ...]:
    """The spellings of all runtimes, one for each stem."""
    return tuple(_spell(each, stem) for each in list_runtimes() for stem in each.words.stems)


def _spell(runtime: Runtime, stem: str) -> Spelling:
    spelt = sorted({*runtime.words.images, *runtime.words.variables}, key=len, reverse=True)
    names = "|".join(re.escape(word) for word in spelt if not word.endswith("3")) or stem
    if stem == "cp3":
        names = "cp(?=3)"
    between = rf"(?:-(?:{alternatives('image_words')})){{0,2}}"
    return Spelling(
        runtime,
        re.compile(re.escape(stem)),
        re.compile(rf"(?P<word>{names}){between}(?P<joint>{_JOINT})(?P<text>{TEXT})"),
        re.compile(rf"(?:{names}){between}(?P<joint>[:-])(?P<text>{_ELSEWHERE})"),
    )


def is_printed(source: Source, at: int) -> bool:
    """Whether an offset lies in what a program has printed."""
    return _PRINTED.search(source.before(at).lower()) is not None


def read_glued(source: Source, at: int, spelling: Spelling) -> Match | None:
    """The version glued to the name at an offset, None when there is none."""
    match = spelling.glued.match(source.low, at)
    if match is None or not _stands_alone(source.low, match, spelling.runtime):
        return None
    version = version_of(match["text"], spelling.runtime.name)
    if version is None or source.in_comment(at):
        return None
    if len(version.numbers) < spelling.runtime.cycle_parts:
        return _loose_tag(match, spelling.runtime)
    return _judge(source, match, spelling.runtime)


def _judge(source: Source, match: re.Match[str], runtime: Runtime) -> Match:
    start, end = match.span("text")
    kind, whole = _kind(source.low, match, runtime)
    asked = _question(source, match, runtime)
    if asked:
        return Match(runtime.name, kind, start, end, "ask", asked)
    reason = _suffix_reason(source, kind, end)
    return Match(runtime.name, kind, start, end, reason=reason, whole=whole)


def _question(source: Source, match: re.Match[str], runtime: Runtime) -> str:
    """Why moving a glued version is a choice, empty where it is a plain edit."""
    start, end = match.span("text")
    joint = match["joint"]
    asked = (
        (DIGEST.match(source.low, end), reasons.DIGEST),
        (
            runtime.rules.has_abi and joint.startswith("/") and _ABI.fullmatch(match["text"]),
            reasons.ABI,
        ),
        (source.low.startswith("-plus", end), reasons.LINTER),
        (
            _COMMIT.match(source.low, end) or _is_own_tag(source.low, match, runtime),
            reasons.OWN_TAG,
        ),
        (_REPOSITORY.search(source.before(start).lower()), reasons.REPOSITORY),
        (not runtime.words.images and not joint.startswith("@"), reasons.LABEL),
    )
    return next((reason for is_so, reason in asked if is_so), "")


def _is_own_tag(low: str, match: re.Match[str], runtime: Runtime) -> bool:
    """``deis/go-dev:v1.19.1``: an image that has go in its name may count its own versions."""
    between = low[match.end("word") : match.start("joint")]
    is_short = match["word"] in runtime.rules.short
    return is_short and between != "" and match["joint"].startswith(":v")


def _loose_tag(match: re.Match[str], runtime: Runtime) -> Match | None:
    """``python:3``: the tag names no cycle."""
    if not match["joint"].startswith(":"):
        return None
    reason = reasons.floats(runtime.title, match["text"])
    return Match(runtime.name, "image", *match.span("text"), "never", reason)


def _stands_alone(low: str, match: re.Match[str], runtime: Runtime) -> bool:
    """Whether the text is the runtime's version and not a part of another name or number."""
    return (
        _ends_a_word(low, match)
        and not is_other_thing(low, match.start())
        and not is_foreign(low, match, runtime)
        and not _is_excluded(low, match, runtime)
        and (not match["joint"].startswith("@") or _is_installed(low, match.start(), runtime))
        and not _is_line_number(low, match, runtime)
    )


def _ends_a_word(low: str, match: re.Match[str]) -> bool:
    end = match.end("text")
    after, second = low[end : end + 1], low[end + 1 : end + 2]
    if after.isalnum() and not (after == "t" and not second.isalnum()):
        return match["joint"] == "" and _is_nix(low, match)
    if after == "." and second.isdigit():
        return False
    if after == "-" and match["joint"] == "" and match["text"].isdigit() and _STORE.match(low, end):
        return False
    if after == "_" and second.isalpha() and match["joint"].startswith("_"):
        return False  # NODE_V8_COVERAGE
    text = match["text"]
    return match["joint"] != "" or not text.isdigit() or len(text) <= _LONGEST_PLAIN


def _is_nix(low: str, match: re.Match[str]) -> bool:
    """Nix glues a set's name to a version: ``python311Packages``, ``buildGo122Module``."""
    if low.startswith("module", match.end("text")):
        return low.endswith("build", 0, match.start())
    return low.startswith("packages", match.end("text"))


def _is_line_number(low: str, match: re.Match[str], runtime: Runtime) -> bool:
    """``app.py:38`` and ``main.go:120`` are no 3.8 and no 1.20; ``py38`` and ``go120`` are."""
    joint, text = match["joint"], match["text"]
    before, after = low[match.start() - 1 : match.start()], low[match.end() : match.end() + 1]
    if match["word"] == "py" and (joint not in {"", "-"} or before == "."):
        return True
    if not (text.isdigit() and len(text) > 1 and runtime.cycle_parts > 1):
        return False
    is_file = after == "." and not _NIX_MEMBER.match(low, match.end())
    return joint not in {"", "-"} or is_file


def is_other_thing(low: str, at: int) -> bool:
    """Whether the word before says that the name is another thing: ``protoc-gen-go``."""
    left = _LEFT_WORD.search(low, max(0, at - 24), at)
    if left is None:
        return False
    if left[2] == "/":
        return left[1] in words("other_owners")
    return left[1] in words("other_left") or left[1] in words("other_thing")


@cache
def _excluding(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_excluded(low: str, match: re.Match[str], runtime: Runtime) -> bool:
    """Whether the runtime's own rule says that its word is another thing there."""
    foreign = runtime.rules.foreign
    around = low[max(0, match.start() - 24) : match.end("text")]
    return bool(foreign) and _excluding(foreign).search(around) is not None


def is_foreign(low: str, match: re.Match[str], runtime: Runtime) -> bool:
    """Whether a short word belongs to another name: ``lsif-go:v1.9``, ``hello-go:v1.20.3``."""
    if match["word"] not in runtime.rules.short or not match["joint"].startswith(":"):
        return False
    left = _LEFT_NAME.search(low, max(0, match.start() - 60), match.start())
    known = words("neutral") | words("image_words") | words("systems")
    return left is not None and any(
        part.rstrip("0123456789.") not in known for part in re.split("[-_]", left[1]) if part
    )


def _is_installed(low: str, at: int, runtime: Runtime) -> bool:
    """``brew install go@1.20`` and not ``uses: circleci/go@1.12``, the version of an action."""
    before = low[max(0, at - 8) : at]
    if not runtime.words.images or before.endswith(("opt/", "cellar/")):
        return True
    return not before.endswith(("/", "-"))


def _kind(low: str, match: re.Match[str], runtime: Runtime) -> tuple[str, bool]:
    """The kind, and whether the text names a download, which needs all three numbers."""
    if match["joint"].startswith(":"):
        return "image", False
    if _ARCHIVE.match(low, match.end("text")):
        return "archive", runtime.rules.whole_from is not None and match["word"] == runtime.name
    if _TOOLCHAIN.search(low, max(0, match.start() - 20), match.start()):
        return "toolchain", True
    return "name", False


def _suffix_reason(source: Source, kind: str, end: int) -> str:
    suffix = _SUFFIX.match(source.low, end) if kind == "image" else None
    if suffix is None:
        return ""
    return f"keeps the suffix {suffix['suffix']}: only the registry knows whether the tag exists"


def _is_in_image(source: Source, at: int, reference: str) -> bool:
    """``registry/debian-golang-${GO_VERSION}`` is an image; ``cache-go-${GO_VERSION}`` is a key."""
    name = re.match(r"\$[{(]?\(?(\w+)", reference)
    if name is None or read_name(name[1]) is None:
        return False
    return _IMAGE_BEFORE.search(source.low, source.line_start(at), at) is not None


def find_reference(source: Source, at: int, spelling: Spelling) -> Matches:
    """``golang:${GO_VERSION}``: the version stands elsewhere."""
    match = spelling.referring.match(source.low, at)
    if match is None or ":-" in match["text"] or source.in_comment(at):
        return
    start, end = match.span("text")
    is_embedded = match["joint"] == "-" or source.low[at - 1 : at] == "-"
    if is_embedded and not _is_in_image(source, at, source.text[start:end]):
        return
    if not is_other_thing(source.low, at):
        reason = reasons.FLOATS if match["floating"] else reasons.follows(source.text[start:end])
        yield Match(spelling.runtime.name, "image", start, end, "never", reason)
