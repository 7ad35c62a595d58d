"""Gathering evidence: what every component's repository says against the campaign's target."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.evidence import Standing, Verdict, Where, is_mismatch, judge, stand
from commands.bump_component import repository_of
from commands.component_pins import as_pin, paths_to_read, stands_of_component, why_untold
from commands.messages import want_card, want_history
from commands.moments import Moment
from commands.open_tiers import note_turns
from commands.read_repository import paced, read_repository
from gitlab_gateway.connection import Connection
from runtimes.findings import find_findings
from runtimes.references import Standing as PinStanding
from runtimes.reports import pin_object
from runtimes.versions import Version
from storage.campaigns import get_view
from storage.catalog import Catalog
from storage.events import record_event
from storage.evidence import ReadingRecord, save_evidence
from storage.records import CampaignRecord, CampaignView, EvidenceRecord, ItemRecord
from storage.store import Store

Pause = Callable[[float], object]


@dataclass(frozen=True)
class Gathered:
    """What a campaign's repositories said: how many there are, and the components that changed.

    ``standings`` maps each component to its `campaigns.evidence.Standing`.
    """

    campaign: CampaignRecord
    repositories: int
    changed: tuple[str, ...]
    standings: Mapping[str, str]


def gather_evidence(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    campaign_id: int,
    *,
    now: Moment,
    pause: Pause,
) -> Gathered:
    """Read the repositories of a campaign, one request each where nothing was committed.

    Raises:
        GitLabError: GitLab did not answer; what was read until then is kept.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
    runtime = view.campaign.runtime
    wanted = {repository_of(catalog, view.campaign, item) for item in view.items}
    wanted |= {place.project for place in _shipped_places(catalog, runtime)}
    each = paced(pause)
    readings = {
        project: read_repository(
            store,
            gitlab,
            project,
            runtime,
            now=now.story,
            pause=each,
            only=paths_to_read(catalog, runtime, project),
        )
        for project in sorted(wanted)
    }
    with store.write() as session:
        fresh = get_view(session, campaign_id)
        before = {item.id: item.evidence for item in fresh.items}
        _record(session, catalog, fresh, readings, now=now)
        after = get_view(session, campaign_id).items
    changed = tuple(i.component for i in after if i.evidence != before[i.id])
    standings = {i.component: i.evidence.standing for i in after if i.evidence}
    return Gathered(view.campaign, len(readings), changed, standings)


def _shipped_places(catalog: Catalog, runtime: str) -> Sequence[Any]:
    known = catalog.runtimes.get(runtime)
    return known.shipped if known else ()


def shipped_versions(
    catalog: Catalog, runtime: str, readings: Mapping[str, ReadingRecord]
) -> list[Version]:
    """Give the versions that packages and images are built with, where the catalog says so."""
    return [
        pin.version
        for place in _shipped_places(catalog, runtime)
        if place.project in readings
        for pin in map(as_pin, readings[place.project].pins)
        if pin.path == place.path and pin.version is not None
    ]


def _record(
    session: Session,
    catalog: Catalog,
    view: CampaignView,
    readings: Mapping[str, ReadingRecord],
    *,
    now: Moment,
) -> None:
    """Write the evidence of every item for which it says something new, and tell of it."""
    shipped = shipped_versions(catalog, view.campaign.runtime, readings)
    told: list[int] = []
    anything = False
    for item in view.items:
        reading = readings[repository_of(catalog, view.campaign, item)]
        evidence = judge_item(catalog, view.campaign, item, reading, shipped, now=now)
        if _says_the_same(item.evidence, evidence):
            continue
        anything = True
        save_evidence(session, item.id, evidence)
        told += _tell(session, view.campaign, item, evidence, now=now)
    if anything:
        told += note_turns(session, catalog, view.campaign.id, now=now)
        want_card(session, catalog, view.campaign.id, now=now)
    want_history(session, catalog, view.campaign.id, told, now=now)


def judge_item(
    catalog: Catalog,
    campaign: CampaignRecord,
    item: ItemRecord,
    reading: ReadingRecord,
    shipped: Sequence[Version],
    *,
    now: Moment,
) -> EvidenceRecord:
    """Say what a reading means for an item."""
    untold = why_untold(catalog, campaign.runtime, item.component)
    target = campaign.version
    stands = stands_of_component(catalog, campaign.runtime, item.component, reading.pins, target)
    standing = _sum_up(stands, untold)
    if reading.failure is not None:
        standing = Standing.unreadable
    pins = [one.pin for one in stands]
    verdict = judge(standing, _known(item.evidence), now.story)
    return EvidenceRecord(
        standing=standing.value,
        commit=reading.commit,
        pins=tuple({**pin_object(one.pin), "where": one.where} for one in stands),
        findings=tuple(asdict(one) for one in find_findings(pins, target, shipped)),
        failure=reading.failure or untold,
        since=verdict.since,
        verified_at=verdict.verified_at,
        backslid_at=verdict.backslid_at,
        looked_at=now.story,
        mismatched_at=_mismatched_at(item, standing, now),
    )


def _mismatched_at(item: ItemRecord, standing: Standing, now: Moment) -> datetime | None:
    """Give since when the item claims production against its repository."""
    if not is_mismatch(item.state, standing.value):
        return None
    return (item.evidence and item.evidence.mismatched_at) or now.story


def _sum_up(stands: Iterable[PinStanding], untold: str | None) -> Standing:
    return Standing.not_understood if untold else stand(Where(one.where) for one in stands)


def _known(evidence: EvidenceRecord | None) -> Verdict | None:
    if evidence is None:
        return None
    return Verdict(
        Standing(evidence.standing), evidence.since, evidence.verified_at, evidence.backslid_at
    )


_TOLD = (
    "standing",
    "pins",
    "findings",
    "failure",
    "verified_at",
    "backslid_at",
    "mismatched_at",
)


def _says_the_same(known: EvidenceRecord | None, now: EvidenceRecord) -> bool:
    """Tell whether nothing changed but the time of the look and perhaps the commit."""
    return known is not None and all(getattr(known, n) == getattr(now, n) for n in _TOLD)


def _tell(
    session: Session,
    campaign: CampaignRecord,
    item: ItemRecord,
    evidence: EvidenceRecord,
    *,
    now: Moment,
) -> list[int]:
    """Record what changed for an item; gives the events that the thread tells."""
    known = item.evidence
    before = known.standing if known else None
    kinds: list[EventKind] = []
    if before != evidence.standing:
        kinds.append(EventKind.evidence_changed)
    if evidence.verified and not (known and known.verified):
        kinds.append(EventKind.item_verified)
    if evidence.backslid_at is not None and not (known and known.backslid_at):
        kinds.append(EventKind.item_backslid)
    if evidence.mismatched_at is not None and not (known and known.mismatched_at):
        kinds.append(EventKind.item_mismatched)
    ids = {
        kind: record_event(
            session,
            campaign.id,
            Event(
                kind,
                campaign.slug,
                now.story,
                ASSISTANT,
                component=item.component,
                before=before,
                after=evidence.standing,
            ),
        )
        for kind in kinds
    }
    return [number for kind, number in ids.items() if kind != EventKind.evidence_changed]
