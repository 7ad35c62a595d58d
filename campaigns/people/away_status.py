"""Whether the text or the emoji of a status says that someone is away."""

import re
from dataclasses import dataclass
from functools import cache

from campaigns.people.absence_words import AFTER, BEFORE, BEGINNINGS, EMOJI, PHRASES, PRESENT
from campaigns.people.status_dates import plain

# Calendars add their name to what they show: "In a meeting • Google Calendar".
_CALENDAR = re.compile(r"\s*•\s*[\w ]*(?:calendar|kalender|calendrier|calendario|agenda)\s*$")
_CALENDAR_EMOJI = (":spiral_calendar_pad:", ":calendar:", ":date:")
_CODE = re.compile(r":([a-z0-9_+'-]+):")
_SKIN_TONE = re.compile(r":skin-tone-\d:")
_UNTIL = (
    r"\W*(?:$|\d|[^\w\s]|(?:until|till?|through|thru|to|bis|jusqu\w*|hasta|fino|ate|tot|t/m|tom|do"
    r"|до|back|in|with|today|this|all|days?)(?!\w))"
)
# Scripts that write words without spaces begin here.
_UNSPACED = "\u2e80"


@dataclass(frozen=True)
class AwayWords:
    """A group's own phrases and emoji (names without colons) that mean away."""

    phrases: tuple[str, ...] = ()
    emoji: tuple[str, ...] = ()


NO_WORDS = AwayWords()


def says_away(status: str, own: AwayWords = NO_WORDS) -> bool:
    """Return whether a status says out of office, in words or by an emoji.

    What a calendar shows is a meeting unless all of its title says away.
    """
    text = plain(_SKIN_TONE.sub("", status))
    words = _CODE.sub(" ", text).strip()
    title = _CALENDAR.sub("", words)
    if title != words or any(mark in text for mark in _CALENDAR_EMOJI):
        return title in BEGINNINGS or _phrases(PHRASES + own.phrases).fullmatch(title) is not None
    if _beginnings().match(words) or _has_phrase(words, own):
        return True
    return _has_emoji(text, own) and not _phrases(PRESENT).search(words)


def _has_phrase(words: str, own: AwayWords) -> bool:
    found = _phrases(PHRASES + own.phrases).finditer(words)
    return any(not _is_topic(words[: one.start()], words[one.end() :]) for one in found)


def _is_topic(before: str, after: str) -> bool:
    """Return whether the words around a phrase take its meaning away."""
    last, first = re.search(r"(\w+)\W*$", before), re.match(r"\W*(\w+)", after)
    return bool((last and last[1] in BEFORE) or (first and first[1] in AFTER))


def _has_emoji(text: str, own: AwayWords) -> bool:
    named = {*_CODE.findall(text), *(mark for mark in EMOJI if not mark.isascii() and mark in text)}
    return not named.isdisjoint({*EMOJI, *own.emoji})


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(plain, phrases), key=len, reverse=True)
    return re.compile("|".join(map(_bounded, longest_first)))


def _bounded(phrase: str) -> str:
    words = r"[\s-]+".join(map(re.escape, phrase.split()))
    return words if phrase >= _UNSPACED else rf"(?<!\w){words}(?!\w)"


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(BEGINNINGS)})(?={_UNTIL})")
