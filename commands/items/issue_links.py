"""Parsing pasted issue links, which are never fetched."""

import re
from urllib.parse import SplitResult, urlsplit

from campaigns.sync.snapshots import IssueRef
from commands.errors import InvalidRequestError

_PATH = re.compile(
    r"^/(?P<project>[\w.-]+(?:/[\w.-]+)+?)/-/(?:issues|work_items)/(?P<iid>[0-9]{1,10})/?$"
)
_SHORT = re.compile(r"^(?P<project>[\w.-]+(?:/[\w.-]+)+)#(?P<iid>[0-9]{1,10})$")


def read_issue_link(words: str, gitlab_url: str) -> IssueRef | None:
    """Parse `https://gitlab/group/project/-/issues/7` or `group/project#7`; None for other text.

    Raises:
        InvalidRequestError: the link is to another host, or not to an issue.
    """
    text = words.strip().strip("<>").partition("|")[0]
    short = _SHORT.match(text)
    if short:
        return IssueRef(short["project"], int(short["iid"]))
    if not re.match(r"^[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return None
    path = _path_at_home(text, gitlab_url)
    if path is None:
        raise InvalidRequestError(
            f"Only links to {gitlab_url} are accepted. Paste a link to one of its issues."
        )
    found = _PATH.match(path)
    if found is None:
        raise InvalidRequestError("This link does not point to an issue. Paste the issue's URL.")
    return IssueRef(found["project"], int(found["iid"]))


def _path_at_home(text: str, gitlab_url: str) -> str | None:
    """Return the path of a link to this GitLab instance; None for any other link or text."""
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
