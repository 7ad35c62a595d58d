"""The plan message with its buttons."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    Option,
    PlainTextObject,
)

from campaigns.lifecycle.due_dates import DueSource
from campaigns.lifecycle.plans import Plan, PlannedItem, Problem, ProblemKind
from slackapp.payloads import FormState
from slackapp.views.lifecycle.edit_plan import asks_for_patch
from slackapp.views.message import (
    OPTION_LIMIT,
    Message,
    context,
    count,
    day,
    header,
    section,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape, link, mention, plain
from storage.lifecycle.plans import PlanRecord

START, EDIT, CANCEL = "start_campaign", "edit_plan", "cancel_plan"
LABELS_BLOCK, LABELS = "plan_labels", "tick_labels"
OPEN_STATES = frozenset({"requested", "ready"})


@dataclass(frozen=True)
class PlanWords:
    """How a plan's reader gives a due date and a patch version, and has a label created."""

    due: str
    patch: str
    label: str


IN_SLACK = PlanWords(
    due="press Edit and enter one",
    patch="press Edit and enter the version to write into pins",
    label="tick it below to create it",
)
IN_TERMINAL = PlanWords(
    due="add `by <date>`",
    patch="name the full version to write into pins, such as `1.20.1`",
    label="starting creates it",
)


def build_plan(
    record: PlanRecord, people: Mapping[str, str], words: PlanWords = IN_SLACK
) -> Message:
    """Build the plan message for its author; a decided plan has no buttons."""
    plan = record.plan
    if plan is None:
        return sentence("I am drawing up the plan.")
    text = f"Plan: {escape(plan.epic_title)}, {count(len(plan.items), 'component')}"
    if record.state not in OPEN_STATES:
        by = f" by {mention(record.decided_by)}" if record.decided_by else ""
        return sentence(f"{text}. This plan was {record.state}{by}.")
    blocks: list[Block] = [
        header(f"Plan: {plan.epic_title}"),
        section(_facts(plan, words)),
        *_tier_blocks(plan, people, record.pins),
        *_problem_blocks(plan, words),
    ]
    if record.state == "requested":
        return Message(f"{text}.", [*blocks, context("The plan is being drawn up again.")])
    return Message(f"{text}. Nothing has been created yet.", [*blocks, *_decision(record.id, plan)])


def _facts(plan: Plan, words: PlanWords) -> str:
    kind = "tracking issue" if _has(plan, ProblemKind.no_epics) else "epic"
    return (
        f"*{escape(plan.epic_title)}*: one {kind} in `{escape(plan.group)}` and "
        f"{count(len(plan.items), 'issue')}. Nothing has been created yet.\n"
        f"Due: *{day(plan.due.on)}* ({due_words(plan, words)}){_patch_words(plan, words)}"
    )


def _patch_words(plan: Plan, words: PlanWords) -> str:
    """Describe the patch version that bumps will write; empty if the target is a full version."""
    if plan.patch is not None:
        return f"\nEdits write *{escape(plan.patch)}* where a full version is needed."
    if not asks_for_patch(plan.version):
        return ""
    return f"\nNo release of {escape(plan.version)} is known: {words.patch}."


def due_words(plan: Plan, words: PlanWords) -> str:
    """Describe the origin of a due date, or how to set one."""
    due, released = plan.due, "not in the release table"
    if due.released_on:
        released = f"released {link(plan.released_source, day(due.released_on))}"
    return {
        DueSource.given: "as given",
        DueSource.policy: f"by policy: {released}",
        DueSource.past: f"the policy's date is in the past, {released}: {words.due}",
        DueSource.unknown_release: f"{released}: {words.due}",
    }[due.source]


def _has(plan: Plan, kind: ProblemKind) -> bool:
    return any(problem.kind == kind for problem in plan.problems)


def _tier_blocks(plan: Plan, people: Mapping[str, str], pins: Mapping[str, str]) -> list[Block]:
    return [
        block
        for number, tier in enumerate(plan.tiers, 1)
        for block in sections(
            f"{number}. {tier.title}",
            [
                _item_line(item, people, pins.get(item.component))
                for item in plan.items
                if item.tier == tier.key
            ],
        )
    ]


def _item_line(item: PlannedItem, people: Mapping[str, str], pins: str | None) -> str:
    known = people.get(item.dri or "")
    owner = "_no owner_" if item.dri is None else escape(known or f"{item.dri} (GitLab)")
    today = f"  ·  {escape(pins)}" if pins else ""
    return f"• {escape(item.title)}  ·  `{escape(item.project)}`  ·  {owner}{today}"


def _problem_blocks(plan: Plan, words: PlanWords) -> list[Block]:
    lines = [f":warning: {problem_line(problem, words)}" for problem in plan.problems]
    return sections("Before you start", lines) if lines else []


def problem_line(problem: Problem, words: PlanWords) -> str:
    """Describe one problem, and what helps."""
    subject = f"`{escape(problem.subject)}`"
    parts = ", ".join(escape(component) for component in problem.components)
    return {
        ProblemKind.no_due_date: f"There is no due date yet: {words.due}.",
        ProblemKind.open_campaign: (
            f"{link(problem.link, problem.subject)} is still open: cancel or close it first."
        ),
        ProblemKind.existing_epic: (
            f"An epic already exists: {link(problem.link, problem.subject)}."
        ),
        ProblemKind.missing_label: f"The group has no label {subject}: {words.label}.",
        ProblemKind.hidden_project: (
            f"I cannot create issues in {subject} ({parts}): invite the assistant's GitLab user."
        ),
        ProblemKind.unknown_dri: f"GitLab has no user {subject} ({parts}).",
        ProblemKind.inactive_dri: f"{subject} is not active in GitLab ({parts}).",
        ProblemKind.unmatched_dri: (
            f"{subject} is not linked to a Slack account ({parts}): "
            "ask them to run `/runtime-upgrade link @their-gitlab-username`."
        ),
        ProblemKind.no_owner: (
            f"{count(len(problem.components), 'component')} without an owner, for the "
            f"facilitator to assign: {parts}."
        ),
        ProblemKind.no_epics: ("This GitLab instance has no epics, so a tracking issue is used."),
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


def parse_ticked(plan: Plan, state: FormState) -> frozenset[str]:
    """Return the ticked labels; without a state from the client, the first label is ticked."""
    ticked = state.get("values", {}).get(LABELS_BLOCK, {}).get(LABELS)
    if ticked is None:
        return frozenset({plan.label})
    return frozenset(option["value"] for option in ticked.get("selected_options") or ())
