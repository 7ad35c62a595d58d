"""Carrying an item's decisions to GitLab: one intent an item, which makes GitLab agree.

The intent says what to bring into line (state, blockers, DRI), not what to do: it can
be repeated, and a later decision is never overtaken by an earlier one's retry.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.observations import IssueRef
from commands.moments import Moment
from gitlab_gateway import issues, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.issues import LinkSeen
from gitlab_gateway.schema import Schema
from gitlab_gateway.statuses import set_status, statuses_available
from storage.campaigns import (
    disown_blockers,
    get_campaign,
    get_item_record,
    list_ended_links,
    update_campaign,
)
from storage.catalog import Catalog
from storage.queues import add_intent, find_intent, rearm_intent
from storage.records import BlockerRecord, ItemRecord
from storage.store import Store
from storage.tables import IntentRow, QueueState

STATE, BLOCKERS, DRI = "state", "blockers", "dri"
KIND = "write_item"
FORBIDDEN = 403


def want_item_written(
    session: Session, item_id: int, aspects: Iterable[str], *, by: str, now: Moment
) -> None:
    """Ask a worker to make GitLab agree with an item in these aspects.

    ``by`` is the Slack id of who asked, to be told where GitLab refuses.
    """
    key = f"{KIND}:{item_id}"
    row = find_intent(session, key)
    if row is None:
        payload = {"item_id": item_id, "aspects": sorted(aspects), "asked_by": by}
        add_intent(session, KIND, key, payload, now=now.wall)
        return
    open_aspects = row.payload["aspects"] if row.state == QueueState.pending.value else []
    wanted = sorted({*open_aspects, *aspects})
    row.payload = {"item_id": item_id, "aspects": wanted, "asked_by": by}
    rearm_intent(session, row, now=now.wall)


def pending_item_ids(session: Session) -> set[int]:
    """Give the items whose decisions GitLab has not been told yet."""
    query = select(IntentRow).where(
        IntentRow.kind == KIND, col(IntentRow.state) == QueueState.pending.value
    )
    return {row.payload["item_id"] for row in session.exec(query)}


@dataclass(frozen=True)
class _Writing:
    gitlab: Connection
    schema: Schema
    catalog: Catalog
    item: ItemRecord
    ref: IssueRef


def write_item(
    store: Store,
    gitlab: Connection,
    schema: Schema,
    catalog: Catalog,
    item_id: int,
    aspects: Iterable[str],
) -> None:
    """Make GitLab agree with an item.

    Raises:
        GitLabError: GitLab did not answer, or refused.
    """
    with store.read() as session:
        item = get_item_record(session, item_id)
        ended = list_ended_links(session, item_id)
    if item.issue_iid is None:
        return
    writing = _Writing(gitlab, schema, catalog, item, IssueRef(item.project, item.issue_iid))
    if BLOCKERS in aspects:
        with_links = _write_blockers(writing, ended)
        _note_links_written(store, item.campaign_id, ended, with_links=with_links)
    if STATE in aspects:
        _write_state(writing)
    if DRI in aspects:
        _write_dri(writing)


def _write_state(writing: _Writing) -> None:
    group = writing.catalog.working_group
    if group.track_by != "statuses":
        wanted = group.labels.get(writing.item.state)
        others = [name for name in group.labels.values() if name != wanted]
        issues.relabel_issue(
            writing.gitlab, writing.ref, add=[wanted] if wanted else [], remove=others
        )
    names = group.statuses.get(writing.item.state, ())
    if group.track_by != "labels" and names and statuses_available(writing.schema):
        set_status(writing.gitlab, writing.ref, names[0])


def _write_blockers(writing: _Writing, ended: tuple[BlockerRecord, ...]) -> bool:
    """Add our open blocking links, and turn our ended ones into `relates_to`.

    Gives False where this GitLab has no blocking links and `relates_to` stands in.
    """
    ours = [b for b in writing.item.blockers if b.ours and b.project and b.iid]
    if not ours and not ended:
        return True
    links = {link.ref: link for link in issues.list_links(writing.gitlab, writing.ref)}
    wanted = {_target(blocker) for blocker in ours}
    for ref in {_target(blocker) for blocker in ended} - wanted:
        link = links.get(ref)
        if link is not None and link.kind == issues.BLOCKED_BY:
            issues.remove_link(writing.gitlab, writing.ref, link.id)
            issues.add_link(writing.gitlab, writing.ref, ref, issues.RELATES_TO)
    added = [_add_blocking_link(writing, ref, links.get(ref)) for ref in sorted(wanted)]
    return all(added)


def _target(blocker: BlockerRecord) -> IssueRef:
    return IssueRef(blocker.project or "", blocker.iid or 0)


def _add_blocking_link(writing: _Writing, target: IssueRef, there: LinkSeen | None) -> bool:
    """Add a blocking link where there is none; without Premium `relates_to` stands in."""
    if there is not None and there.kind == issues.BLOCKED_BY:
        return True
    try:
        if there is not None:
            issues.remove_link(writing.gitlab, writing.ref, there.id)
        issues.add_link(writing.gitlab, writing.ref, target, issues.BLOCKED_BY)
    except RefusedError as error:
        if error.status != FORBIDDEN:
            raise
        issues.add_link(writing.gitlab, writing.ref, target, issues.RELATES_TO)
        return False
    return True


def _write_dri(writing: _Writing) -> None:
    if writing.item.dri is None:
        return
    user = projects.find_user(writing.gitlab, writing.item.dri)
    if user is None or not user.active:
        raise RefusedError(f"GitLab has no active user {writing.item.dri}")
    issues.assign_issue(writing.gitlab, writing.ref, user.id)


def _note_links_written(
    store: Store, campaign_id: int, ended: tuple[BlockerRecord, ...], *, with_links: bool
) -> None:
    """Let go of the links that were turned, and note where blocking links are not to be had."""
    with store.write() as session:
        disown_blockers(session, [blocker.id for blocker in ended])
        notices = get_campaign(session, campaign_id).notices
        if not with_links and "no_blocking_links" not in notices:
            update_campaign(session, campaign_id, notices=[*notices, "no_blocking_links"])
