"""Text that Slack sends, as its author typed it.

Slack escapes `&`, `<` and `>`, and writes mentions, channels and links in angle brackets: in
events always, in slash commands with `should_escape` (docs.slack.dev, "Formatting message text").
"""

import re
from collections.abc import Mapping

from slackapp.deps import Deps
from slackapp.views.mrkdwn import plain
from storage.people.queries import names_by_slack_id

_MENTIONED = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_MARKED = re.compile(r"<(?P<sign>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_COMMAND = re.compile(r"(?P<kind>subteam|date)\^.*")


def as_typed(deps: Deps, text: str) -> str:
    """Return a text as its author saw it, with people's names instead of their ids."""
    with deps.store.read() as session:
        names = names_by_slack_id(session, mentioned(text))
    return as_words(text, names)


def mentioned(text: str) -> frozenset[str]:
    """Return the Slack ids that a text mentions."""
    return frozenset(found["id"] for found in _MENTIONED.finditer(text))


def as_words(text: str, names: Mapping[str, str]) -> str:
    """Return a text as its author saw it; ``names`` maps Slack ids to names.

    Links become their addresses, because a label can name another page.
    """
    words = _MARKED.sub(lambda found: _shown(found, names), text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(found: re.Match[str], names: Mapping[str, str]) -> str:
    sign, what, label = found["sign"], found["what"], (found["label"] or "").lstrip("@#")
    if sign == "@":
        return f"@{plain(names.get(what) or label or what)}"
    if sign == "#":
        return f"#{label or what}"
    if sign == "!":
        kind = _COMMAND.fullmatch(what)
        if kind is None:
            return f"@{label or what}"
        return label if kind["kind"] == "date" else f"@{label or 'group'}"
    return what.removeprefix("mailto:").removeprefix("tel:")
