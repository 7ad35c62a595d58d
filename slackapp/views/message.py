"""Building blocks for all views: messages, sections and their limits.

Every text is sealed here (`slackapp/views/mrkdwn.py`), so that a view cannot forget to escape.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from campaigns.dates import long_date
from slackapp.views.mrkdwn import Mrkdwn, escape, plain, seal

MESSAGE_BLOCKS = 50
SECTION_LIMIT = 3000
MAX_SENTENCE = 1200
HEADER_LIMIT = 150
OPTION_LIMIT = 75
BUTTON_LIMIT = 75
SECONDS_A_DAY = 86400
SECONDS_AN_HOUR = 3600
# A link, an entity, a word with the space after it, or the rest of either.
_TOKEN = re.compile(r"<[^<>]*>\s*|&[a-z]+;\s*|[^<&\s]{1,100}\s*|[<&\s]")


@dataclass(frozen=True)
class Message:
    """One message: its blocks, and the text that notifications and screen readers use."""

    text: str
    blocks: Sequence[Block] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", seal(self.text))

    def as_json(self) -> dict[str, object]:
        """Return the message as the Web API expects it."""
        blocks = [block.to_dict() for block in self.blocks]
        return {"text": self.text, **({"blocks": blocks} if blocks else {})}


def day(on: date | None) -> str:
    """Format a date for people, or return `no date`."""
    return "no date" if on is None else long_date(on)


def how_long(since: datetime | None, now: datetime) -> str:
    """Format a duration in the largest unit that fits."""
    seconds = (now - since).total_seconds() if since else 0
    if seconds >= SECONDS_A_DAY:
        return count(int(seconds // SECONDS_A_DAY), "day")
    if seconds >= SECONDS_AN_HOUR:
        return count(int(seconds // SECONDS_AN_HOUR), "hour")
    return "less than an hour"


def count(number: int, thing: str) -> str:
    """Format a count: `1 item`, `2 items`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def header(words: object) -> HeaderBlock:
    """Build a header, cut to Slack's limit."""
    return HeaderBlock(text=PlainTextObject(text=plain(words)[:HEADER_LIMIT], emoji=False))


def section(text: str, button: ButtonElement | None = None) -> SectionBlock:
    """Build a section, with an optional button next to it."""
    return SectionBlock(text=_text_object(seal(text)), accessory=button)


def context(text: str) -> ContextBlock:
    """Build a line of small print."""
    return ContextBlock(elements=[_text_object(seal(text))])


def _text_object(mrkdwn: Mrkdwn) -> MarkdownTextObject:
    return MarkdownTextObject(text=mrkdwn, verbatim=True)


def fit(blocks: Sequence[Block], most: int = MESSAGE_BLOCKS) -> list[Block]:
    """Truncate blocks to Slack's limit, adding a note if some were dropped."""
    if len(blocks) <= most:
        return list(blocks)
    return [*blocks[: most - 1], context("Not everything fits in one message.")]


def fit_around(
    blocks: Sequence[Block], needed: Callable[[Block], bool], most: int = MESSAGE_BLOCKS
) -> list[Block]:
    """Truncate blocks to Slack's limit, in order, keeping all ``needed`` ones."""
    if len(blocks) <= most:
        return list(blocks)
    room = most - 1 - sum(needed(block) for block in blocks)
    kept: list[Block] = []
    for block in blocks:
        if needed(block) or room > 0:
            kept.append(block)
        elif room == 0:
            kept.append(context("Not everything fits in one message."))
        room -= not needed(block)
    return kept


def sections(title: str, lines: Iterable[str], *, most: int | None = None) -> list[Block]:
    """Build sections of lines under a bold title, split at Slack's limit.

    Lines beyond ``most`` are replaced by their number.
    """
    listed = list(lines)
    shown = listed if most is None else listed[:most]
    if len(listed) > len(shown):
        shown = [*shown, f"… and {len(listed) - len(shown)} more"]
    blocks: list[Block] = []
    text = Mrkdwn(f"*{escape(title)}*") if title else Mrkdwn()
    for line in (piece for whole in shown for piece in pieces(seal(whole))):
        if text and len(text) + len(line) + 1 > SECTION_LIMIT:
            blocks.append(section(text))
            text = Mrkdwn()
        text = Mrkdwn(f"{text}\n{line}") if text else line
    return [*blocks, section(text)] if text else blocks


def pieces(mrkdwn: Mrkdwn, most: int = SECTION_LIMIT) -> Iterable[Mrkdwn]:
    """Split a line at spaces to fit Slack's limit, never inside a link or an entity."""
    if len(mrkdwn) <= most:
        return [mrkdwn]
    found = [""]
    for token in _TOKEN.findall(mrkdwn):
        if len(found[-1]) + len(token) > most:
            found.append("")
        found[-1] += token[:most]
    return [Mrkdwn(piece.strip()) for piece in found if piece.strip()]


def sentence(words: str) -> Message:
    """Build a message of one sentence."""
    return Message(words, [section(words)])


def refusal(words: str) -> Message:
    """Build the reply to a refused request: the sentence, marked as an error."""
    return Message(words, [section(f":warning: {words}")])
