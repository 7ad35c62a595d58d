"""Writing the decisions on an item to GitLab, with one intent per item.

The intent lists the aspects to update (state, blockers, DRI), not the steps. It is idempotent, and
the retry of an earlier decision never overwrites a later one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.model.item import Blocker, Item
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from gitlab_gateway import issues, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import NotFoundError, RefusedError
from gitlab_gateway.issues import LinkRecord
from gitlab_gateway.membership import missing_label
from gitlab_gateway.schema import Schema
from gitlab_gateway.statuses import set_status, statuses_available
from storage.catalog.read import Catalog
from storage.delivery.queues import (
    add_intent,
    find_intent,
    list_pending_intents,
    rearm_intent,
)
from storage.delivery.tables import IntentRow, QueueState
from storage.delivery.unwritten import WRITE_ITEM as KIND
from storage.delivery.unwritten import key_of_item
from storage.items import convert_to_words
from storage.lifecycle.campaigns import (
    get_campaign,
    get_item_record,
    list_ended_links,
    mark_links_foreign,
    update_campaign,
)
from storage.store import Store

# The names of the fields of `campaigns.sync.changes.ItemSnapshot`.
STATE, BLOCKERS, DRI = "state", "blockers", "dri"
FORBIDDEN = 403


def enqueue_item_written(
    session: Session, item_id: int, aspects: Iterable[str], *, by: str, now: Clocks
) -> None:
    """Enqueue an update of these aspects of an item in GitLab.

    ``by`` is the Slack id of the requester, who is notified if GitLab rejects the update.
    """
    key = key_of_item(item_id)
    row = find_intent(session, key)
    if row is None:
        payload = {"item_id": item_id, "aspects": sorted(aspects), "asked_by": by}
        add_intent(session, KIND, key, payload, now=now.wall)
        return
    still_open = row.payload if row.state == QueueState.pending.value else {"aspects": []}
    wanted = sorted({*still_open["aspects"], *aspects})
    row.payload = {**still_open, "item_id": item_id, "aspects": wanted, "asked_by": by}
    if row.state == QueueState.pending.value and row.lease_by is not None:
        row.due_at, row.attempts = now.wall, 0  # the worker that is running it will run it again
        session.add(row)
    else:
        rearm_intent(session, row, now=now.wall)


def unwritten_aspects(session: Session) -> dict[int, frozenset[str]]:
    """Map items to the aspects of their decisions that are not written to GitLab yet."""
    return {
        row.payload["item_id"]: frozenset(row.payload["aspects"])
        for row in list_pending_intents(session, KIND)
    }


def is_being_written(session: Session, now: Clocks) -> bool:
    """Return whether a decision is being written to GitLab, or is due to be."""
    query = select(IntentRow).where(
        IntentRow.kind == KIND,
        col(IntentRow.state) == QueueState.pending.value,
        col(IntentRow.due_at) <= now.wall,
    )
    return session.exec(query.limit(1)).first() is not None


@dataclass(frozen=True)
class _Writing:
    gitlab: Connection
    schema: Schema
    catalog: Catalog
    item: Item
    ref: IssueRef


def write_item(
    store: Store,
    gitlab: Connection,
    schema: Schema,
    catalog: Catalog,
    item_id: int,
    aspects: Iterable[str],
) -> None:
    """Update an item's issue in GitLab.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request. A rejected link is raised
            last, after everything else was written.
    """
    with store.read() as session:
        item = get_item_record(session, item_id)
        ended = list_ended_links(session, item_id)
    if item.issue_iid is None:
        return
    writing = _Writing(gitlab, schema, catalog, item, IssueRef(item.project, item.issue_iid))
    links = _Links()
    if STATE in aspects:  # first, since it shows whether the issue can be written at all
        _write_state(writing)
    if BLOCKERS in aspects:
        links = _write_blockers(writing, ended)
        _note_links_written(store, item.campaign_id, ended, links)
    if DRI in aspects:
        _write_dri(writing)
    if links.refused:
        raise _refused_links(links.refused)


class LinksRefusedError(RefusedError):
    """Only a link was refused: everything else is written, and a note names the blocker."""


def _refused_links(blockers: tuple[Blocker, ...]) -> RefusedError:
    named = ", ".join(str(_target(blocker)) for blocker in blockers)
    return LinksRefusedError(
        f"The token is not allowed to link it to {named}, or cannot see it. "
        "The item is still blocked, and its note names the blocker"
    )


def _write_state(writing: _Writing) -> None:
    group = writing.catalog.working_group
    if group.track_by != "statuses":
        _write_label(writing)
    names = group.statuses.get(writing.item.state, ())
    if group.track_by != "labels" and names and statuses_available(writing.schema):
        set_status(writing.gitlab, writing.ref, names[0])


def _write_label(writing: _Writing) -> None:
    """Set the label of the item's state on the issue, and remove the labels of other states."""
    group, state = writing.catalog.working_group, writing.item.state
    seen = issues.find_issue(writing.gitlab, writing.ref)
    if seen is None:
        raise NotFoundError(
            f"{writing.ref} does not exist, or is not visible to the token", status=404
        )
    stated = {label: group.names.of_label(label) for label in seen.labels}
    fits = state in stated.values()
    wanted = group.labels.get(state)
    add = [_existing_label(writing, wanted)] if wanted is not None and not fits else []
    remove = [label for label, said in stated.items() if said not in (None, state)]
    if add or remove:
        issues.relabel_issue(writing.gitlab, writing.ref, add=add, remove=remove)


