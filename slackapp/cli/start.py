"""The `start` command: prints a plan, asks for confirmation, and starts the campaign."""

import sys
import time

import typer

from campaigns.lifecycle.plans import PREVENTS_START, Plan, Problem, ProblemKind
from campaigns.people.roles import Actor
from commands.delivery.run_intents import run_intents
from commands.errors import InvalidRequestError
from commands.lifecycle.plan_campaign import request_plan
from commands.lifecycle.start_campaign import accept_plan
from commands.lifecycle.undecided_plans import abandon_plan, find_plan_obstacle
from commands.overview.show_status import CampaignStatus, campaign_status
from slackapp.cli.terminal import As, Json, Words, Yes, confirmed, open_terminal, show
from slackapp.deps import Deps
from slackapp.listeners.lifecycle import start_campaign as start_listener
from slackapp.verbs import Reply
from slackapp.views.lifecycle.start_campaign import IN_TERMINAL, build_plan, problem_line
from slackapp.views.lifecycle.start_progress import build_progress
from storage.lifecycle.plans import PlanRecord, find_plan
from storage.people.queries import names_by_gitlab

PATIENCE_SECONDS = 120
# Nobody reads the plan before it is started with --yes.
PREVENTS_YES = PREVENTS_START | {ProblemKind.hidden_project}


def start(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Plan a campaign; nothing is created until you confirm."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = start_listener.parse(" ".join(words or []))
        if not deps.gitlab_url:
            raise InvalidRequestError("Set GITLAB_URL and GITLAB_TOKEN: a plan reads GitLab.")
        plan_id = deps.new_id()
        request_plan(deps.store, deps.catalog, actor, request, plan_id=plan_id, now=deps.clock())
        record, plan = _draw_up(deps, plan_id)
        if not yes:
            _show_plan(deps, record, as_json=as_json)
        if yes:
            _require_startable(plan, PREVENTS_YES)
        if yes or (not as_json and confirmed("Start this campaign?")):
            _require_startable(plan, PREVENTS_START)
            _start(deps, actor, plan, plan_id, as_json=as_json)


def _draw_up(deps: Deps, plan_id: str) -> tuple[PlanRecord, Plan]:
    """Draw up the plan here, or wait for a running assistant that has claimed it.

    Raises:
        InvalidRequestError: GitLab did not answer, or refused.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        run_intents(deps.worker)
        with deps.store.read() as session:
            record, why = find_plan(session, plan_id), find_plan_obstacle(session, plan_id)
        if record is not None and record.plan is not None and record.state != "requested":
            return record, record.plan
        if why is not None or time.monotonic() > deadline:
            why = why or "it takes too long"
            abandon_plan(deps.store, plan_id, why)
            raise InvalidRequestError(f"The plan was not drawn up, and nothing was created: {why}.")
        time.sleep(0.2)


def _show_plan(deps: Deps, record: PlanRecord, *, as_json: bool) -> None:
    dris = [item.dri for item in record.plan.items] if record.plan else []
    with deps.store.read() as session:
        people = names_by_gitlab(session, dris)
    show(Reply(build_plan(record, people, IN_TERMINAL), record), as_json=as_json)


def _require_startable(plan: Plan, prevents: frozenset[ProblemKind]) -> None:
    found: list[Problem] = [problem for problem in plan.problems if problem.kind in prevents]
    if found:
        lines = " ".join(problem_line(problem, IN_TERMINAL) for problem in found)
        raise InvalidRequestError(f"Nothing was created. {lines}")


def _start(deps: Deps, actor: Actor, plan: Plan, plan_id: str, *, as_json: bool) -> None:
    ticked = frozenset({plan.label, *plan.missing_labels})
    campaign_id = accept_plan(deps.store, deps.catalog, actor, plan_id, ticked, now=deps.clock())
    run_intents(deps.worker)
    status = campaign_status(deps.store, campaign_id, now=deps.clock())
    show(Reply(build_progress(status), status), as_json=as_json)
    _require_complete(status)


def _require_complete(status: CampaignStatus) -> None:
    """Exit with an error if an issue is missing, and say which, and why."""
    missing = [item for item in status.items if item.issue_iid is None]
    if not missing:
        return
    reasons = {item.creation_failure for item in missing if item.creation_failure}
    why = "; ".join(sorted(reasons)) or status.campaign.sync_failure or "GitLab did not answer"
    titles = ", ".join(item.title for item in missing)
    typer.echo(
        f"{len(missing)} of {len(status.items)} issues are missing ({titles}): {why.rstrip('.')}. "
        "A running assistant continues what GitLab did not refuse.",
        err=True,
    )
    sys.exit(1)
