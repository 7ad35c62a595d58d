"""Workflows and actions (docs.github.com, "Workflow syntax", "Metadata syntax")."""

import re
from dataclasses import replace

from runtimes.managers.yaml.extract import confidence_at
from runtimes.managers.yaml.extract import find as find_yaml
from runtimes.source import Match, Matches, Source
from runtimes.spelling import version_of
from runtimes.syntax.keys import Place

_VERSIONS = re.compile(r"\d+(?:\.\d+)*")
_USING_REASON = (
    "a runtime that GitHub offers to actions, of which it has few: choose one of its list"
)
_CONDITION_REASON = "belongs to a condition that names the same version: they move together"
_EXACT_PLACES = (("with",), ("env",), ("container",), ("image",), ("inputs",))


def find(source: Source) -> Matches:
    """What YAML shows, judged by the place that a workflow gives it."""
    for match in find_yaml(source):
        place = source.place(match.start)
        yield match if place is None else _judge(match, place)


def _judge(match: Match, place: Place) -> Match:
    if place.keys[-2:] == ("runs", "using"):
        return replace(match, kind="action", edit="ask", reason=_USING_REASON, confidence="exact")
    if match.edit == "yes" and _is_conditional(match, place):
        return replace(match, edit="ask", reason=_CONDITION_REASON)
    if any(key in place.keys for (key,) in _EXACT_PLACES):
        return replace(match, confidence=confidence_at(match, place))
    return match


def _is_conditional(match: Match, place: Place) -> bool:
    """Whether the step or job around a match is run for the version that it names."""
    version = version_of(place.tree.text[match.start : match.end], match.runtime)
    for index, step in enumerate(place.steps):
        condition = place.siblings(index).get("if", "") if step.key != "if" else ""
        words = _VERSIONS.findall(condition) if "matrix." in condition else ()
        if version is not None and any(
            version_of(word, match.runtime) == version for word in words
        ):
            return True
    return False
