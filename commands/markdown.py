"""Text for GitLab's Markdown: only text that was made here may be written to GitLab.

What people or GitLab wrote is a plain `str` until `markdown` or a template fills it in, which
escapes it. A backslash escapes `@`, `#`, `!`, `~`, `&`, `%`, `$` and `^`
(docs.gitlab.com/user/markdown); a quick action must be on a separate line.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

MAX_WORDS = 500
_UNSEEN = frozenset({"Cf", "Cc", "Cs"})
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~@&%$^/:.])")
# Names, versions, dates and paths, which need no backslash to be text.
_HARMLESS = re.compile(r"(?!.*www\.)[^\W_](?:[^\W_]|[ ,/-]|[._](?=[^\W_]))*", re.IGNORECASE)
_ORDERED = re.compile(r"[0-9]+\.\s.*")
_USERNAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_REFERENCE = re.compile(r"[\w.-]+(?:/[\w.-]+)+#[0-9]+")


class Markdown(str):
    """Text whose parts are escaped; only this module and the templates make it."""

    __slots__ = ()


def markdown(template: str, *parts: object) -> Markdown:
    """Fill in the `{}` of a literal, escaping every part that is not Markdown yet."""
    return Markdown(template.format(*map(escaped, parts)))


def escaped(part: object) -> Markdown:
    """Return a part as Markdown; plain text is escaped."""
    return part if isinstance(part, Markdown) else as_markdown(str(part))


def join(parts: Iterable[Markdown], separator: str = "\n") -> Markdown:
    """Join Markdown, by default as lines."""
    return Markdown(separator.join(parts))


def as_markdown(words: str) -> Markdown:
    """Escape text: one line, no markup, no mentions."""
    seen = "".join(c for c in words if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    line = " ".join(seen.split())[:MAX_WORDS]
    return Markdown(_SPECIAL.sub(r"\\\1", line))


def as_value(value: object) -> object:
    """Escape the value of a template's expression; names, versions and paths stay readable."""
    if isinstance(value, Markdown) or not isinstance(value, str):
        return value
    harmless = _HARMLESS.fullmatch(value) and not _ORDERED.fullmatch(value)
    return Markdown(value) if harmless else as_markdown(value)


def code(*parts: object) -> Markdown:
    """Build a code span, where nothing is markup except the backtick."""
    words = ":".join(str(part) for part in parts).replace("`", "")
    seen = "".join(c for c in words if unicodedata.category(c) not in _UNSEEN or c.isspace())
    return Markdown(f"`{' '.join(seen.split())}`")


def mention(username: str) -> Markdown:
    """Mention a GitLab user, who is notified; text that is no username is escaped."""
    return Markdown(f"@{username}") if _USERNAME.fullmatch(username) else as_markdown(username)


def reference(words: object) -> Markdown:
    """Refer to an issue, such as `group/project#7`; other text is escaped."""
    text = str(words)
    return Markdown(text) if _REFERENCE.fullmatch(text) else as_markdown(text)


def address(url: str) -> Markdown:
    """Write a URL, which GitLab links."""
    return Markdown(quote(url, safe="%/:=&?~#+!$,;'@*"))


def link(words: Markdown, url: str | None) -> Markdown:
    """Link escaped words; without a URL they are not linked."""
    return words if url is None else Markdown(f"[{words}]({address(url)})")
