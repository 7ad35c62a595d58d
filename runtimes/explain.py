"""Why a file pins what it pins: who took it, and what each saw there."""

from dataclasses import dataclass

from runtimes.pins import owned_matches
from runtimes.selection import managers_for, why_left_out
from runtimes.source import Match, Source, open_source


@dataclass(frozen=True, slots=True)
class Seen:
    """One match, as people read it.

    Attributes:
        manager: Who saw it.
        line: Counted from one.
        text: The text of the match.
        match: The match itself.
    """

    manager: str
    line: int
    text: str
    match: Match


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a file.

    Attributes:
        rule: The rule that left it out, empty where it was read.
        grammar: The grammar of its tree, empty where it was read by its lines.
        managers: Who took it, in order.
        seen: What they saw.
    """

    rule: str
    grammar: str
    managers: tuple[str, ...]
    seen: tuple[Seen, ...]


def explain(path: str, text: str) -> Explanation:
    """Return who took a file and what each saw, or the rule that left it out."""
    rule = why_left_out(path)
    if rule:
        return Explanation(rule, "", (), ())
    source = open_source(path, text)
    managers = managers_for(path)
    seen = tuple(
        _seen(source, manager.name, match) for manager, match in owned_matches(source, managers)
    )
    grammar = "" if source.tree is None else source.grammar
    return Explanation("", grammar, tuple(manager.name for manager in managers), seen)


def _seen(source: Source, manager: str, match: Match) -> Seen:
    line = source.text.count("\n", 0, match.start) + 1
    return Seen(manager, line, source.text[match.start : match.end], match)
