"""Text for Slack's mrkdwn, which is escaped by construction.

A view composes plain strings, and every one of them may contain what people or GitLab wrote.
`seal` escapes the whole text when it enters a message, so that a forgotten `escape` shows the
characters as they were typed. Mentions, channels, links and dates are written only by the
functions of this module, between two marks that `seal` turns into `<` and `>`
(docs.slack.dev, "Formatting message text").
"""

import re
import secrets
import unicodedata
from datetime import datetime
from functools import cache
from urllib.parse import quote

from campaigns.dates import utc_moment

MAX_WORDS = 250
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_PRIVATE = (0xF0000, 0xFFFFD)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt);)")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_SLACK_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")


class Mrkdwn(str):
    """Text that `seal` has escaped; nothing else may enter a mrkdwn text object."""

    __slots__ = ()


def seal(words: str) -> Mrkdwn:
    """Escape a text, except for the control sequences that this module's functions wrote.

    Entities that `escape` wrote are kept. Invisible characters are dropped, because they can
    reverse or hide what follows; line breaks are kept.
    """
    if isinstance(words, Mrkdwn):
        return words
    text = _BARE_AMPERSAND.sub("&amp;", _UNSEEN.sub("", words))
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    opening, closing = _marks()
    text = re.sub(f"{opening}([^{opening}{closing}]*){closing}", r"<\1>", text)
    return Mrkdwn(text.replace(opening, "").replace(closing, ""))


@cache
def _marks() -> tuple[str, str]:
    """Return the two marks around a control sequence.

    They are private use characters drawn at random by each process, which hostile text cannot know.
    """
    first, last = _PRIVATE
    opening = first + secrets.randbelow(last - first)
    return chr(opening), chr(opening + 0x10000)


def _sequence(text: str) -> str:
    opening, closing = _marks()
    return f"{opening}{text}{closing}"


def plain(words: object) -> str:
    """Return the text on one line, without control, bidirectional and zero-width characters."""
    text = str(words)
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return " ".join(text.split())


def _shown(character: str) -> str:
    """Return a character, a space for a control character, or nothing for a format character."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in INVISIBLE else character


def escape(words: object, most: int = MAX_WORDS) -> str:
    """Escape untrusted text for mrkdwn: one line, limited length, no markup of its own."""
    text = plain(words)
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str | None, words: object) -> str:
    """Link text to a URL of the configured GitLab; without a URL the text is not linked."""
    return link_escaped(url, escape(words)) if url else escape(words)


def link_escaped(url: str, label: str) -> str:
    """Link a label that is already escaped."""
    address = quote(plain(url), safe="%/:=&?~#+!$,;'@()*[]")
    return _sequence(f"{address}|{label.replace('|', '¦')}")


def mention(slack_id: str) -> str:
    """Mention a person, who is notified; text that is no Slack id is only escaped."""
    return _sequence(f"@{slack_id}") if _SLACK_ID.fullmatch(slack_id) else escape(slack_id)


def channel(slack_id: object) -> str:
    """Format a channel id so that readers see the channel's name."""
    words = str(slack_id)
    return _sequence(f"#{words}") if _SLACK_ID.fullmatch(words) else escape(words)


def moment(at: datetime) -> str:
    """Format a time so that readers see it in their own time zone."""
    shown = f"{{date_short_pretty}} at {{time}}|{utc_moment(at)}"
    return _sequence(f"!date^{int(at.timestamp())}^{shown}")
