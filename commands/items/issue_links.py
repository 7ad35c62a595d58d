"""Parsing issue links that people paste; a link is never fetched."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from campaigns.sync.snapshots import IssueRef
from commands.errors import InvalidRequestError

_NUMBER = r"(?P<iid>[0-9]{1,10})"
_PROJECT = r"(?P<project>[\w.-]+(?:/[\w.-]+)+?)"
_ISSUE = re.compile(
    rf"^/(?!groups/){_PROJECT}/(?:-/(?:issues(?:/incident)?|work_items)|issues)/{_NUMBER}(?:/designs.*)?/?$"
)
_EPIC = re.compile(rf"^/groups/.+/(?:epics|work_items)/{_NUMBER}/?$")
_REQUEST = re.compile(rf"^/.+/merge_requests/{_NUMBER}(?:/[\w-]+)*/?$")
_SHORT = re.compile(rf"^(?P<path>[\w.-]+(?:/[\w.-]+)*)?(?P<mark>[#&!]){_NUMBER}$")
_URL = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SLACK = re.compile(r"^<(?P<link>[^<>|\s]+)(?:\|[^<>]*)?>(?P<rest>.*)$", re.DOTALL)
_INSTEAD = "or describe what blocks it in a few words"
_EPICS = f"This is an epic, which cannot block an issue: name one of its issues, {_INSTEAD}."
_REQUESTS = (
    f"This is a merge request, which cannot block an issue: name the issue it closes, {_INSTEAD}."
)


@dataclass(frozen=True)
class IssueLink:
    """An issue that somebody named, and the words that followed."""

    ref: IssueRef
    words: str = ""

    def __str__(self) -> str:
        return f"{self.ref}: {self.words}" if self.words else str(self.ref)


def read_issue_link(text: str, gitlab_url: str, projects: Collection[str] = ()) -> IssueLink | None:
    """Parse `https://gitlab/group/project/-/issues/7` or `group/project#7`; None for other words.

    ``projects`` are those that a name without its group may mean, as in `project#7`.

    Raises:
        InvalidRequestError: a link to another host, to something other than an issue, or one that
            does not say in which project.
    """
    link, words = _split(text)
    short = _SHORT.match(link)
    if short and (not words or "/" in (short["path"] or "")):
        return IssueLink(_of_short(short, projects), words)
    if not _URL.match(link):
        return None
    path = _path_at_home(link, gitlab_url)
    if path is None:
        raise InvalidRequestError(
            f"Only links to {gitlab_url} are accepted. Paste a link to one of its issues."
        )
    return IssueLink(_of_path(path), words)


def _split(text: str) -> tuple[str, str]:
    """Split off what may be a link, in Slack's angle brackets or not, from the words after it."""
    stripped = text.strip()
    angled = _SLACK.match(stripped)
    if angled:
        return angled["link"], angled["rest"].lstrip(" ,:;").strip()
    first, _, rest = stripped.partition(" ")
    return first.rstrip(",;:"), rest.strip()


def _of_short(short: re.Match[str], projects: Collection[str]) -> IssueRef:
    if short["mark"] != "#":
        raise InvalidRequestError(_EPICS if short["mark"] == "&" else _REQUESTS)
    name = short["path"] or ""
    ends = [path for path in projects if f"/{path}".casefold().endswith(f"/{name}".casefold())]
    if name and len(ends) == 1:
        return IssueRef(ends[0], int(short["iid"]))
    if "/" not in name:
        raise InvalidRequestError(
            f"Several projects may have an issue {short[0]}: write the group and the project too, "
            f"as in `gitlab-org/{name or 'gitaly'}#{short['iid']}`."
        )
    return IssueRef(name, int(short["iid"]))


def _of_path(path: str) -> IssueRef:
    issue = _ISSUE.match(path)
    if issue is not None:
        return IssueRef(issue["project"], int(issue["iid"]))
    if _EPIC.match(path):
        raise InvalidRequestError(_EPICS)
    if _REQUEST.match(path):
        raise InvalidRequestError(_REQUESTS)
    raise InvalidRequestError("This link does not point to an issue. Paste the issue's URL.")


def _path_at_home(text: str, gitlab_url: str) -> str | None:
    """Return the path of a link below this GitLab's address; None for a link to anywhere else."""
    try:
        link, home = urlsplit(text), urlsplit(gitlab_url)
        if _origin(link) != _origin(home) or "@" in link.netloc:
            return None
    except ValueError:
        return None
    root = home.path.rstrip("/")
    return link.path.removeprefix(root) if link.path.startswith(f"{root}/") else None


def _origin(link: SplitResult) -> tuple[str, str | None, int | None]:
    default = {"http": 80, "https": 443}.get(link.scheme)
    return link.scheme, link.hostname, link.port or default
