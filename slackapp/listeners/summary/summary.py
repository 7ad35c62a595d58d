"""`summary`: shows the week's draft; handles its Edit, Post and Skip this week buttons."""

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.drafts import require_undecided
from commands.errors import InvalidRequestError
from commands.people.actors import require
from commands.summary.decide_summary import SUMMARY, edit_summary, post_summary, skip_summary
from commands.summary.draft_summary import draft_summary_now
from commands.summary.read_summary import Summary, read_summary
from slackapp.listeners.pressing import Press, decides
from slackapp.payloads import SubmittedView
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.drafts import parse_version
from slackapp.views.message import sentence
from slackapp.views.summary import summary as view


def parse(words: str) -> bool:
    """Parse `[post]`."""
    if words.casefold() not in ("", "post"):
        raise InvalidRequestError("`summary` shows the draft; `summary post` posts it.")
    return bool(words)


def act(call: Call, post: bool) -> Reply:  # noqa: FBT001 - the parsed request
    """Show the draft as it is now, or post it."""
    deps = call.deps
    record = draft_summary_now(deps.store, deps.catalog, call.actor, now=deps.clock())
    if post:
        post_summary(deps.store, deps.catalog, call.actor, record.id, now=deps.clock())
        deps.wake_jobs()
        return Reply(sentence("The summary is being posted to the channel."), record)
    summary = read_summary(deps.store, record.id, now=deps.clock())
    return Reply(view.build_draft(summary), summary)


def on_edit(press: Press) -> None:
    """Handle Edit: open the filled-in modal at once, because all its data is local."""
    press.open(view.build_edit(_open_draft(press, int(press.value))))


def on_skip(press: Press) -> None:
    """Handle Skip this week: open the modal that asks for a reason."""
    press.open(view.build_skip(_open_draft(press, int(press.value)).record))


def _open_draft(press: Press, summary_id: int) -> Summary:
    require(press.deps.catalog, press.actor, SUMMARY.permission)
    summary = read_summary(press.deps.store, summary_id, now=press.deps.clock())
    require_undecided(SUMMARY, summary.record, summary.people)
    return summary


def on_edit_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle Save: store the changed sections unless somebody else has edited them meanwhile."""
    deps = press.deps
    summary_id, version = parse_version(press.value)
    summary = read_summary(deps.store, summary_id, now=deps.clock())
    edits = view.parse_edit(submitted["state"]["values"], summary)
    edit_summary(
        deps.store, deps.catalog, press.actor, summary_id, version, edits, now=deps.clock()
    )
    deps.wake_jobs()
    ack()


def on_skip_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle Skip in the modal."""
    deps, reason = press.deps, submitted["state"]["values"]["reason"]["words"].get("value") or ""
    skip_summary(deps.store, deps.catalog, press.actor, int(press.value), reason, now=deps.clock())
    deps.wake_jobs()
    ack()


BUTTONS = {view.POST: decides(post_summary, int), view.EDIT: on_edit, view.SKIP: on_skip}
VERB = Verb(
    "summary",
    "summary [post]",
    "show the week's summary as the channel would read it; `post` posts it",
    parse,
    act,
    example="summary",
    permission=Permission.summary,
)
