"""The `start` command: prints a plan, asks for confirmation, and starts the campaign."""

import time

import typer

from campaigns.lifecycle.plans import Plan
from campaigns.people.roles import Actor
from commands.delivery.run_intents import run_intents
from commands.lifecycle.plan_campaign import request_plan
from commands.lifecycle.start_campaign import accept_plan
from commands.overview.show_status import campaign_status
from slackapp.cli.terminal import As, Json, Words, Yes, confirmed, open_terminal, show
from slackapp.deps import Deps
from slackapp.listeners.lifecycle import start_campaign as start_listener
from slackapp.verbs import Reply
from slackapp.views.lifecycle.start_campaign import build_plan
from slackapp.views.lifecycle.start_progress import build_progress
from storage.lifecycle.plans import PlanRecord, find_plan
from storage.people.queries import names_by_gitlab

PATIENCE_SECONDS = 120


def start(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Plan a campaign; nothing is created until you confirm."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = start_listener.parse(" ".join(words or []))
        plan_id = deps.new_id()
        request_plan(deps.store, deps.catalog, actor, request, plan_id=plan_id, now=deps.clock())
        record = _draw_up(deps, plan_id)
        if not yes:
            _show_plan(deps, record, as_json=as_json)
        if record.plan and (yes or (not as_json and confirmed("Start this campaign?"))):
            _start(deps, actor, record.plan, plan_id, as_json=as_json)


def _draw_up(deps: Deps, plan_id: str) -> PlanRecord:
    """Draw up the plan here, or wait for a running assistant that has claimed it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        run_intents(deps.worker)
        with deps.store.read() as session:
            record = find_plan(session, plan_id)
        if record and (record.state != "requested" or time.monotonic() > deadline):
            return record
        time.sleep(0.2)


def _show_plan(deps: Deps, record: PlanRecord, *, as_json: bool) -> None:
    dris = [item.dri for item in record.plan.items] if record.plan else []
    with deps.store.read() as session:
        people = names_by_gitlab(session, dris)
    show(Reply(build_plan(record, people), record), as_json=as_json)
    if record.failure and not as_json:
        typer.echo(record.failure, err=True)


def _start(deps: Deps, actor: Actor, plan: Plan, plan_id: str, *, as_json: bool) -> None:
    ticked = frozenset({plan.label, *plan.missing_labels})
    campaign_id = accept_plan(deps.store, deps.catalog, actor, plan_id, ticked, now=deps.clock())
    run_intents(deps.worker)
    status = campaign_status(deps.store, campaign_id, now=deps.clock())
    show(Reply(build_progress(status), status), as_json=as_json)
