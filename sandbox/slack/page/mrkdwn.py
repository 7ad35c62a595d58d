"""Rendering mrkdwn as safe HTML: the output has only known tags and checked links."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from sandbox.people import Person
from sandbox.slack.files import file_path
from sandbox.slack.page.dates import show_date
from sandbox.slack.page.emoji import draw_emoji
from sandbox.slack.records import Channel, Status
from sandbox.slack.workspace import Workspace

_KEPT, _END = "\ue000", "\ue001"
_KEPT_AT = re.compile(f"{_KEPT}(\\d+){_END}")
_CODE_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"<([^<>\n]+)>")
_BOUND = r"(?<![\w{0}]){0}(?=\S)([^{0}\n]+?)(?<=\S){0}(?![\w{0}])"
_STYLES = (
    (re.compile(_BOUND.format(r"\*")), "strong"),
    (re.compile(_BOUND.format("_")), "em"),
    (re.compile(_BOUND.format("~")), "s"),
)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]+", re.IGNORECASE)


@dataclass(frozen=True)
class Reader:
    """The reader, whose mentions are highlighted and whose time zone and story time dates use."""

    workspace: Workspace
    user_id: str
    zone: ZoneInfo
    now: datetime

    def mrkdwn(self, text: str) -> Markup:
        """Render mrkdwn."""
        kept: list[Markup] = []
        rest = self._set_aside(text.replace(_KEPT, "").replace(_END, ""), kept)
        html = _quoted(str(escape(unescape(rest))))
        for style, tag in _STYLES:
            html = style.sub(rf"<{tag}>\1</{tag}>", html)
        html = draw_emoji(html).replace("\n", "<br>")
        while _KEPT in html:
            html = _KEPT_AT.sub(lambda found: str(kept[int(found[1])]), html)
        return Markup(html)  # noqa: S704 - every part was escaped above

    def plain(self, text: str) -> Markup:
        """Render plain_text, in which only emoji names are converted."""
        return Markup(draw_emoji(str(escape(text))).replace("\n", "<br>"))  # noqa: S704

    def text(self, node: dict[str, str]) -> Markup:
        """Render a text object of either kind."""
        shown = self.mrkdwn if node.get("type") == "mrkdwn" else self.plain
        return shown(str(node.get("text", "")))

    def picture(self, named: dict[str, str] | None) -> str:
        """Return the path of a block's or message's file; empty if there is none."""
        file = self.workspace.files.by_id.get((named or {}).get("id", ""))
        return "" if file is None else file_path(file)

    def people(self) -> list[Person]:
        """List the people that a users_select offers."""
        return [p for p in self.workspace.people.values() if not p.is_bot and not p.deleted]

    def channels(self) -> list[Channel]:
        """List the channels that a channels_select offers."""
        return [c for c in self.workspace.channels.values() if c.name and not c.is_archived]

    def link(self, url: str, label: str) -> Markup:
        """Render a link, or only its label if the URL is not safe."""
        if not _SAFE_LINK.fullmatch(url):
            return escape(label or url)
        return Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(
            url, label or url
        )

    def user(self, user_id: str, label: str = "") -> Markup:
        """Render a mention."""
        person = self.workspace.people.get(user_id)
        name = person.name if person else label or user_id
        mine = " mention-me" if user_id == self.user_id else ""
        return Markup('<span class="mention{}">@{}</span>').format(mine, name)

    def end_of(self, status: Status) -> str:
        """Return when a status ends, such as ``tomorrow at 9:00 AM``; empty if it does not end."""
        if not status.until:
            return ""
        return show_date(status.until, "{date_short_pretty} at {time}", self.now, self.zone) or ""

    def local_end_of(self, status: Status) -> str:
        """Return when a status ends as the value of a datetime-local field."""
        if not status.until:
            return ""
        return f"{datetime.fromtimestamp(status.until, self.zone):%Y-%m-%dT%H:%M}"

    def _set_aside(self, text: str, kept: list[Markup]) -> str:
        """Replace code and angle-bracket tokens with placeholders that styles do not affect."""

        def keep(show: Callable[[str], Markup]) -> Callable[[re.Match[str]], str]:
            def replace(found: re.Match[str]) -> str:
                kept.append(show(found[1]))
                return f"{_KEPT}{len(kept) - 1}{_END}"

            return replace

        text = _CODE_BLOCK.sub(keep(lambda code: self._code("pre", code)), text)
        text = _CODE.sub(keep(lambda code: self._code("code", code)), text)
        return _TOKEN.sub(keep(self._token), text)

    def _code(self, tag: str, code: str) -> Markup:
        inside = _TOKEN.sub(lambda found: found[1].rpartition("|")[2], code)
        return Markup(f"<{tag}>{{}}</{tag}>").format(unescape(inside))  # noqa: S704 - fixed tags

    def _token(self, token: str) -> Markup:
        target, _, label = token.partition("|")
        label = unescape(label)
        if target.startswith("@"):
            return self.user(target[1:], label)
        if target.startswith("#"):
            channel = self.workspace.channels.get(target[1:])
            name = channel.name if channel else label or target[1:]
            return Markup('<span class="mention">#{}</span>').format(name)
        if target.startswith("!date^"):
            return self._date(target, label)
        if target.startswith("!"):
            return Markup('<span class="mention mention-me">@{}</span>').format(
                label or target[1:].partition("^")[0]
            )
        return self.link(unescape(target), label)

    def _date(self, target: str, fallback: str) -> Markup:
        parts = target.split("^")
        stamp, template = parts[1], parts[2] if len(parts) > 2 else ""  # noqa: PLR2004
        shown = None
        if stamp.lstrip("-").isdecimal():
            shown = show_date(int(stamp), template, self.now, self.zone)
        body = Markup('<time title="{}">{}</time>').format(fallback, shown or fallback)
        if len(parts) > 3 and _SAFE_LINK.fullmatch(parts[3]):  # noqa: PLR2004
            return Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(
                parts[3], body
            )
        return body


def unescape(text: str) -> str:
    """Undo Slack's escaping of ``&``, ``<`` and ``>``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _quoted(html: str) -> str:
    """Wrap lines that start with ``>`` (already escaped) in a blockquote."""
    lines, out = html.split("\n"), []
    while lines:
        quote = []
        while lines and lines[0].startswith("&gt;"):
            quote.append(lines.pop(0).removeprefix("&gt;").removeprefix(" "))
        if quote:
            out.append(f"<blockquote>{'<br>'.join(quote)}</blockquote>")
        else:
            out.append(lines.pop(0))
    return "\n".join(out).replace("</blockquote>\n", "</blockquote>")
