"""Reading answers: a success passes, a refusal raises the error of its kind.

Only GitLab's own message is kept, and only from JSON: a web page may come from anything between
here and GitLab, and error texts of libraries are never shown to people.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
import requests

from gitlab_gateway.errors import (
    GitLabError,
    MovedError,
    NeedsOperatorError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    UnauthorisedError,
    UnreachableError,
)
from gitlab_gateway.refusals import GitLabAnswer, RefusalKind, Rule, rule_of

MAX_WORDS = 300
MAX_WAIT = 3600.0
NO_WORDS = "it gave no reason"
MULTIPLE_CHOICES = 300
REDIRECTS = frozenset({301, 302, 303, 307, 308})
READING = ("GET", "HEAD")
_FIELDS = ("message", "error", "errors")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class _Exchange:
    """A request and the raw parts of its answer."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def check_rest(response: requests.Response, *_args: object, **_kwargs: object) -> None:
    """Raise the error of a refusal; a hook of requests, which also sees each redirect.

    Raises:
        GitLabError: GitLab, or something in front of it, refused.
    """
    sent = response.request
    _check(
        _Exchange(
            sent.method or "",
            sent.url or "",
            response.status_code,
            response.headers,
            response.content,
        )
    )


def check_graphql(response: httpx.Response) -> None:
    """Raise the error of a refusal; a hook of httpx, which does not follow redirects.

    Raises:
        GitLabError: GitLab, or something in front of it, refused.
    """
    response.read()
    url = str(response.request.url)
    _check(
        _Exchange(
            response.request.method, url, response.status_code, response.headers, response.content
        )
    )


def error_of_query(errors: object) -> GitLabError:
    """Return the error for the ``errors`` of a GraphQL answer with status 200."""
    answer = GitLabAnswer(200, clean_words(_message(errors)) or NO_WORDS)
    return _error(rule_of(answer), answer, "GraphQL", changes=False)


def _check(seen: _Exchange) -> None:
    if _is_followed(seen):
        return
    html = "html" in seen.headers.get("Content-Type", "").lower()
    if seen.status < MULTIPLE_CHOICES and not html:
        return
    words, wait = "" if html else _words(seen.body), _retry_after(seen.headers)
    answer = GitLabAnswer(seen.status, words, html, _address(seen), wait or 0.0)
    rule = rule_of(answer)
    if rule.kind == RefusalKind.passing and seen.status == requests.codes.too_many_requests:
        raise RateLimitedError(rule.sentence, retry_after=rule.pause if wait is None else wait)
    call = f"{seen.method} {urlsplit(seen.url).path.partition('/api/v4')[2]}"
    raise _error(rule, answer, call, changes=seen.method not in READING)


def _is_followed(seen: _Exchange) -> bool:
    """Return whether this is the redirect of a moved project, which requests follows.

    A redirect to another address is not followed: the token would be sent there.
    """
    to = seen.headers.get("Location", "")
    here = urlsplit(seen.url)
    there = urlsplit(urljoin(seen.url, to))
    same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    return seen.status in REDIRECTS and seen.method in READING and same and "/api/" in there.path


def _address(seen: _Exchange) -> str:
    """Return the base URL to which an answer redirects; empty if there is none."""
    to = seen.headers.get("Location", "")
    if seen.status not in REDIRECTS or not to:
        return ""
    there = urlsplit(urljoin(seen.url, to))
    root, found, _ = there.path.partition("/api/")
    return clean_words(f"{there.scheme}://{there.netloc}{root if found else ''}")


def _error(rule: Rule, answer: GitLabAnswer, call: str, *, changes: bool) -> GitLabError:
    what = rule.sentence.format(status=answer.status, words=answer.words or NO_WORDS)
    if rule.kind == RefusalKind.passing:
        return UnreachableError(
            what,
            unknown=changes and not rule.unwritten,
            may_act_later=rule.acts_later,
            pause=max(rule.pause, answer.wait),
            lasts=rule.lasts,
        )
    if rule.kind == RefusalKind.operator:
        todo = rule.todo.format(url=answer.url or "GitLab's address")
        rejected = answer.status == requests.codes.unauthorized
        return (UnauthorisedError if rejected else NeedsOperatorError)(what, todo=todo)
    if rule.kind == RefusalKind.elsewhere:
        return MovedError(what, status=answer.status)
    if answer.status == requests.codes.not_found:
        return NotFoundError(f"{call}: not found, or not visible to the token", status=404)
    return RefusedError(what, status=answer.status)


def _words(body: bytes) -> str:
    try:
        read = json.loads(body)
    except ValueError:
        return ""
    return clean_words(_message(read))


def _message(read: object) -> str:
    """Return the message in a JSON body, whatever its shape."""
    if isinstance(read, dict):
        said = [read[name] for name in _FIELDS if read.get(name)]
        return " ".join(map(_message, said)) if said else json.dumps(read)
    if isinstance(read, list):
        return "; ".join(map(_message, read))
    return str(read)


def clean_words(text: str) -> str:
    """Return GitLab's text as one short line without markup and control characters."""
    plain = _MARKUP.sub(" ", text)
    seen = "".join(" " if unicodedata.category(c).startswith("C") else c for c in plain)
    return " ".join(seen.split())[:MAX_WORDS]


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return min(float(value), MAX_WAIT) if value.isdecimal() and value.isascii() else None
