"""Which runtime a variable, key or input means: ``GO_VERSION``, ``goVersion``, ``node-version``."""

import re
from dataclasses import dataclass
from functools import lru_cache

from runtimes.registry import list_runtimes

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GLUED = re.compile(r"^(.+?)(versions?|ver|toolchain)$")
_SPLIT = re.compile(r"[^A-Za-z0-9]+")

# One of these makes a name a version's name.
_VERSION_WORDS = frozenset(
    {"version", "versions", "ver", "vers", "tag", "release", "series", "toolchain", "v", "major"}
)
# These may stand beside it and do not change what it means.
_NEUTRAL = frozenset(
    ["js", "lang", "language", "runtime", "image", "docker", "container", "base", "build", "builder", "builds", "default", "current", "latest", "full", "new", "stable", "dev", "ci", "test", "lts", "patch", "required", "requires", "supported", "target", "prod", "production", "alpine", "debian", "ubuntu", "ubi", "host", "exact", "expected", "pinned", "for", "use", "to", "system", "edition", "number", "string", "minor", "cross", "matrix", "list", "lib", "install", "setup", "engine", "spec", "package", "pkg", "app", "my", "the", "local", "project", "global", "desired", "selected", "bin"]
)
_PREFIXES = frozenset({"env", "inputs", "matrix", "vars", "params", "parameters", "variables"})
# With one of these before the runtime's word the name is about some other thing.
_OTHER_THING = frozenset(
    ["gen", "sdk", "client", "grpc", "protoc", "protobuf", "proto", "plugin", "plugins", "api", "otel", "opentelemetry", "sentry", "mock", "mocks", "swagger", "tools", "extension", "ext", "types", "stubs", "driver", "binding", "bindings", "wrapper", "cache", "rules", "aws", "azure", "gcp", "google", "datadog", "newrelic", "elastic", "kubernetes", "k8s", "helm", "chart", "package_manager", "lint", "linter", "tidy", "mod", "min_k8s"]
)
_ROLES = {
    "min": "floor",
    "minimum": "floor",
    "minimal": "floor",
    "lowest": "floor",
    "oldest": "floor",
    "max": "floor",
    "maximum": "floor",
    "fips": "lags",
    "next": "lags",
    "future": "lags",
    "old": "lags",
    "previous": "lags",
    "prev": "lags",
    "legacy": "lags",
    "secondary": "lags",
}
ROLE_REASONS = {
    "floor": "names a lowest or highest version: moving it is a choice of policy",
    "lags": "a second version of the same runtime, which may differ on purpose",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says.

    Attributes:
        runtime: The runtime's name.
        role: ``floor`` or ``lags`` when the name says so, else empty.
        bare: Whether the name is the runtime's alone, without a word such as version.
    """

    runtime: str
    role: str
    bare: bool


@lru_cache(maxsize=8192)
def read_name(name: str) -> Named | None:
    """The runtime whose version a name holds, None for any other name."""
    words = _words(name)
    if not words or len(words) > 9:  # noqa: PLR2004 - longer names are sentences
        return None
    runtime_at = [at for at, word in enumerate(words) if word in _runtime_words()]
    if not runtime_at:
        return None
    at = runtime_at[-1]
    return _judge(_runtime_words()[words[at]], words[:at], words[at + 1 :])


def is_runtime_word(word: str, runtime: str) -> bool:
    """Whether one lower-case word alone means a runtime, such as ``golang`` for go."""
    return _runtime_words().get(word) == runtime


@lru_cache(maxsize=1)
def _runtime_words() -> dict[str, str]:
    return {word: each.name for each in list_runtimes() for word in each.words.variables}


def _words(name: str) -> list[str]:
    pieces = (piece for part in _SPLIT.split(name) for piece in _CAMEL.split(part))
    words = [word.lower() for word in pieces if word]
    return [part for word in words for part in _unglued(word)]


def _unglued(word: str) -> tuple[str, ...]:
    """GOVERSION is two words; so is PYVER."""
    match = _GLUED.match(word)
    if match and match[1] in _runtime_words():
        return match[1], match[2]
    return (word,)


def _judge(runtime: str, before: list[str], after: list[str]) -> Named | None:
    if any(word in _OTHER_THING for word in before):
        return None
    beside = [word for word in before + after if word not in _PREFIXES]
    role = next((_ROLES[word] for word in beside if word in _ROLES), "")
    allowed = _VERSION_WORDS | _NEUTRAL | _ROLES.keys()
    if any(word not in allowed and not word.isdigit() for word in after):
        return None
    if any(word in _VERSION_WORDS for word in after):
        return Named(runtime, role, bare=False)
    if any(word in _VERSION_WORDS for word in before) and not after:
        return Named(runtime, role, bare=False)
    return _judge_bare(runtime, role, beside)


def _judge_bare(runtime: str, role: str, beside: list[str]) -> Named | None:
    if all(word in _NEUTRAL or word in _ROLES for word in beside):
        return Named(runtime, role, bare=True)
    return None
