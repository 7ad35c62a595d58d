"""What somebody named as a blocker: a component of the campaign, an issue, or words."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.model.campaign import Campaign
from campaigns.model.item import Blocker, Item
from campaigns.sync.snapshots import IssueRef
from commands.errors import InvalidRequestError
from commands.items.issue_links import read_issue_link
from storage.lifecycle.campaigns import find_items_named, get_view

MAX_REASON = 500


@dataclass(frozen=True)
class NamedBlocker:
    """A resolved blocker; ``ours`` is true if the assistant creates the link."""

    kind: str
    text: str
    project: str | None = None
    iid: int | None = None
    web_url: str | None = None
    ours: bool = False


def read_blocker(
    session: Session, campaign: Campaign, item: Item, words: str, gitlab_url: str
) -> NamedBlocker:
    """Resolve the blocker: a component of the campaign, an issue link, or a description.

    Raises:
        InvalidRequestError: no words, a link to something else, or the item itself.
    """
    if not words.strip():
        raise InvalidRequestError(
            "Specify what blocks it: an issue link, a component or a few words."
        )
    other = _component(session, campaign, words)
    projects = {known.project for known in get_view(session, campaign.id).items}
    link = None if other else read_issue_link(words, gitlab_url, projects)
    ref = link.ref if link else None
    if other is not None and other.issue_iid is not None:
        ref = IssueRef(other.project, other.issue_iid)
    if other == item or ref == IssueRef(item.project, item.issue_iid or 0):
        raise InvalidRequestError(
            f"{item.title} cannot be blocked by itself: name another blocker."
        )
    kind = "item" if other else "issue" if ref else "words"
    text = other.title if other else str(link or words.strip())[:MAX_REASON]
    if ref is None:
        return NamedBlocker(kind, text)
    web_url = f"{gitlab_url.rstrip('/')}/{ref.project}/-/issues/{ref.iid}"
    return NamedBlocker(kind, text, ref.project, ref.iid, web_url, ours=True)


def _component(session: Session, campaign: Campaign, words: str) -> Item | None:
    found = find_items_named(session, words, campaign_id=campaign.id)
    return found[0][1] if found else None


def is_same_blocker(blocker: NamedBlocker, known: Blocker) -> bool:
    """Return whether a blocker is known already: the same issue, or the same words."""
    if blocker.iid is None:
        return known.text == blocker.text
    return (known.project, known.iid) == (blocker.project, blocker.iid)
