"""Deriving evidence for a campaign's items from repository readings, and recording changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.evidence import combine_pin_states, is_mismatch, judge
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.evidence import Evidence, EvidenceState, PinState
from campaigns.model.item import Item
from commands.clocks import Clocks
from commands.evidence.component_pins import as_pin, pin_states_of_component, why_inconclusive
from commands.lifecycle.opened_tiers import record_startable
from commands.merge_requests.bump_component import repository_of
from commands.overview.update_card import update_card
from commands.unit import Unit
from runtimes.findings import find_findings
from runtimes.references import Standing as PinStanding
from runtimes.reports import pin_object
from runtimes.versions import Version
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.evidence.queries import ReadingRecord, find_reading, save_evidence
from storage.lifecycle.campaigns import get_view


def shipped_places(catalog: Catalog, runtime: str) -> Sequence[Any]:
    """List the files in the catalog that set the versions of built packages and images."""
    known = catalog.runtimes.get(runtime)
    return known.shipped if known else ()


def _shipped_versions(
    catalog: Catalog, runtime: str, readings: Mapping[str, ReadingRecord]
) -> list[Version]:
    """Return the versions that packages and images are built with, if the catalog lists files."""
    return [
        pin.version
        for place in shipped_places(catalog, runtime)
        if place.project in readings
        for pin in map(as_pin, readings[place.project].pins)
        if pin.path == place.path and pin.version is not None
    ]


def reevaluate_items(unit: Unit, campaign_id: int) -> None:
    """Re-evaluate every item of a campaign from the last readings, ignoring earlier evidence.

    Used after the target changes: an item verified for the old target is no longer verified, and an
    item behind the new target did not regress.
    """
    view = get_view(unit.session, campaign_id)
    runtime = view.campaign.runtime
    projects = {repository_of(unit.catalog, view.campaign, item) for item in view.items}
    projects |= {place.project for place in shipped_places(unit.catalog, runtime)}
    found = {project: find_reading(unit.session, project, runtime) for project in projects}
    readings = {project: reading for project, reading in found.items() if reading is not None}
    record_evidence(unit, view, readings, forget=True)


def record_evidence(
    unit: Unit, view: CampaignView, readings: Mapping[str, ReadingRecord], *, forget: bool = False
) -> None:
    """Save each item's evidence if it changed, and record the events.

    With ``forget``, earlier verifications are ignored. Items whose repository was never read do not
    change.
    """
    shipped = _shipped_versions(unit.catalog, view.campaign.runtime, readings)
    event_ids: list[int] = []
    anything = False
    for item in view.items:
        reading = readings.get(repository_of(unit.catalog, view.campaign, item))
        if reading is None:
            continue
        known = None if forget else item.evidence
        evidence = _judge_item(
            unit.catalog, view.campaign, item, reading, shipped, known, now=unit.now
        )
        if _is_unchanged(item.evidence, evidence):
            continue
        anything = True
        save_evidence(unit.session, item.id, evidence)
        event_ids += _record_changes(unit, view.campaign, item, evidence)
    if anything:
        event_ids += record_startable(unit, view.campaign.id)
        update_card(unit, view.campaign.id, event_ids)


def _judge_item(
    catalog: Catalog,
    campaign: Campaign,
    item: Item,
    reading: ReadingRecord,
    shipped: Sequence[Version],
    known: Evidence | None,
    *,
    now: Clocks,
) -> Evidence:
    """Derive the evidence for an item from a reading."""
    inconclusive = why_inconclusive(catalog, campaign.runtime, item.component)
    target = campaign.version
    stands = pin_states_of_component(
        catalog, campaign.runtime, item.component, reading.pins, target
    )
    pins = [one.pin for one in stands]
    standing = (
        _sum_up(stands, inconclusive) if reading.failure is None else EvidenceState.unreadable
    )
    seen = Evidence(
        standing=standing,
        commit=reading.commit,
        pins=tuple({**pin_object(one.pin), "where": one.where} for one in stands),
        findings=tuple(asdict(one) for one in find_findings(pins, target, shipped)),
        failure=reading.failure or inconclusive,
        since=now.story,
        verified_at=None,
        backslid_at=None,
        looked_at=now.story,
    )
    judged = judge(seen, known)
    return replace(judged, mismatched_at=_mismatched_at(replace(item, evidence=judged), item, now))


def _mismatched_at(item: Item, before: Item, now: Clocks) -> datetime | None:
    """Return when an item started to contradict its repository, or None if it does not."""
    if not is_mismatch(item):
        return None
    return (before.evidence and before.evidence.mismatched_at) or now.story


def _sum_up(stands: Iterable[PinStanding], inconclusive: str | None) -> EvidenceState:
    return (
        EvidenceState.not_understood
        if inconclusive
        else combine_pin_states(PinState(one.where) for one in stands)
    )


_COMPARED_FIELDS = (
    "standing",
    "pins",
    "findings",
    "failure",
    "verified_at",
    "backslid_at",
    "mismatched_at",
)


def _is_unchanged(known: Evidence | None, now: Evidence) -> bool:
    """Return whether nothing changed, except for the time of the reading and the commit."""
    return known is not None and all(getattr(known, n) == getattr(now, n) for n in _COMPARED_FIELDS)


def _record_changes(unit: Unit, campaign: Campaign, item: Item, evidence: Evidence) -> list[int]:
    """Record an item's changes; return the ids of the events to post in the thread."""
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
            unit.session,
            campaign.id,
            Event(
                kind,
                campaign.slug,
                unit.now.story,
                ASSISTANT,
                component=item.component,
                before=before,
                after=evidence.standing,
            ),
        )
        for kind in kinds
    }
    return [number for kind, number in ids.items() if kind != EventKind.evidence_changed]
