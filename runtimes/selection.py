"""Which managers read a file, or the rule by which nobody does."""

import re
from collections.abc import Iterator
from functools import lru_cache

from runtimes.lexicon.vocabulary import words
from runtimes.managers.manager import Manager
from runtimes.managers.order import MANAGERS
from runtimes.source import plain_name

# Comments, vendored folders and test data are no pins: a vendored file is another project's, and
# a fixture says what a test feeds in, not what the project is built with.
_VENDORED = re.compile(
    r"(?:^|/)(?:\.git|vendor(?!/gems/[^/]+/[^/]+$)|_vendor|vendored|node_modules|third[-_]?party|"
    r"site-packages|bower_components|pods|\.terraform|\.bundle|\.yarn|\.venv|venv|\.tox|\.nox|"
    r"dist-packages|godeps)/"
)
_TEST_DATA = re.compile(
    r"(?:^|/)(?:testdata|testfiles|test[-_]data|fixtures?|__fixtures__|__snapshots__|snapshots|"
    r"golden|goldens|cassettes|(?:tests?|specs?)/(?:[\w-]+/)*(?:data|resources|samples|inputs|expected)|"
    r"src/test/resources|__mocks__)/"
)
_TEXTS = re.compile(r"(?:^|/)(?:issue_template|locales?)/")
# What tells of the past: documents only, since a workflow may be called release.yml.
_HISTORY = re.compile(
    r"(?:^|/)(?:change[-_]?log|changes|history|news|release[-_]?notes?|releases?|upgrad)[\w-]*"
    r"(?:\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt))?$"
    r"|^(?!\.github/|\.gitlab/)(?:.*/)?(?:changelogs?/.*|changelog\.\w+)$"
)
_UPDATERS = frozenset(
    {"dependabot.yml", "dependabot.yaml", ".dependabot.yml", "crowdin.yml", "codecov.yml"}
)


def is_candidate(path: str) -> bool:
    """Whether a file may hold a pin, so that it is worth reading."""
    return bool(managers_for(path))


@lru_cache(maxsize=4096)
def managers_for(path: str) -> tuple[Manager, ...]:
    """Return the managers that read a file, in the order in which they are asked."""
    low = path.lower()
    return () if _rule(low, plain_name(low)) else tuple(_takers(low, plain_name(low)))


def why_left_out(path: str) -> str:
    """Return the rule by which nobody reads a file; empty where somebody does."""
    low = path.lower()
    name = plain_name(low)
    return _rule(low, name) or ("" if any(_takers(low, name)) else "no kind of file that pins")


def rule_of_folder(path: str) -> str:
    """Return the rule that leaves out the folder of a path: vendored, test data; else empty."""
    return _folder_rule(path.lower())


def _rule(low: str, name: str) -> str:
    if name.rpartition(".")[2] in words("code_endings") and not _names_a_manager(low, name):
        return "source code"
    if name in _UPDATERS:
        return "settings of an updater"
    return _folder_rule(low) or ("history" if _HISTORY.search(low) else "")


def _folder_rule(low: str) -> str:
    folder, slash, _ = low.rpartition("/")
    return _rule_of_folder(folder + "/x") if slash else ""


@lru_cache(maxsize=4096)
def _rule_of_folder(path: str) -> str:
    rules = ((_VENDORED, "vendored"), (_TEST_DATA, "test data"), (_TEXTS, "texts for people"))
    return next((rule for pattern, rule in rules if pattern.search(path)), "")


def _names_a_manager(low: str, name: str) -> bool:
    """Source code is read only where a manager knows it by its own name or place."""
    return any(
        name in each.paths.names
        or (each.paths.known is not None and name in each.paths.known())
        or (each.paths.placed is not None and each.paths.placed.search(low) is not None)
        for each in MANAGERS
    )


def _takers(low: str, name: str) -> Iterator[Manager]:
    ending = name.rpartition(".")[2] if "." in name else ""
    for manager in MANAGERS:
        if manager.paths.take(low, name, ending):
            yield manager
            if not manager.beside:
                return
