"""Exporting reports: reading their data and rendering it as text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.people.roles import Actor, Permission
from campaigns.reports.item_dates import read_dates
from campaigns.reports.retrospective import longest_waits
from commands.catalog import catalog_patch
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.near_misses import did_you_mean
from commands.people.actors import require
from commands.reports import documents
from storage.catalog.read import Catalog
from storage.events import list_events, list_logged
from storage.lifecycle.campaigns import get_view, list_campaigns
from storage.reports import list_criteria, seed_criteria
from storage.store import Store

PAPERS = {
    "handbook": "md",
    "agenda": "md",
    "agenda-html": "html",
    "csv": "csv",
    "audit": "jsonl",
    "process": "md",
    "catalog-patch": "patch",
}
OF_ONE = ("process", "catalog-patch")
PAGE = 1000


@dataclass(frozen=True)
class ExportRequest:
    """A parsed `export <paper> [campaign]`; each report has a default campaign."""

    paper: str
    campaign: str = ""


def file_name(request: ExportRequest) -> str:
    """Return the file name of a report."""
    stem = request.paper.removesuffix("-html")
    words = "".join(c if c.isalnum() or c in ".-" else "-" for c in request.campaign)
    return f"{stem}{'-' if words else ''}{words}.{PAPERS[request.paper]}"


def parse_paper(paper: str, campaign: str) -> ExportRequest:
    """Build the request for a report from its name.

    Raises:
        InvalidRequestError: there is no such report.
    """
    name = paper.casefold()
    if name not in PAPERS:
        listed = ", ".join(PAPERS)
        unknown = f"There is no report {name}.{did_you_mean(name, PAPERS)}"
        raise InvalidRequestError(f"{unknown if name else 'Name a report.'} Reports: {listed}.")
    return ExportRequest(name, campaign)


def require_paper(catalog: Catalog, actor: Actor, request: ExportRequest) -> None:
    """Check that an actor may read a report.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may export the audit,
            because it contains people's reasons for snoozing.
    """
    if request.paper == "audit":
        require(catalog, actor, Permission.export_audit)


def export_paper(
    store: Store, catalog: Catalog, actor: Actor, request: ExportRequest, *, now: Clocks
) -> Iterator[str]:
    """Return a report's text in parts; the audit is never in memory as a whole.

    Raises:
        NotPermittedError: see `require_paper`.
        InvalidRequestError: there is no such campaign, or no campaign at all.
    """
    require_paper(catalog, actor, request)
    if request.paper == "audit":
        return _audit(store, _find_id(store, request.campaign))
    if request.paper == "handbook":
        with store.write() as session:
            seed_criteria(session, catalog)
            return iter([documents.handbook(catalog.working_group, list_criteria(session))])
    if request.paper == "catalog-patch":
        with store.read() as session:
            paper = _paper(session, _chosen(session, request)[0].id)
        return iter([catalog_patch(catalog, paper.view, documents.days_taken(paper))])
    with store.read() as session:
        chosen = [_paper(session, c.id) for c in _chosen(session, request)]
        criteria = list_criteria(session)
    if request.paper == "csv":
        return iter([documents.csv_table(chosen)])
    if request.paper == "process":
        return iter([documents.process(chosen[0])])
    write: Callable[..., str] = documents.agenda_markdown
    if request.paper == "agenda-html":
        write = documents.agenda_html
    return iter([write(documents.agenda(criteria, chosen), now.story.date())])


def _find_id(store: Store, words: str) -> int | None:
    if not words:
        return None
    with store.read() as session:
        return _named(list_campaigns(session), words).id


def _audit(store: Store, campaign_id: int | None) -> Iterator[str]:
    last = 0
    while True:
        with store.read() as session:
            page = list_logged(session, campaign_id, after=last, limit=PAGE)
        for logged in page:
            yield documents.audit_line(logged) + "\n"
        if len(page) < PAGE:
            return
        last = page[-1].number


def _chosen(session: Session, request: ExportRequest) -> tuple[Campaign, ...]:
    """Return the named campaign, or by default the open ones (agenda), all (CSV) or the newest."""
    listed = list_campaigns(session)
    if request.campaign:
        return (_named(listed, request.campaign),)
    if request.paper.startswith("agenda"):
        return list_campaigns(session, only_open=True)
    if request.paper not in OF_ONE:
        return listed
    if not listed:
        raise InvalidRequestError(f"There is no campaign yet, and {request.paper} needs one.")
    return listed[:1]


def _named(listed: tuple[Campaign, ...], words: str) -> Campaign:
    for campaign in listed:
        if words.casefold() in {campaign.slug.casefold(), campaign.title.casefold()}:
            return campaign
    known = ", ".join(f"`{campaign.slug}`" for campaign in listed) or "none"
    raise InvalidRequestError(f"No campaign {words} found. Campaigns: {known}.")


def _paper(session: Session, campaign_id: int) -> documents.CampaignReport:
    view, events = get_view(session, campaign_id), list_events(session, campaign_id)
    until = events[-1].at if events else view.campaign.started_at
    reasons: dict[str, tuple[str, ...]] = {}
    for event in events:
        known = reasons.get(event.component or "", ())
        new = [why for why in _what_blocked(event) if why not in known]
        if event.component and new:
            reasons[event.component] = (*known, *new)
    waits = {wait.component: wait for wait in longest_waits(events, until)}
    return documents.CampaignReport(view, read_dates(events), waits, reasons)


def _what_blocked(event: Event) -> list[str]:
    """Return the blockers that an event adds: a description, or linked issues."""
    if event.kind == EventKind.item_blocked and event.reason:
        return [event.reason]
    if event.kind == EventKind.blockers_changed:
        return [str(one) for one in event.after or () if one not in (event.before or ())]
    return []
