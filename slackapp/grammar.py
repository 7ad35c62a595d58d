"""Parsing of typed input, tolerant of case, quotes and spaces, but without guessing."""

import re
from datetime import date, datetime

from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from runtimes.model import Runtime
from runtimes.registry import find_runtime, list_runtimes
from runtimes.versions import Version, parse_version

_MENTION = re.compile(r"^<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>$")
_USERNAME = re.compile(r"^@[A-Za-z0-9_][A-Za-z0-9_.-]*$")
_DATE_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%d.%m.%Y")


def unquote(words: str) -> str:
    """Strip the quotes from a quoted part."""
    stripped = words.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'":
        return stripped[1:-1].strip()
    return stripped


def split_word(words: str) -> tuple[str, str]:
    """Split off the first word."""
    first, _, rest = words.strip().partition(" ")
    return first, rest.strip()


def split_at(words: str, separator: str) -> tuple[str, str | None]:
    """Split at the first lone ``separator`` word; None if there is none."""
    parts = re.split(rf"(?:^|\s){separator}(?:\s|$)", words, maxsplit=1, flags=re.IGNORECASE)
    return unquote(parts[0]), unquote(parts[1]) if len(parts) > 1 else None


def parse_runtime(word: str) -> Runtime:
    """Parse a runtime's name or alias.

    Raises:
        InvalidRequestError: unknown runtime; the message suggests a similar name if there is one.
    """
    runtime = find_runtime(word)
    if runtime is None:
        names = [runtime.name for runtime in list_runtimes()]
        raise InvalidRequestError(
            f"Unknown runtime {word or '(none given)'}.{did_you_mean(word, names)} "
            f"The runtimes are {', '.join(names)}."
        )
    return runtime


def parse_runtime_version(word: str) -> Version:
    """Parse a version of two or three parts.

    Raises:
        InvalidRequestError: the value is not a version.
    """
    version = parse_version(word)
    if version is None:
        raise InvalidRequestError(
            f"{word or 'An empty word'} is not a version: write it like 1.20 or 1.20.5."
        )
    return version


def parse_date(words: str) -> date:
    """Parse a date: 2023-09-30, 30 September 2023 or September 30, 2023.

    Raises:
        InvalidRequestError: the value is not a date.
    """
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", words.replace(",", " "))
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(" ".join(text.split()), form).date()  # noqa: DTZ007 - a date
        except ValueError:
            continue
    raise InvalidRequestError(
        f"{words or 'An empty word'} is not a date: write it like 2023-09-30."
    )


def parse_person(word: str) -> str:
    """Parse a mention as Slack escapes it, or @ and a GitLab username; return the id or username.

    Raises:
        InvalidRequestError: the word is neither of these.
    """
    mention = _MENTION.match(word.strip())
    username = _USERNAME.match(word.strip())
    if mention is None and username is None:
        raise InvalidRequestError(
            f"{word or 'An empty word'} is not a known person: write @ and a name or GitLab "
            "username."
        )
    return mention["id"] if mention else word.strip().removeprefix("@")
