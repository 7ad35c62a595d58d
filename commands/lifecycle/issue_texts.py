"""The texts of epics, issues, merge requests and announcements, rendered from templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.dates import long_date
from campaigns.lifecycle.plans import EPIC, marker
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from commands.markdown import address
from commands.templates import render
from runtimes.registry import find_runtime
from runtimes.versions import find_release, parse_version


@dataclass(frozen=True)
class TierText:
    """A tier as passed to the epic's template."""

    title: str
    items: tuple[Item, ...]


def epic_text(folder: Path, view: CampaignView) -> str:
    """Render the epic's description, with the marker that identifies it."""
    campaign = view.campaign
    tiers = tuple(
        TierText(tier.title, tuple(i for i in view.items if i.tier == tier.key))
        for tier in campaign.tiers
    )
    text = render(folder, "epic.md", {**_shared(campaign), "tiers": tiers})
    return f"{text}\n\n{marker(campaign.slug, EPIC)}"


def issue_title(campaign: Campaign) -> str:
    """Return the title of all issues of a campaign."""
    return f"Update {campaign.runtime_title} version to {campaign.version}"


def issue_text(folder: Path, campaign: Campaign, item: Item) -> str:
    """Render an issue's description, with the marker that identifies it."""
    tier = next(tier.title for tier in campaign.tiers if tier.key == item.tier)
    values = {**_shared(campaign), "component": item.title, "tier": tier, "dri": item.dri}
    return f"{render(folder, 'issue.md', values)}\n\n{marker(campaign.slug, item.component)}"


def request_text(folder: Path, campaign: Campaign, values: Mapping[str, object]) -> str:
    """Render a merge request's description from what it updates, leaves unchanged and closes."""
    return f"{render(folder, 'merge_request.md', {**_shared(campaign), **values})}\n"


def announcement_text(
    folder: Path, campaign: Campaign, template: str, components: Sequence[str]
) -> str:
    """Render the initial text of an announcement; ``components`` are names."""
    return render(folder, template, {**_shared(campaign), "components": list(components)})


def _shared(campaign: Campaign) -> dict[str, object]:
    version = parse_version(campaign.version)
    runtime = find_runtime(campaign.runtime)
    release = find_release(runtime, version) if runtime and version else None
    return {
        "runtime": campaign.runtime_title,
        "version": campaign.version,
        "due_on": long_date(campaign.due_on) if campaign.due_on else None,
        "released_on": long_date(release.date) if release else None,
        "release_source": address(release.source) if release and release.source else None,
    }
