"""The handler of each kind of intent, and the phrases that describe its failure and its end."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from campaigns.delivery import NoticeMessage
from campaigns.lifecycle.plans import OutcomeKind
from campaigns.sync.snapshots import IssueRef
from commands.delivery.messages import enqueue
from commands.delivery.worker import Worker, renew
from commands.evidence.gather_evidence import gather_evidence
from commands.items.notes import KIND as NOTE
from commands.items.notes import write_note, write_note_on
from commands.items.write_item import write_item
from commands.lifecycle.cancel_campaign import KIND as CLOSE_ISSUES
from commands.lifecycle.cancel_campaign import close_campaign_issues
from commands.lifecycle.close_campaign import KIND as CLOSE_EPIC
from commands.lifecycle.close_campaign import close_campaign_epic
from commands.lifecycle.draw_up_plan import draw_up_plan
from commands.lifecycle.epic_notes import KIND as EPIC_NOTE
from commands.lifecycle.epic_notes import write_epic_note
from commands.lifecycle.preview_pins import KIND as GATHER
from commands.lifecycle.preview_pins import enqueue_gathered, preview_pins
from commands.lifecycle.start_campaign import start_campaign
from commands.merge_requests.bump_component import KIND as BUMP
from commands.merge_requests.bump_repository import bump_repository
from commands.reminders.ask_blockers import KIND as ASK_BLOCKER
from commands.summary.read_summary import read_summary
from commands.summary.summary_markdown import summary_markdown
from commands.sync.record_activity import record_own_write
from gitlab_gateway.errors import (
    UnreachableError,
)
from runtimes.registry import get_runtime
from storage.delivery.tables import IntentRow
from storage.delivery.unwritten import WRITE_ITEM
from storage.lifecycle.campaigns import get_campaign, update_campaign
from storage.lifecycle.plans import find_plan


def _plan(worker: Worker, intent: IntentRow) -> None:
    plan_id = intent.payload["plan_id"]
    with worker.store.read() as session:
        record = find_plan(session, plan_id)
    runtime = get_runtime(record.runtime if record else "")
    draw_up_plan(worker, runtime, plan_id)
    with worker.store.write() as session:
        enqueue_gathered(session, f"plan:{plan_id}", {"plan_id": plan_id}, worker.clock())


def _start(worker: Worker, intent: IntentRow) -> None:
    campaign_id, labels = intent.payload["campaign_id"], intent.payload["labels"]
    start_campaign(worker, campaign_id, labels, still_mine=lambda: renew(worker, intent))
    with worker.store.write() as session:
        update_campaign(session, campaign_id, sync_failure=None)
        enqueue_gathered(session, str(campaign_id), {"campaign_id": campaign_id}, worker.clock())


def _note(worker: Worker, intent: IntentRow) -> None:
    payload: dict[str, Any] = intent.payload
    write_note(
        worker.store,
        worker.gitlab,
        payload["item_id"],
        payload["body"],
        payload["mark"],
        may_exist=intent.attempts > 1,
    )
    record_own_write(worker.store, payload["item_id"], worker.clock().story)


def _ask_blocker(worker: Worker, intent: IntentRow) -> None:
    asked: dict[str, Any] = intent.payload
    ref = IssueRef(asked["project"], asked["iid"])
    again = intent.attempts > 1
    write_note_on(worker.gitlab, ref, asked["body"], asked["mark"], may_exist=again)
    if asked["own_item"] is not None:
        record_own_write(worker.store, asked["own_item"], worker.clock().story)


def _write_item(worker: Worker, intent: IntentRow) -> None:
    write_item(
        worker.store,
        worker.gitlab,
        worker.schema(),
        worker.catalog,
        intent.payload["item_id"],
        intent.payload["aspects"],
    )
    record_own_write(worker.store, intent.payload["item_id"], worker.clock().story)


def _close_issues(worker: Worker, intent: IntentRow) -> None:
    close_campaign_issues(
        worker.store, worker.gitlab, worker.schema(), intent.payload["campaign_id"]
    )


def _close_epic(worker: Worker, intent: IntentRow) -> None:
    close_campaign_epic(worker.store, worker.gitlab, worker.schema(), intent.payload["campaign_id"])


def _bump(worker: Worker, intent: IntentRow) -> None:
    campaign_id, project = intent.payload["campaign_id"], intent.payload["project"]
    now, asked_by = worker.clock(), intent.payload["asked_by"]
    outcome = bump_repository(
        worker.store, worker.gitlab, worker.catalog, campaign_id, project, now=now
    )
    if outcome.kind != OutcomeKind.done and asked_by.startswith(("U", "W")):
        failed = outcome.kind == OutcomeKind.failed
        key = f"bump:{intent.id}:{now.wall.isoformat()}"
        needs = "The merge request needs manual work" if failed else "No merge request is needed"
        sentence = f"{needs} in {project}: {outcome.detail}."
        with worker.store.write() as session:
            enqueue(session, NoticeMessage.about(key, sentence), to=asked_by, now=now)


def _epic_note(worker: Worker, intent: IntentRow) -> None:
    campaign_id = intent.payload["campaign_id"]
    name, body = _note_of(worker, intent)
    write_epic_note(
        worker.store,
        worker.gitlab,
        worker.schema(),
        campaign_id,
        name,
        body,
        may_exist=intent.attempts > 1,
    )


def _note_of(worker: Worker, intent: IntentRow) -> tuple[str, str]:
    """Return the name and the text of a note on an epic, rendering a summary if it has no text."""
    if "body" in intent.payload:
        return intent.payload["mark"], intent.payload["body"]
    summary_id = intent.payload["summary_id"]
    summary = read_summary(worker.store, summary_id, now=worker.clock())
    with worker.store.read() as session:
        slug = get_campaign(session, intent.payload["campaign_id"]).slug
    return f"summary {summary_id}", summary_markdown(summary, slug)


def _gather(worker: Worker, intent: IntentRow) -> None:
    """Read the repositories of a plan or a campaign; the next run continues after a shutdown."""

    def pause(seconds: float) -> None:
        if not renew(worker, intent):
            raise UnreachableError("Another worker took over")
        worker.pause(seconds)

    reader, payload = replace(worker, pause=pause), intent.payload
    if "plan_id" in payload:
        preview_pins(reader, payload["plan_id"])
    else:
        gather_evidence(reader, payload["campaign_id"])


WORK: dict[str, Callable[[Worker, IntentRow], None]] = {
    "plan": _plan,
    "start": _start,
    NOTE: _note,
    ASK_BLOCKER: _ask_blocker,
    WRITE_ITEM: _write_item,
    CLOSE_ISSUES: _close_issues,
    CLOSE_EPIC: _close_epic,
    BUMP: _bump,
    GATHER: _gather,
    EPIC_NOTE: _epic_note,
}


WORDS = {
    "plan": "draw up the plan",
    "start": "finish starting the campaign",
    NOTE: "write the note on",
    ASK_BLOCKER: "comment on the issue that blocks",
    WRITE_ITEM: "update GitLab for",
    CLOSE_ISSUES: "close the epic and the issues",
    CLOSE_EPIC: "close the epic",
    BUMP: "open the merge request for",
    GATHER: "read the repositories",
    EPIC_NOTE: "write the note on the epic",
}


DONE = {
    "plan": "The plan has been drawn up",
    "start": "The campaign has been started in GitLab",
    NOTE: "The note has been written on",
    ASK_BLOCKER: "The comment has been written on the issue that blocks",
    WRITE_ITEM: "GitLab has been updated for",
    CLOSE_ISSUES: "The epic and the issues have been closed",
    CLOSE_EPIC: "The epic has been closed",
    BUMP: "The assistant has finished with the merge request for",
    GATHER: "The repositories have been read",
    EPIC_NOTE: "The note has been written on the epic",
}


UNDONE = {
    NOTE: "The note is not in GitLab.",
    EPIC_NOTE: "The note is not on the epic in GitLab.",
    ASK_BLOCKER: "The comment is not in GitLab.",
    CLOSE_ISSUES: "The epic and some issues stay open in GitLab.",
    CLOSE_EPIC: "The epic stays open in GitLab.",
    BUMP: "No merge request was opened or updated.",
}
