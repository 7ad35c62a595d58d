"""A patch for a runtime's catalog file with what was learned in a campaign."""

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff

from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from commands.errors import InvalidRequestError
from storage.catalog.edits import changes_only, edit_owners
from storage.catalog.read import Catalog, Component


def learned_owners(catalog: Catalog, view: CampaignView) -> dict[str, dict[str, str]]:
    """Map components to the owner fields that changed during the campaign.

    A component that lost its owner keeps its entry in the catalog.
    """
    runtime = catalog.runtimes.get(view.campaign.runtime)
    known = {c.key: c for c in runtime.components} if runtime else {}
    learned = {
        item.component: dict(_changed(known[item.component], item))
        for item in view.items
        if item.component in known
    }
    return {component: fields for component, fields in learned.items() if fields}


def _changed(component: Component, item: Item) -> Iterator[tuple[str, str]]:
    pairs = (("dri", component.dri, item.dri), ("backup", component.backup, item.backup))
    for field, known, now in pairs:
        if now and now.casefold() != (known or "").casefold():
            yield field, now


def learned_notes(view: CampaignView, days: Mapping[str, int]) -> str:
    """Build comments on how long finished components took, and where they pin the runtime.

    The comments help to plan the next campaign; they do not change the meaning of the file.
    """
    if not days:
        return ""
    lines = [
        f"# - {item.component}: {days[item.component]} working days{_pinned_in(item)}"
        for item in view.items
        if item.component in days
    ]
    return "\n".join(
        [
            f"{_heading(view)} how long each component took, and where it pins the version.",
            *lines,
            "",
        ]
    )


def _heading(view: CampaignView) -> str:
    return f"# Learned from {view.campaign.title}:"


def _pinned_in(item: Item) -> str:
    pins = item.evidence.pins if item.evidence else ()
    files = dict.fromkeys(str(pin["path"]) for pin in pins if str(pin["path"]).isprintable())
    return f"; {', '.join(files)}" if files else ""


def _with_notes(text: str, view: CampaignView, notes: str) -> str:
    """Append the comments, replacing those from an earlier export of the same campaign."""
    if not notes:
        return text
    block = rf"{re.escape(_heading(view))}[^\n]*\n(?:# - [^\n]*\n)*"
    kept = re.sub(block, "", text).rstrip("\n")
    return f"{kept}\n\n{notes}"


def catalog_patch(catalog: Catalog, view: CampaignView, days: Mapping[str, int]) -> str:
    """Build a unified diff that `git apply` accepts in the catalog's parent folder.

    ``days`` maps finished components to the working days they took.

    Raises:
        InvalidRequestError: nothing changed, or the file's layout cannot be edited.
    """
    campaign, learned = view.campaign, learned_owners(catalog, view)
    notes = learned_notes(view, days)
    if not learned and not notes:
        raise InvalidRequestError(
            f"{campaign.title} has no changes for the catalog: the owners are the same."
        )
    file = catalog.folder / f"{campaign.runtime}.yml"
    before = file.read_bytes().decode("utf-8")
    after = _with_notes(edit_owners(before, learned), view, notes)
    if not changes_only(before, after, learned):
        listed = "; ".join(f"{c}: {_listed(fields)}" for c, fields in learned.items())
        raise InvalidRequestError(
            f"{file.name} cannot be edited automatically. Edit it by hand: {listed}."
        )
    name = f"{catalog.folder.resolve().name}/{file.name}"
    return "".join(_diff(before, after, name))


def _listed(fields: dict[str, str]) -> str:
    return ", ".join(f"{field} {value}" for field, value in fields.items())


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Split at line feeds only, as git does."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        line for line in text.split("\n")[-1:] if line
    ]
