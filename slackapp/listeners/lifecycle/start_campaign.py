"""`start`: requests a plan; handles its Start, Edit and Cancel buttons and its modal."""

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.lifecycle.draw_up_plan import planned_items
from commands.lifecycle.plan_campaign import StartRequest, request_plan
from commands.lifecycle.start_campaign import accept_plan, try_again
from commands.lifecycle.undecided_plans import (
    PlanExpiredError,
    cancel_plan,
    get_open_plan,
    refresh_plan,
    request_edit,
)
from slackapp.grammar import parse_date, parse_runtime, parse_runtime_version, split_at, split_word
from slackapp.listeners.pressing import Action, Press, decides
from slackapp.payloads import SubmittedView
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.lifecycle import edit_plan as edit_view
from slackapp.views.lifecycle import start_campaign as view
from slackapp.views.lifecycle.start_progress import TRY_AGAIN
from slackapp.views.message import sentence
from storage.lifecycle.plans import find_plan
from storage.people.queries import find_person, slack_ids_by_gitlab


def parse(words: str) -> StartRequest:
    """Parse `<runtime> <version> [by <date>]`."""
    what, by = split_at(words, "by")
    runtime, version = split_word(what)
    return StartRequest(
        runtime=parse_runtime(runtime),
        version=parse_runtime_version(version),
        due_on=None if by is None else parse_date(by),
    )


def act(call: Call, request: StartRequest) -> Reply:
    """Enqueue the plan, which is sent as a direct message so that it survives a reload."""
    deps, plan_id = call.deps, call.deps.new_id()
    request_plan(deps.store, deps.catalog, call.actor, request, plan_id=plan_id, now=deps.clock())
    deps.wake_jobs()
    title = f"{request.runtime.title} {request.version}"
    words = f"Drawing up the plan for *{title}*. Only you will receive it, as a direct message."
    return Reply(sentence(words), {"plan_id": plan_id})


VERB = Verb(
    "start",
    "start <runtime> <version> [by <date>]",
    "plan a campaign; nothing is created until you confirm",
    parse,
    act,
    example="start go 1.20 by 2023-09-30",
    permission=Permission.start,
)


def on_start(press: Press) -> None:
    """Handle Start: turn the plan into a campaign, once only."""
    deps, plan_id = press.deps, press.value
    with deps.store.read() as session:
        record = find_plan(session, plan_id)
    ticked = view.parse_ticked(record.plan, press.state) if record and record.plan else frozenset()
    try:
        accept_plan(deps.store, deps.catalog, press.actor, plan_id, ticked, now=deps.clock())
    except PlanExpiredError:
        refresh_plan(deps.store, deps.catalog, plan_id, now=deps.clock())
        raise
    finally:
        deps.wake_jobs()


def on_edit(press: Press) -> None:
    """Handle Edit: open the filled-in modal at once, because all its data is local."""
    deps = press.deps
    with deps.store.read() as session:
        record = get_open_plan(session, press.value, now=deps.clock())
        plan = record.plan
        dris = [item.dri for item in plan.items] if plan else []
        slack_ids = slack_ids_by_gitlab(session, dris)
    if plan is None:
        return
    components = deps.catalog.runtimes[plan.runtime]
    tiers = tuple(tier.as_tier() for tier in components.tiers)
    modal = edit_view.build_edit(record, plan, tiers, planned_items(components), slack_ids)
    press.open(modal)


def on_edit_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle Save: store the edits and draw up the plan again."""
    deps, values = press.deps, submitted["state"]["values"]
    with deps.store.read() as session:
        record = get_open_plan(session, press.value, now=deps.clock())
        plan = record.plan
        chosen = {user: find_person(session, user) for user in edit_view.chosen_people(values)}
        slack_ids = slack_ids_by_gitlab(session, [i.dri for i in plan.items] if plan else [])
    usernames = {user: found.gitlab_username if found else None for user, found in chosen.items()}
    if plan is None:
        return
    edits, errors = edit_view.parse_edit(values, plan, usernames, slack_ids)
    if errors:
        ack(response_action="errors", errors=errors)
        return
    request_edit(deps.store, deps.catalog, press.actor, press.value, edits, now=deps.clock())
    deps.wake_jobs()
    ack()


BUTTONS: dict[str, Action] = {
    view.START: on_start,
    view.EDIT: on_edit,
    view.CANCEL: decides(cancel_plan, str),
    TRY_AGAIN: decides(try_again, int),
}
