"""The modal for editing a plan: due date, tiers, components and DRIs."""

from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from campaigns.lifecycle.plans import Plan, PlanEdits, PlannedItem
from campaigns.model.campaign import Tier
from commands.errors import InvalidRequestError
from commands.lifecycle.plan_campaign import read_patch
from runtimes.versions import parse_version
from slackapp.payloads import InputState, InputValues
from slackapp.views.message import OPTION_LIMIT
from slackapp.views.modals import labelled
from slackapp.views.mrkdwn import plain
from storage.lifecycle.plans import PlanRecord

EDIT_CALLBACK = "edit_plan"
PATCH_LIMIT = 20
CHECKBOXES = 10
PLACEHOLDER_LIMIT = 150


def build_edit(
    record: PlanRecord,
    plan: Plan,
    tiers_known: Sequence[Tier],
    items_known: Sequence[PlannedItem],
    slack_ids: Mapping[str, str],
) -> View:
    """Build the modal with all tiers and items in the catalog.

    ``slack_ids`` maps the DRIs' GitLab usernames to Slack ids.
    """
    tiers = [_option(tier.key, tier.title) for tier in tiers_known]
    components = [_option(item.component, item.title) for item in items_known]
    kept_tiers = {tier.key for tier in plan.tiers}
    kept = {item.component for item in plan.items}
    blocks: list[Block] = [
        labelled(
            "due",
            "Due date",
            DatePickerElement(
                action_id="due", initial_date=plan.due.on.isoformat() if plan.due.on else None
            ),
        ),
        labelled(
            "tiers",
            "Tiers",
            _tiers_input(tiers, [option for option in tiers if option.value in kept_tiers]),
        ),
        labelled(
            "components",
            "Components",
            StaticMultiSelectElement(
                action_id="components",
                options=components,
                placeholder="Components",
                initial_options=[option for option in components if option.value in kept],
            ),
        ),
        *([_patch_input(plan)] if asks_for_patch(plan.version) else []),
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


def _tiers_input(
    tiers: list[Option], kept: list[Option]
) -> CheckboxesElement | StaticMultiSelectElement:
    """Build tick boxes, or a menu if there are more tiers than Slack has tick boxes for."""
    if len(tiers) <= CHECKBOXES:
        return CheckboxesElement(action_id="tiers", options=tiers, initial_options=kept)
    return StaticMultiSelectElement(
        action_id="tiers", options=tiers, initial_options=kept, placeholder="Tiers"
    )


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=plain(text)[:OPTION_LIMIT]))


def asks_for_patch(version: str) -> bool:
    """Return whether the target does not specify the patch version to write into pins."""
    target = parse_version(version)
    return target is not None and target.patch is None


def _patch_input(plan: Plan) -> InputBlock:
    element = PlainTextInputElement(
        action_id="patch",
        initial_value=plan.patch,
        placeholder=f"{plan.version}.1",
        max_length=PATCH_LIMIT,
    )
    return labelled("patch", "Patch version to write into pins", element, optional=True)


def _dri_input(item: PlannedItem, slack_ids: Mapping[str, str]) -> InputBlock:
    element = UserSelectElement(
        action_id="dri",
        placeholder=(item.dri or "no owner")[:PLACEHOLDER_LIMIT],
        initial_user=slack_ids.get(item.dri or ""),
    )
    return labelled(f"dri:{item.component}", f"DRI of {item.title}", element, optional=True)


def parse_edit(
    values: InputValues,
    plan: Plan,
    usernames: Mapping[str, str | None],
    slack_ids: Mapping[str, str],
) -> tuple[PlanEdits, dict[str, str]]:
    """Parse the modal; return the edits, and the errors by block.

    ``usernames`` maps the chosen Slack ids to GitLab usernames, ``slack_ids`` the displayed DRIs
    to Slack ids. A DRI whose field was not changed stays the same.
    """
    chosen_due = values["due"]["due"].get("selected_date")
    dris: list[tuple[str, str | None]] = []
    errors: dict[str, str] = {}
    for item in plan.items:
        block_id = f"dri:{item.component}"
        chosen = values.get(block_id, {}).get("dri", {}).get("selected_user")
        shown = slack_ids.get(item.dri or "")
        if chosen == shown:
            continue
        if chosen is not None and usernames.get(chosen) is None:
            errors[block_id] = (
                "This person's GitLab username is unknown. Ask them to run `link` once."
            )
        dris.append((item.component, usernames.get(chosen) if chosen else None))
    edits = PlanEdits(
        due_on=date.fromisoformat(chosen_due) if chosen_due else None,
        tiers=_chosen(values["tiers"]["tiers"]),
        components=_chosen(values["components"]["components"]),
        dris=tuple(dris),
        patch=_chosen_patch(values, plan, errors),
    )
    return edits, errors


def _chosen_patch(values: InputValues, plan: Plan, errors: dict[str, str]) -> str | None:
    """Return the patch version; an empty field leaves it unchanged."""
    words = values.get("patch", {}).get("patch", {}).get("value")
    if not words:
        return None
    try:
        return read_patch(plan.version, words)
    except InvalidRequestError as error:
        errors["patch"] = str(error)
        return None


def _chosen(element: InputState) -> frozenset[str]:
    return frozenset(option["value"] for option in element.get("selected_options") or ())


def chosen_people(values: InputValues) -> frozenset[str]:
    """Return the Slack ids chosen as DRIs in the modal."""
    picked = (block.get("dri", {}).get("selected_user") for block in values.values())
    return frozenset(user for user in picked if user)
