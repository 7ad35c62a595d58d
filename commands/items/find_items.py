"""Finding an item, campaign or tier by the name that a person typed."""

from sqlmodel import Session

from campaigns.model.campaign import Campaign, CampaignView, Tier
from campaigns.model.item import Item
from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from storage.lifecycle.campaigns import (
    find_items_named,
    get_campaign,
    get_view,
    list_campaigns,
    list_item_names,
)


def get_item(session: Session, words: str) -> tuple[Campaign, Item]:
    """Return an item of an open campaign by its component's key or name, or as `go/gitaly`.

    Raises:
        InvalidRequestError: the component is unknown, or in several campaigns.
    """
    runtime, _, component = words.strip().rpartition("/")
    found = find_items_named(session, component, runtime=runtime or None)
    if not found:
        raise InvalidRequestError(_unknown(component, list_item_names(session)))
    if len(found) > 1:
        choices = " or ".join(f"`{c.runtime}/{item.component}`" for c, item in found)
        raise InvalidRequestError(f"Several campaigns have {component}: use {choices}.")
    return found[0]


def _unknown(component: str, known: tuple[str, ...]) -> str:
    if not known:
        return "There is no open campaign. Plan one with `/runtime-upgrade start go 1.20`."
    return f"No component {component} found.{did_you_mean(component, known)}"


def get_open_campaign(session: Session, words: str) -> Campaign:
    """Return the open campaign with this slug, title or runtime, or the only one if empty.

    Raises:
        InvalidRequestError: no such open campaign; the message lists the open ones.
    """
    wanted = words.casefold().strip()
    listed = list_campaigns(session, only_open=True)
    if not wanted and len(listed) == 1:
        return listed[0]
    for campaign in listed:
        if wanted in {campaign.slug.casefold(), campaign.title.casefold(), campaign.runtime}:
            return campaign
    open_now = ", ".join(f"`{campaign.slug}`" for campaign in listed) or "none"
    if not wanted:
        raise InvalidRequestError(f"Name a campaign. Open campaigns: {open_now}.")
    raise InvalidRequestError(f"No open campaign {words} found. Open campaigns: {open_now}.")


def get_meant_campaign(session: Session, meant: int | str) -> Campaign:
    """Return the campaign with this id, even if it has ended, or the open one with this name.

    Raises:
        InvalidRequestError: same as `get_open_campaign`.
    """
    if isinstance(meant, int):
        return get_campaign(session, meant)
    return get_open_campaign(session, meant)


def get_tier(campaign: Campaign, name: str) -> Tier:
    """Return a campaign's tier by its key, its title or its 1-based number.

    Raises:
        InvalidRequestError: no such tier; the message may suggest a similar name.
    """
    wanted = name.strip().casefold()
    for position, tier in enumerate(campaign.tiers, start=1):
        if wanted in (tier.key.casefold(), tier.title.casefold(), str(position)):
            return tier
    keys = [tier.key for tier in campaign.tiers]
    near = did_you_mean(name, keys)
    raise InvalidRequestError(
        f"{campaign.title} has no tier {name}.{near} Its tiers are {', '.join(keys)}."
    )


def split_component(session: Session, words: str) -> tuple[str, str]:
    """Split text into its leading component, the longest name that matches, and the rest."""
    names = list_item_names(session)
    fitting = [n for n in names if f"{words} ".casefold().startswith(f"{n} ".casefold())]
    if not fitting:
        first, _, rest = words.partition(" ")
        return first, rest.strip()
    length = max(len(name) for name in fitting)
    return words[:length], words[length:].strip()


def find_views(
    session: Session, runtime: str | None, version: str | None, *, only_open: bool = True
) -> tuple[CampaignView, ...]:
    """Return the campaigns of a runtime, or of all; without a version, only open ones by default.

    Raises:
        InvalidRequestError: no campaign has the given version.
    """
    listed = list_campaigns(session, runtime=runtime, only_open=only_open and version is None)
    if version is not None:
        listed = tuple(c for c in listed if version in (c.version, c.slug))[:1]
        if not listed:
            raise InvalidRequestError(
                f"No campaign {runtime} {version} found. "
                "`/runtime-upgrade list` shows all campaigns."
            )
    return tuple(get_view(session, campaign.id) for campaign in listed)
