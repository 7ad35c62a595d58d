"""Draft merge requests, marked by a title prefix (user/project/merge_requests/drafts).

There is no separate flag: removing the prefix, in the API or on the page, makes the merge
request ready.
"""

import re

_MARKS = re.compile(r"\A(?:(?:\[draft\]|\(draft\)|draft:)\s*)+", re.IGNORECASE)


def is_draft(title: str) -> bool:
    """Return whether a title begins with ``Draft:``, ``[Draft]`` or ``(Draft)``, in any case."""
    return _MARKS.match(title) is not None


def draft_title(title: str) -> str:
    """Return the title with a draft prefix."""
    return title if is_draft(title) else f"Draft: {title}"


def ready_title(title: str) -> str:
    """Return the title without its draft prefix."""
    return _MARKS.sub("", title)
