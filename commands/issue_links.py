"""Reading an issue off what a person pasted; a link is never fetched, only taken apart."""

import re
from urllib.parse import urlsplit

from campaigns.observations import IssueRef
from commands.errors import InvalidRequestError

_PATH = re.compile(r"^/(?P<project>[\w.-]+(?:/[\w.-]+)+?)/-/(?:issues|work_items)/(?P<iid>\d+)/?$")
_SHORT = re.compile(r"^(?P<project>[\w.-]+(?:/[\w.-]+)+)#(?P<iid>\d+)$")


def read_issue_link(words: str, gitlab_url: str) -> IssueRef | None:
    """Read `https://gitlab/group/project/-/issues/7` or `group/project#7`; None for words.

    Raises:
        InvalidRequestError: a link to another host, or to something else than an issue.
    """
    text = words.strip().strip("<>").partition("|")[0]
    short = _SHORT.match(text)
    if short:
        return IssueRef(short["project"], int(short["iid"]))
    if not re.match(r"^[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return None
    link, home = urlsplit(text), urlsplit(gitlab_url)
    if (link.scheme, link.netloc) != (home.scheme, home.netloc):
        raise InvalidRequestError(f"I only follow links to {gitlab_url}: paste one of its issues.")
    found = _PATH.match(link.path.removeprefix(home.path.rstrip("/")))
    if found is None:
        raise InvalidRequestError("This link is not one of an issue: paste the issue's address.")
    return IssueRef(found["project"], int(found["iid"]))
