"""The complete reports: handbook, agenda, spreadsheet and audit."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.events import Event, EventKind
from campaigns.model.campaign import CampaignView, Tier
from campaigns.reports.criteria import Criterion
from campaigns.reports.item_dates import ItemDates, read_dates
from campaigns.reports.retrospective import Wait
from campaigns.states import ItemState
from commands.errors import InvalidRequestError, NotPermittedError
from commands.items.block_item import BlockRequest, block_item
from commands.reports import documents
from commands.reports.export_paper import ExportRequest, export_paper, file_name, parse_paper
from storage.catalog.read import WorkingGroup
from tests.commands.conftest import Desk
from tests.slackapp.test_views import campaign_of

START = datetime(2023, 4, 3, 9, tzinfo=UTC)
GROUP = WorkingGroup.model_validate(
    {
        "name": "Runtime Update Process",
        "channel": "C1",
        "teams": ["T1"],
        "group": "gitlab-org",
        "labels": {"in_dev": "workflow::In dev", "production": "workflow::production"},
        "people": [
            {"name": "Matt Nohr", "role": "facilitator"},
            {"name": "Robert | Marshall", "role": "functional_lead"},
        ],
    }
)
CRITERIA = (
    Criterion(1, "Upgrade to Go 1.20", date(2023, 3, 30), date(2023, 7, 30), None, "rmarshall"),
    Criterion(2, "Evaluate <b>one</b>", None, None, date(2023, 6, 30)),
)
HANDBOOK = """\
## Tracking labels

| Label | Meaning |
| --- | --- |
| `workflow::In dev` | Being worked on |
| `workflow::production` | Done, should be closed |

## Exit Criteria (50%)

| Criteria | Start Date | Target Date | Completed Date | DRI |
| --- | --- | --- | --- | --- |
| 1. Upgrade to Go 1.20 | 2023-03-30 | 2023-07-30 |  | \\@rmarshall |
| 2. Evaluate &lt;b&gt;one&lt;/b&gt; |  |  | 2023-06-30 |  |

## Roles and Responsibilities

| Working Group Role | Person |
| --- | --- |
| Facilitator | Matt Nohr |
| Functional lead | Robert \\| Marshall |
"""


def test_the_handbook_page_is_the_handbooks_own_table() -> None:
    assert documents.handbook(GROUP, CRITERIA) == HANDBOOK


def test_the_agenda_is_the_same_in_markdown_and_html() -> None:
    sections = documents.agenda(CRITERIA, ())

    assert documents.agenda_markdown(sections, date(2023, 4, 3)) == (
        "# Agenda of 3 April 2023\n\n## Exit criteria (50%)\n\n"
        "- 1. Upgrade to Go 1.20 (target 30 July 2023, rmarshall)\n\n## Notes\n\n- \n"
    )
    assert documents.agenda_html(sections, date(2023, 4, 3)) == (
        '<!doctype html>\n<meta charset="utf-8">\n<h1>Agenda of 3 April 2023</h1>\n'
        "<h2>Exit criteria (50%)</h2><ul><li>1. Upgrade to Go 1.20 "
        "(target 30 July 2023, rmarshall)</li></ul>\n<h2>Notes</h2><ul><li></li></ul>\n"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (None, ""),
        ("a|b\nc", "a\\|b c"),
        ("<!channel> @all", "&lt;!channel&gt; \\@all"),
        ("[x](http://y)", "\\[x\\](http://y)"),
        ("\u202egnp", "gnp"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_hostile_text_stays_text_in_a_table(words: str | None, shown: str) -> None:
    assert documents.cell(words) == shown


def test_first_days_are_derived_from_the_log() -> None:
    def moved(kind: EventKind, after: str | None, day: int) -> Event:
        return Event(kind, "go-1.20", START + timedelta(days=day), "U1", "gitaly", None, after)

    events = (
        moved(EventKind.issue_created, None, 0),
        moved(EventKind.state_changed, "in_dev", 1),
        moved(EventKind.item_blocked, "blocked", 2),
        moved(EventKind.item_unblocked, "in_dev", 4),
        moved(EventKind.state_changed, "production", 6),
        moved(EventKind.item_verified, None, 7),
    )
    assert read_dates(events) == {
        "gitaly": ItemDates(
            created_on=date(2023, 4, 3),
            in_dev_on=date(2023, 4, 4),
            blocked_on=date(2023, 4, 5),
            production_on=date(2023, 4, 9),
            verified_on=date(2023, 4, 10),
        )
    }


def text(desk: Desk, paper: str, campaign: str = "") -> str:
    request = ExportRequest(paper, campaign)
    actor = desk.actor("U0LEO")
    return "".join(export_paper(desk.store, desk.catalog, actor, request, now=desk.clock()))


def test_a_campaigns_reports_contain_its_items_blockers_and_log(started: Desk) -> None:
    leo = started.actor("U0LEO")
    request = BlockRequest("gitaly", "=HYPERLINK(1) <@U1>")
    block_item(started.store, started.catalog, leo, request, gitlab_url="", now=started.clock())

    rows = list(csv.DictReader(io.StringIO(text(started, "csv"))))
    assert len(rows) == len(started.view().items)
    gitaly = next(row for row in rows if row["component"] == "gitaly")
    assert (gitaly["campaign"], gitaly["state"]) == ("go-1.20", "blocked")
    assert "Blocked: Gitaly by =HYPERLINK(1) &lt;\\@U1&gt;" in text(started, "agenda")
    process = text(started, "process", "go-1.20")
    assert "## 1. Prerequisites, in this order\n\nUpgraded one after another" in process
    logged = [json.loads(line) for line in text(started, "audit").splitlines()]
    assert [line["number"] for line in logged] == sorted(line["number"] for line in logged)
    assert (logged[-1]["who"], logged[-1]["what"]) == ("U0LEO", "item_blocked")
    assert set(logged[0]) == {
        "number", "when", "who", "what", "campaign", "component", "before", "after", "why",
    }  # fmt: skip


def test_the_audit_is_for_the_leads(started: Desk) -> None:
    gus, request = started.actor("U0GUS"), ExportRequest("audit")
    with pytest.raises(NotPermittedError, match="functional lead may export the audit log"):
        export_paper(started.store, started.catalog, gus, request, now=started.clock())


def test_no_cell_starts_a_formula(started: Desk) -> None:
    view = started.view()
    item = view.items[0]
    waits = {item.component: Wait(item.component, 3.0)}
    hostile = type(item)(**{**item.__dict__, "title": "=1+1", "waived_because": "@SUM(A1)"})
    paper = documents.CampaignReport(type(view)(view.campaign, (hostile,)), {}, waits, {})

    (row,) = csv.DictReader(io.StringIO(documents.csv_table([paper])))
    assert (row["title"], row["waived_because"], row["blocked_days"]) == (
        "'=1+1", "'@SUM(A1)", "3",
    )  # fmt: skip


def golden_paper() -> documents.CampaignReport:
    """Return a small campaign with all features: two tiers, a block, a waiver."""
    view = campaign_of("Update Go", items=3, state=ItemState.production)
    tiers = (
        Tier("a", "First | tier", ordered=True),
        Tier("b", "Apart", gates=False),
    )
    campaign = replace(view.campaign, tiers=tiers, started_at=START)
    first, second, third = view.items
    items = (
        replace(first, title="Gitaly", dri="gus"),
        replace(second, title="=KAS", dri=None),
        replace(third, title="glab", tier="b", waived_by="U0LEO", waived_because="retired, soon"),
    )
    dates = {
        "c0": ItemDates(
            created_on=date(2023, 4, 3), in_dev_on=date(2023, 4, 7), production_on=date(2023, 4, 17)
        ),
        "c1": ItemDates(created_on=date(2023, 4, 3), verified_on=date(2023, 4, 5)),
    }
    reasons = {"c0": ("waits for <@U1>", "gitlab-org/labkit#7")}
    return documents.CampaignReport(
        CampaignView(campaign, items), dates, {"c0": Wait("c0", 4.5)}, reasons
    )


PROCESS = """\
# How Go 1.20 was upgraded

