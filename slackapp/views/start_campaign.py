"""The plan that its author decides on, the modal that edits it, and the progress of a start."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextObject,
    StaticMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from campaigns.due_dates import DueDate, DueSource
from campaigns.plans import Edits, Plan, PlannedItem, Problem, ProblemKind
from campaigns.tiers import Tier
from commands.show_status import CampaignStatus
from slackapp.views.message import (
    Message,
    context,
    count,
    day,
    escape,
    header,
    link,
    plain,
    section,
    sections,
    sentence,
)
from storage.plans import PlanRecord

START, EDIT, CANCEL = "start_campaign", "edit_plan", "cancel_plan"
LABELS_BLOCK, LABELS = "plan_labels", "tick_labels"
EDIT_CALLBACK = "edit_plan"
TRY_AGAIN = "start_campaign_again"
OPTION_LIMIT = 75
OPEN_STATES = frozenset({"requested", "ready"})


def build_plan(record: PlanRecord, people: Mapping[str, str]) -> Message:
    """Build the message that shows a plan to its author; decided ones lose their buttons."""
    plan = record.plan
    if plan is None:
        return sentence("I am drawing up the plan.")
    text = f"Plan: {escape(plan.epic_title)}, {count(len(plan.items), 'component')}"
    if record.state not in OPEN_STATES:
        by = f" by <@{record.decided_by}>" if record.decided_by else ""
        return sentence(f"{text}. This plan was {record.state}{by}.")
    blocks: list[Block] = [
        header(f"Plan: {plan.epic_title}"),
        section(_facts(plan)),
        *_tier_blocks(plan, people),
        *_problem_blocks(plan),
    ]
    if record.state == "requested":
        return Message(f"{text}.", [*blocks, context("It is being drawn up again.")])
    return Message(f"{text}. Nothing has been created yet.", [*blocks, *_decision(record.id, plan)])


def _facts(plan: Plan) -> str:
    kind = "tracking issue" if _has(plan, ProblemKind.no_epics) else "epic"
    return (
        f"*{escape(plan.epic_title)}*: one {kind} in `{escape(plan.group)}` and "
        f"{count(len(plan.items), 'issue')}. Nothing has been created yet.\n"
        f"Due: *{day(plan.due.on)}* ({due_words(plan.due)})"
    )


def due_words(due: DueDate) -> str:
    """Say where a due date comes from, or what is needed for one."""
    released = f"released {day(due.released_on)}" if due.released_on else "not in my release table"
    return {
        DueSource.given: "as given",
        DueSource.policy: f"by policy: {released}",
        DueSource.past: f"policy gives a date in the past, {released}: press Edit and give one",
        DueSource.unknown_release: f"{released}: press Edit and give one",
    }[due.source]


def _has(plan: Plan, kind: ProblemKind) -> bool:
    return any(problem.kind == kind for problem in plan.problems)


def _tier_blocks(plan: Plan, people: Mapping[str, str]) -> list[Block]:
    return [
        block
        for number, tier in enumerate(plan.tiers, 1)
        for block in sections(
            f"{number}. {tier.title}",
            [_item_line(item, people) for item in plan.items if item.tier == tier.key],
        )
    ]


def _item_line(item: PlannedItem, people: Mapping[str, str]) -> str:
    known = people.get(item.dri or "")
    owner = "_no owner_" if item.dri is None else escape(known or f"{item.dri} (GitLab)")
    return f"• {escape(item.title)}  ·  `{escape(item.project)}`  ·  {owner}"


def _problem_blocks(plan: Plan) -> list[Block]:
    lines = [f":warning: {_problem_line(problem)}" for problem in plan.problems]
    return sections("To know before you start", lines) if lines else []


def _problem_line(problem: Problem) -> str:
    subject = f"`{escape(problem.subject)}`"
    parts = ", ".join(escape(component) for component in problem.components)
    return {
        ProblemKind.no_due_date: "There is no due date yet: press Edit and give one.",
        ProblemKind.open_campaign: (
            f"{link(problem.link, problem.subject)} is still open: cancel or close it first."
        ),
        ProblemKind.existing_epic: (
            f"An epic is there already: {link(problem.link, problem.subject)}."
        ),
        ProblemKind.missing_label: f"The group has no label {subject}: tick it below to create it.",
        ProblemKind.hidden_project: (
            f"I cannot create issues in {subject} ({parts}): invite the assistant's GitLab user."
        ),
        ProblemKind.unknown_dri: f"GitLab has no user {subject} ({parts}).",
        ProblemKind.inactive_dri: f"{subject} is not active in GitLab ({parts}).",
        ProblemKind.unmatched_dri: (
            f"I do not know who {subject} is in Slack ({parts}): "
            "they say `/runtime-upgrade link @their-gitlab-username`."
        ),
        ProblemKind.no_owner: (
            f"{count(len(problem.components), 'component')} without an owner, for the "
            f"facilitator to settle: {parts}."
        ),
        ProblemKind.no_epics: (
            "This GitLab has no epics: a tracking issue takes the epic's place."
        ),
    }[problem.kind]


def _decision(plan_id: str, plan: Plan) -> list[Block]:
    options = [_label_option(plan, label) for label in (plan.label, *plan.missing_labels)]
    labels = CheckboxesElement(action_id=LABELS, options=options, initial_options=[options[0]])
    buttons = [
        ButtonElement(text="Edit", action_id=EDIT, value=plan_id),
        ButtonElement(text="Cancel", action_id=CANCEL, value=plan_id),
    ]
    if plan.startable:
        start = ButtonElement(text="Start", action_id=START, value=plan_id, style="primary")
        buttons.insert(0, start)
    return [
        ActionsBlock(block_id=LABELS_BLOCK, elements=[labels]),
        ActionsBlock(elements=buttons),
    ]


def _label_option(plan: Plan, label: str) -> Option:
    text = f"Create label {label} in group {plan.group}"
    return Option(value=label[:OPTION_LIMIT], text=PlainTextObject(text=plain(text)[:OPTION_LIMIT]))


def parse_ticked(plan: Plan, state: Mapping[str, Any]) -> frozenset[str]:
    """Read which labels were ticked; a client that sends no state means the first one."""
    ticked = state.get("values", {}).get(LABELS_BLOCK, {}).get(LABELS)
    if ticked is None:
        return frozenset({plan.label})
    return frozenset(option["value"] for option in ticked.get("selected_options") or ())


def build_edit(
    record: PlanRecord,
    plan: Plan,
    tiers_known: Sequence[Tier],
    items_known: Sequence[PlannedItem],
    slack_ids: Mapping[str, str],
) -> View:
    """Build the modal that edits a plan, among all tiers and items that the catalog knows.

    ``slack_ids`` maps the DRIs' GitLab usernames to Slack ids.
    """
    tiers = [_option(tier.key, tier.title) for tier in tiers_known]
    components = [_option(item.component, item.title) for item in items_known]
    kept_tiers = {tier.key for tier in plan.tiers}
    kept = {item.component for item in plan.items}
    blocks: list[Block] = [
        _input(
            "due",
            "Due date",
            DatePickerElement(
                action_id="due", initial_date=plan.due.on.isoformat() if plan.due.on else None
            ),
        ),
        _input(
            "tiers",
            "Tiers",
            CheckboxesElement(
                action_id="tiers",
                options=tiers,
                initial_options=[option for option in tiers if option.value in kept_tiers],
            ),
        ),
        _input(
            "components",
            "Components",
            StaticMultiSelectElement(
                action_id="components",
                options=components,
                placeholder="Components",
                initial_options=[option for option in components if option.value in kept],
            ),
        ),
        *(_dri_input(item, slack_ids) for item in plan.items),
    ]
    return View(
        type="modal",
        callback_id=EDIT_CALLBACK,
        private_metadata=record.id,
        title="Edit the plan",
        submit="Save",
        close="Back",
        blocks=blocks,
    )


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=plain(text)[:OPTION_LIMIT]))


def _input(block_id: str, label: str, element: Any, *, optional: bool = False) -> InputBlock:  # noqa: ANN401 - any input element
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=plain(label)),
        element=element,
        optional=optional,
    )


def _dri_input(item: PlannedItem, slack_ids: Mapping[str, str]) -> InputBlock:
    element = UserSelectElement(
        action_id="dri",
        placeholder=item.dri or "no owner",
        initial_user=slack_ids.get(item.dri or ""),
    )
    return _input(f"dri:{item.component}", f"DRI of {item.title}", element, optional=True)


def parse_edit(
    values: Mapping[str, Any],
    plan: Plan,
    usernames: Mapping[str, str | None],
    slack_ids: Mapping[str, str],
) -> tuple[Edits, dict[str, str]]:
    """Read the modal's answers; gives the edits, and the errors by block.

    ``usernames`` maps the Slack ids that were chosen to GitLab usernames, ``slack_ids``
    the DRIs shown to Slack ids. A DRI nobody touched stays as it was.
    """
    chosen_due = values["due"]["due"].get("selected_date")
    dris, errors = [], {}
    for item in plan.items:
        block_id = f"dri:{item.component}"
        chosen = values.get(block_id, {}).get("dri", {}).get("selected_user")
        shown = slack_ids.get(item.dri or "")
        if chosen == shown:
            continue
        if chosen is not None and usernames.get(chosen) is None:
            errors[block_id] = "I do not know this person's GitLab username: they say link first."
        dris.append((item.component, usernames.get(chosen) if chosen else None))
    edits = Edits(
        due_on=date.fromisoformat(chosen_due) if chosen_due else None,
        tiers=_chosen(values["tiers"]["tiers"]),
        components=_chosen(values["components"]["components"]),
        dris=tuple(dris),
    )
    return edits, errors


def _chosen(element: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(option["value"] for option in element.get("selected_options") or ())


def chosen_people(values: Mapping[str, Any]) -> frozenset[str]:
    """Name the Slack ids that were chosen as DRIs in the modal."""
    picked = (block.get("dri", {}).get("selected_user") for block in values.values())
    return frozenset(user for user in picked if user)


def build_progress(status: CampaignStatus, *, stopped: bool = False) -> Message:
    """Build the message that follows a start, until every issue is there.

    ``stopped`` means that nothing more happens before a person presses Try again.
    """
    campaign, total = status.campaign, len(status.items)
    made = sum(item.issue_iid is not None for item in status.items)
    failed = [item for item in status.items if item.creation_failure]
    title = escape(campaign.title)
    epic = f"  ·  {link(campaign.epic_url, campaign.epic_title)}" if campaign.epic_url else ""
    if campaign.state.value == "cancelled":
        return sentence(f"The start of {title} was cancelled: {made} of {total} issues are there.")
    words = f"Starting {title}: {made} of {count(total, 'issue')}"
    if made == total:
        words = f"Started {title}: {count(total, 'issue')}"
    blocks: list[Block] = [section(f"*{words}*{epic}")]
    if failed:
        lines = [f"• {escape(i.title)}: {escape(i.creation_failure)}" for i in failed]
        blocks += sections(f"{count(len(failed), 'component')} without an issue", lines)
    if campaign.sync_failure and made < total:
        blocks.append(context(f":warning: {escape(campaign.sync_failure.rstrip('.'))}."))
    if stopped and made < total:
        again = ButtonElement(text="Try again", action_id=TRY_AGAIN, value=str(campaign.id))
        blocks.append(ActionsBlock(elements=[again]))
    return Message(f"{words}.", blocks)
