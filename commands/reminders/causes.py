"""What each item asks now, and of whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaigns.reminders.causes import Ask, Facts, find_ask, find_cause
from campaigns.reminders.ladder import Cause
from campaigns.states import OPEN_CAMPAIGN_STATES
from commands.lifecycle.opened_tiers import list_open_tiers, list_turns
from commands.people.delegates import Assignees, Owner
from commands.people.recipients import can_be_told
from storage.records import BlockerRecord, CampaignView, ItemRecord


@dataclass(frozen=True)
class OpenQuestion:
    """One thing that is asked of one person about an item."""

    item: ItemRecord
    ask: Ask
    owner: Owner


def facts_of(view: CampaignView, item: ItemRecord, *, its_turn: bool) -> Facts:
    """Give what is known of an item, as the rules take it."""
    evidence = item.evidence
    return Facts(
        state=item.state,
        since=item.state_since or view.campaign.started_at,
        closed=item.closed,
        its_turn=its_turn,
        due_on=view.campaign.due_on,
        standing=evidence.standing if evidence else None,
        standing_since=(evidence.mismatched_at or evidence.since) if evidence else None,
        verified=evidence.verified if evidence else False,
        backslid_at=evidence.backslid_at if evidence else None,
        waived=item.waived_by is not None,
    )


def cause_of(view: CampaignView, item: ItemRecord) -> Cause | None:
    """Find why the owner of an item is asked now, or is soon."""
    return _cause(view, item, list_turns(view, list_open_tiers(view)))


def causes_of(view: CampaignView) -> dict[int, Cause | None]:
    """Find why the owner of each item of a campaign is asked now, by the item's id."""
    turns = list_turns(view, list_open_tiers(view))
    return {item.id: _cause(view, item, turns) for item in view.items}


def _cause(view: CampaignView, item: ItemRecord, turns: Collection[str]) -> Cause | None:
    its_turn = item.component in turns
    return None if item.gone else find_cause(facts_of(view, item, its_turn=its_turn))


def is_asked(view: CampaignView, item: ItemRecord, cause: Cause, blocker: str = "") -> bool:
    """Tell whether an item still asks what somebody was asked."""
    if view.campaign.state not in OPEN_CAMPAIGN_STATES:
        return False
    return asks(item, cause_of(view, item), cause, blocker)


def asks(item: ItemRecord, why: Cause | None, cause: Cause, blocker: str) -> bool:
    """Tell whether an item that asks for the reason ``why`` asks what somebody was asked."""
    if cause != Cause.blocker:
        return why == cause
    waits = blocker in {known.reference for known in item.blockers}
    return waits and why == Cause.blocked


def list_asked(
    view: CampaignView, views: Iterable[CampaignView], crew: Assignees
) -> Iterator[OpenQuestion]:
    """List what the items of a campaign ask, and of whom: of one person one thing an item."""
    owned = {f"{i.project}#{i.issue_iid}": i for other in views for i in other.items if i.issue_iid}
    turns = list_turns(view, list_open_tiers(view))
    nears = crew.catalog.working_group.policy.not_started_days
    for item in view.items:
        owner = crew.owner(item)
        if item.gone or owner is None:
            continue
        facts = facts_of(view, item, its_turn=item.component in turns)
        ask = find_ask(facts, crew.availability(owner.person), nears)
        if ask is None:
            continue
        asked = {owner.person.slack_id: OpenQuestion(item, ask, owner)}
        for blocker in item.blockers if ask.cause == Cause.blocked else ():
            who = blocker_owner(blocker, owned, crew)
            if who is not None:
                about = Ask(Cause.blocker, max(facts.since, blocker.since), blocker.reference)
                asked.setdefault(who.person.slack_id, OpenQuestion(item, about, who))
        yield from asked.values()


def blocker_owner(
    blocker: BlockerRecord, owned: Mapping[str, ItemRecord], crew: Assignees
) -> Owner | None:
    """Find who can end a blocker: the DRI of the item that blocks, or the issue's assignee."""
    if not blocker.reference:
        return None
    item = owned.get(blocker.reference)
    usernames = [item.dri if item else None, *blocker.assignees]
    people = [crew.known(name) for name in usernames]
    able = [person for person in people if person is not None and can_be_told(person)]
    backups = [crew.known(item.backup)] if item else able[1:]
    return crew.here(able[0], backups) if able else None
