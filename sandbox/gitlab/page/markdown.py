"""Descriptions and notes as GitLab shows them: Markdown without raw HTML, references as links.

HTML comments are omitted, as in GitLab; images become links, so that a page never calls
another server.
"""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TASK = re.compile(r"^\[([ xX])\] ")
_PATH = r"[A-Za-z0-9_.][A-Za-z0-9_./-]*"
_REFERENCE = re.compile(
    rf"(?P<issue>(?<![\w/&])(?:{_PATH})?#\d+\b)"
    rf"|(?P<request>(?<![\w/&])(?:{_PATH})?!\d+\b)"
    rf"|(?P<epic>(?<![\w/])(?:{_PATH})?&\d+\b)"
    r"|(?P<user>(?<![\w/.])@[A-Za-z0-9_][\w.-]*\w)"
    r"|(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])"
)
Resolve = Callable[[str, str], str | None]


def render(text: str, resolve: Resolve) -> Markup:
    """Render Markdown; ``resolve(kind, text)`` returns a reference's address, or None."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable("image")
    parser.core.ruler.push("references", lambda state: _references(state, resolve))
    return Markup(parser.render(_COMMENT.sub("", text)))  # noqa: S704 - html is off


def _references(state: StateCore, resolve: Resolve) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children, resolve))


def _linked(tokens: list[Token], resolve: Resolve) -> Iterator[Token]:
    inside = 0
    for place, token in enumerate(tokens):
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or inside:
            yield token
        else:
            yield from _split(_task(token.content) if place == 0 else token.content, resolve)


def _task(text: str) -> str:
    """Render a task's checkbox at the start of a list item."""
    return _TASK.sub(lambda match: "☐ " if match[1] == " " else "☑ ", text)


def _split(text: str, resolve: Resolve) -> Iterator[Token]:
    end = 0
    for match in _REFERENCE.finditer(text):
        kind = match.lastgroup or ""
        address = match[0] if kind == "url" else resolve(kind, match[0])
        if address is None:
            continue
        yield _text(text[end : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield _text(match[0])
        yield Token("link_close", "a", -1)
        end = match.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