def _existing_label(writing: _Writing, name: str) -> str:
    """Return a label as GitLab spells it: GitLab would create one that it does not know."""
    found = projects.find_project_label(writing.gitlab, writing.item.project, name)
    if found is None:
        raise missing_label(name, writing.item.project)
    return found


@dataclass(frozen=True)
class _Links:
    """The result of writing links; ``stood_in`` if `relates_to` replaced a blocking link."""

    stood_in: bool = False
    refused: tuple[Blocker, ...] = ()


def _write_blockers(writing: _Writing, ended: tuple[Blocker, ...]) -> _Links:
    """Add our open blocking links, and convert our ended ones to `relates_to`."""
    ours = [b for b in writing.item.blockers if b.ours and b.project and b.iid]
    if not ours and not ended:
        return _Links()
    links = {link.ref: link for link in issues.list_links(writing.gitlab, writing.ref)}
    still_open = {_target(blocker) for blocker in writing.item.blockers}
    for ref in {_target(blocker) for blocker in ended} - still_open:
        link = links.get(ref)
        if link is not None and link.kind == issues.BLOCKED_BY:
            issues.remove_link(writing.gitlab, writing.ref, link.id)
            issues.add_link(writing.gitlab, writing.ref, ref, issues.RELATES_TO)
    kinds, refused = set[str](), list[Blocker]()
    for blocker in ours:
        try:
            target = _target(blocker)
            kinds.add(_add_blocking_link(writing, target, links.get(target)))
        except RefusedError:
            refused.append(blocker)
    return _Links(issues.RELATES_TO in kinds, tuple(refused))


def _target(blocker: Blocker) -> IssueRef:
    return IssueRef(blocker.project or "", blocker.iid or 0)


def _add_blocking_link(writing: _Writing, target: IssueRef, there: LinkRecord | None) -> str:
    """Add a blocking link if it is missing, or a `relates_to` link without GitLab Premium.

    Return the kind of the resulting link. A link in the opposite direction was created by somebody
    else and is kept.
    """
    if there is not None and there.kind == issues.BLOCKED_BY:
        return issues.BLOCKED_BY
    if there is not None and there.kind != issues.RELATES_TO:
        raise RefusedError(f"{target} is blocked by {writing.ref}", status=409)
    try:
        if there is not None:
            issues.remove_link(writing.gitlab, writing.ref, there.id)
        issues.add_link(writing.gitlab, writing.ref, target, issues.BLOCKED_BY)
    except RefusedError as error:
        if error.status != FORBIDDEN:
            raise
        issues.add_link(writing.gitlab, writing.ref, target, issues.RELATES_TO)
        return issues.RELATES_TO
    return issues.BLOCKED_BY


def _write_dri(writing: _Writing) -> None:
    if writing.item.dri is None:
        return
    user = projects.find_user(writing.gitlab, writing.item.dri)
    if user is None or not user.active:
        raise RefusedError(f"GitLab has no active user {writing.item.dri}")
    issues.assign_issue(writing.gitlab, writing.ref, user.id)


def _note_links_written(
    store: Store, campaign_id: int, ended: tuple[Blocker, ...], links: _Links
) -> None:
    """Record converted links as no longer ours, and rejected ones as free text."""
    with store.write() as session:
        mark_links_foreign(session, [blocker.id for blocker in ended])
        convert_to_words(session, [blocker.id for blocker in links.refused])
        notices = get_campaign(session, campaign_id).notices
        if links.stood_in and "no_blocking_links" not in notices:
            update_campaign(session, campaign_id, notices=[*notices, "no_blocking_links"])
