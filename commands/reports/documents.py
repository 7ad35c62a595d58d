"""Pure functions that build the exported reports, escaping text that people wrote."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from html import escape

from campaigns.dates import long_date
from campaigns.evidence import is_finished
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import ROLE_TITLES
from campaigns.people.working_days import WEEKDAYS
from campaigns.reports.criteria import Criterion, percent_completed
from campaigns.reports.item_dates import ItemDates
from campaigns.reports.retrospective import Wait
from campaigns.states import ITEM_STATE_TITLES, ItemState
from storage.catalog.read import WorkingGroup
from storage.events import LoggedEvent

Row = Sequence[object]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class CampaignReport:
    """A campaign's data for the reports."""

    view: CampaignView
    dates: Mapping[str, ItemDates]
    waits: Mapping[str, Wait]
    reasons: Mapping[str, tuple[str, ...]]


def cell(words: object) -> str:
    """Escape text for a cell of a Markdown table: one line, no markup, no mentions."""
    if words is None or words == "":
        return ""
    text = "".join(c if c.isprintable() else " " for c in str(words))
    text = re.sub(r"([\\`*_\[\]|~#@])", r"\\\1", " ".join(text.split()))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown_table(head: Sequence[str], rows: Iterable[Row]) -> str:
    """Build a Markdown table, escaping the cells of its rows."""
    lines = [head, ["---"] * len(head), *([cell(part) for part in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def handbook(group: WorkingGroup, criteria: Sequence[Criterion]) -> str:
    """Build the progress section of the working group's handbook page."""
    labels = [(f"`{label}`", _MEANING[state]) for state, label in group.labels.items()]
    roles = [(ROLE_TITLES[p.role].removeprefix("the ").capitalize(), p.name) for p in group.people]
    rows = [
        (f"{c.number}. {c.title}", c.start_on, c.target_on, c.completed_on, c.dri and f"@{c.dri}")
        for c in criteria
    ]
    lines = [f"| {label} | {cell(meaning)} |" for label, meaning in labels]
    return "\n".join(
        [
            "## Tracking labels\n",
            "\n".join(["| Label | Meaning |", "| --- | --- |", *lines]),
            f"\n## Exit Criteria ({percent_completed(criteria)}%)\n",
            markdown_table(
                ("Criteria", "Start Date", "Target Date", "Completed Date", "DRI"), rows
            ),
            "\n## Roles and Responsibilities\n",
            markdown_table(("Working Group Role", "Person"), roles),
            "",
        ]
    )


_MEANING = {
    ItemState.in_dev: "Being worked on",
    ItemState.in_review: "Reviewed by wider Engineering",
    ItemState.blocked: "Blocked by another issue: see the blocking issue",
    ItemState.production: "Done, should be closed",
    ItemState.not_started: "Not started",
}


@dataclass(frozen=True)
class AgendaSection:
    """A heading of the agenda with its lines, as plain text."""

    title: str
    lines: tuple[str, ...]


def agenda(
    criteria: Sequence[Criterion], papers: Sequence[CampaignReport]
) -> tuple[AgendaSection, ...]:
    """Build the weekly agenda: campaigns, blocked items, exit criteria."""
    sections = [AgendaSection(p.view.campaign.title, _campaign_lines(p)) for p in papers]
    open_ones = tuple(
        f"{c.number}. {c.title} (target {_written(c.target_on) or 'not set'}, {c.dri or 'no DRI'})"
        for c in criteria
        if c.completed_on is None
    )
    title = f"Exit criteria ({percent_completed(criteria)}%)"
    return (*sections, AgendaSection(title, open_ones or ("All criteria are completed.",)))


def _campaign_lines(paper: CampaignReport) -> tuple[str, ...]:
    items, campaign = paper.view.items, paper.view.campaign
    done = sum(is_finished(item) for item in items)
    blocked = [item for item in items if item.blockers]
    due = f", due {long_date(campaign.due_on)}" if campaign.due_on else ""
    return (
        f"{done} of {len(items)} finished{due}.",
        *(f"Blocked: {i.title} by {', '.join(b.text for b in i.blockers)}" for i in blocked),
    )


def agenda_markdown(sections: Sequence[AgendaSection], on: date) -> str:
    """Render the agenda as Markdown."""
    parts = [f"# Agenda of {long_date(on)}"]
    parts += [
        "\n".join([f"\n## {cell(s.title)}\n", *(f"- {cell(line)}" for line in s.lines)])
        for s in sections
    ]
    return "\n".join([*parts, "\n## Notes\n\n- \n"])


def agenda_html(sections: Sequence[AgendaSection], on: date) -> str:
    """Render the agenda as HTML, which keeps its structure when pasted into a document."""
    parts = [f"<h1>Agenda of {long_date(on)}</h1>"]
    for section in sections:
        lines = "".join(f"<li>{escape(line)}</li>" for line in section.lines)
        parts.append(f"<h2>{escape(section.title)}</h2><ul>{lines}</ul>")
    body = "\n".join([*parts, "<h2>Notes</h2><ul><li></li></ul>"])
    return f'<!doctype html>\n<meta charset="utf-8">\n{body}\n'


def csv_table(papers: Sequence[CampaignReport]) -> str:
    """Build a CSV of all items with their dates, escaping spreadsheet formulas."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*_COLUMNS, *(field.name for field in fields(ItemDates)), "blocked_days"])
    for paper in papers:
        for item in paper.view.items:
            dates = paper.dates.get(item.component, ItemDates())
            wait = paper.waits.get(item.component)
            row = [*_csv_row(paper, item), *asdict(dates).values(), f"{wait.days:g}" if wait else 0]
            writer.writerow([_harmless(part) for part in row])
    return written.getvalue()


_COLUMNS = (
    "campaign", "component", "title", "tier", "project", "issue", "dri", "state", "due_on",
    "waived_because",
)  # fmt: skip


def _csv_row(paper: CampaignReport, item: Item) -> list[object]:
    campaign, state = paper.view.campaign, ITEM_STATE_TITLES[item.state]
    return [
        campaign.slug, item.component, item.title, item.tier, item.project, item.web_url,
        item.dri, state, campaign.due_on, item.waived_because,
    ]  # fmt: skip


def _harmless(part: object) -> str:
    text = "" if part is None else str(part)
    return f"'{text}" if text.startswith(FORMULA) else text


def audit_line(logged: LoggedEvent) -> str:
    """Render an event as a line of JSON: who, what, when and why."""
    event = logged.event
    values = {
        "number": logged.number,
        "when": event.at.isoformat(),
        "who": event.actor,
        "what": event.kind.value,
        "campaign": event.campaign or None,
        "component": event.component,
        "before": event.before,
        "after": event.after,
        "why": event.reason,
    }
    return json.dumps(values, ensure_ascii=False)


def process(paper: CampaignReport) -> str:
    """Build the report on an upgrade: its tiers in order, with durations and blockers."""
    campaign = paper.view.campaign
    due = f"due {long_date(campaign.due_on)}" if campaign.due_on else "no due date"
    parts = [f"# How {cell(campaign.title)} was upgraded\n"]
    parts.append(f"Started {long_date(campaign.started_at)}, {due}, now {campaign.state.value}.\n")
    for number, tier in enumerate(campaign.tiers, start=1):
        items = [item for item in paper.view.items if item.tier == tier.key]
        how = "one after another" if tier.ordered else "in parallel"
        gate = "the next tier waits for them" if tier.gates else "nothing waits for them"
        parts.append(f"## {number}. {cell(tier.title)}\n\nUpgraded {how}; {gate}.\n")
        rows = [_process_row(paper, item) for item in sorted(items, key=_order(paper))]
        head = ("Component", "Created", "In dev", "Production", "Verified", "Working days",
                "Of which blocked", "Blockers")  # fmt: skip
        parts.append(markdown_table(head, rows) + "\n")
    return "\n".join(parts)


def _order(paper: CampaignReport) -> Callable[[Item], tuple[date, int]]:
    """Return a sort key that orders items by when they were finished."""

    def key(item: Item) -> tuple[date, int]:
        dates = paper.dates.get(item.component, ItemDates())
        return dates.verified_on or dates.production_on or date.max, item.position

    return key


def days_taken(paper: CampaignReport) -> dict[str, int]:
    """Map finished components to the working days they took."""
    taken = {
        c: _working_days(d.in_dev_on or d.created_on, _ended(d)) for c, d in paper.dates.items()
    }
    return {component: days for component, days in taken.items() if days is not None}


def _ended(dates: ItemDates) -> date | None:
    return dates.verified_on or dates.production_on


def _process_row(paper: CampaignReport, item: Item) -> Row:
    dates = paper.dates.get(item.component, ItemDates())
    ended = _ended(dates)
    began = dates.in_dev_on or dates.created_on
    wait = paper.waits.get(item.component)
    why = "; ".join(paper.reasons.get(item.component, ()))
    waived = f"waived: {item.waived_because}" if item.waived_by else ""
    return (
        item.title, _written(dates.created_on), _written(dates.in_dev_on),
        _written(dates.production_on), _written(dates.verified_on),
        _working_days(began, ended), f"{wait.days:g}" if wait else None,
        "; ".join(part for part in (why, waived) if part),
    )  # fmt: skip


def _written(on: date | None) -> str | None:
    return long_date(on) if on else None


def _working_days(began: date | None, ended: date | None) -> int | None:
    if began is None or ended is None:
        return None
    return round(WEEKDAYS.end_of(ended) - WEEKDAYS.end_of(began))