Started 3 April 2023, due 1 October 2023, now active.

## 1. First \\| tier

Upgraded one after another; the next tier waits for them.

| Component | Created | In dev | Production | Verified | Working days | Of which blocked | Blockers |
| --- | --- | --- | --- | --- | --- | --- | --- |
| =KAS | 3 April 2023 |  |  | 5 April 2023 | 2 |  |  |
| Gitaly | 3 April 2023 | 7 April 2023 | 17 April 2023 |  | 6 | 4.5 | waits for &lt;\\@U1&gt;; gitlab-org/labkit\\#7 |

## 2. Apart

Upgraded in parallel; nothing waits for them.

| Component | Created | In dev | Production | Verified | Working days | Of which blocked | Blockers |
| --- | --- | --- | --- | --- | --- | --- | --- |
| glab |  |  |  |  |  |  | waived: retired, soon |
"""  # noqa: E501 - as the paper has it
CSV = """\
campaign,component,title,tier,project,issue,dri,state,due_on,waived_because,created_on,in_dev_on,\
in_review_on,blocked_on,production_on,verified_on,blocked_days
go-1.20,c0,Gitaly,a,a/b,ISSUE,gus,production,2023-10-01,,2023-04-03,2023-04-07,,,2023-04-17,,4.5
go-1.20,c1,'=KAS,a,a/b,ISSUE,,production,2023-10-01,,2023-04-03,,,,,2023-04-05,0
go-1.20,c2,glab,b,a/b,ISSUE,dri-Update Go,production,2023-10-01,"retired, soon",,,,,,,0
"""


def test_the_process_report_shows_what_happened() -> None:
    assert documents.process(golden_paper()) == PROCESS


def test_the_table_has_every_item_with_its_dates() -> None:
    paper = golden_paper()
    issue = paper.view.items[0].web_url or ""

    assert documents.csv_table([paper]) == CSV.replace("ISSUE", issue)


def test_without_a_campaign_reports_are_short_and_a_process_is_refused(desk: Desk) -> None:
    assert text(desk, "csv").count("\n") == 1
    assert text(desk, "audit") == ""
    for paper, campaign, words in (
        ("process", "", "There is no campaign yet"),
        ("audit", "go-9", "No campaign go-9 found. Campaigns: none."),
    ):
        with pytest.raises(InvalidRequestError, match=words):
            text(desk, paper, campaign)


def test_reports_are_found_by_name() -> None:
    assert file_name(parse_paper("CSV", "go 1.20/../x")) == "csv-go-1.20-..-x.csv"
    with pytest.raises(InvalidRequestError, match=r"There is no report handbok.* Did you mean"):
        parse_paper("handbok", "")
