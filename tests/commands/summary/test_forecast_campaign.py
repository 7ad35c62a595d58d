"""Forecasts from the store, and their sentences."""

from dataclasses import replace
from datetime import date

import pytest

from campaigns.states import CampaignState, ItemState
from campaigns.summary.forecast import Critical, Forecast, ForecastBasis, Lever
from commands.errors import InvalidRequestError
from commands.items.block_item import BlockRequest, block_item
from commands.summary.forecast_campaign import (
    CampaignForecast,
    forecast_campaign,
    forecast_campaigns,
)
from commands.summary.forecast_words import describe_lever, describe_path, describe_range
from commands.sync.sync_context import issue_ref
from gitlab_gateway.issues import close_issue
from storage.lifecycle.campaigns import update_campaign
from tests.commands.conftest import Desk

TITLES = {"gitaly": "Gitaly", "gitlab-shell": "GitLab Shell", "kas": "KAS", "labkit": "LabKit"}
FRIDAY = date(2023, 9, 29)
TODAY = date(2023, 9, 25)


def close_first(desk: Desk, number: int) -> None:
    """Close the issues of the first components, one per working day."""
    for item in desk.view().items[:number]:
        desk.clock.skip(days=1)
        close_issue(desk.gitlab, issue_ref(item))
        desk.sync()


def block(desk: Desk, component: str, by: str) -> None:
    request = BlockRequest(component, by)
    url = desk.box.gitlab.url
    block_item(
        desk.store, desk.catalog, desk.actor("U0GUS"), request, gitlab_url=url, now=desk.clock()
    )


def test_a_campaign_that_just_began_is_forecast_from_what_is_assumed(started: Desk) -> None:
    found = forecast_campaign(started.store, 1, now=started.clock())

    assert found is not None
    assert (found.forecast.standpoint, found.forecast.open_items, found.campaigns) == (
        ForecastBasis.nothing_finished,
        29,
        0,
    )
    assert found.forecast.late is not None
    assert found.forecast.late > found.today


def test_ten_finished_components_give_a_probability(started: Desk) -> None:
    close_first(started, 9)
    few = forecast_campaign(started.store, 1, now=started.clock())
    item = started.view().items[9]
    close_issue(started.gitlab, issue_ref(item))
    started.sync()
    enough = forecast_campaign(started.store, 1, now=started.clock())

    assert few is not None
    assert enough is not None
    assert few.forecast.standpoint == ForecastBasis.few_finished
    assert few.forecast.percent_by_due is None
    assert (enough.forecast.standpoint, enough.forecast.finished) == (ForecastBasis.enough, 10)
    assert enough.forecast.percent_by_due is not None


def test_a_blocked_component_is_a_lever(started: Desk) -> None:
    close_first(started, 10)
    blocked = started.view().items[10].component
    block(started, blocked, "a release")
    started.clock.skip(days=60)

    found = forecast_campaign(started.store, 1, now=started.clock())

    assert found is not None
    levers = [lever.components for lever in found.forecast.levers if lever.unblocked]
    assert levers == [(blocked,)]


def test_a_later_campaign_learns_from_an_earlier_one(started: Desk) -> None:
    close_first(started, 12)
    with started.store.write() as session:
        update_campaign(session, 1, state=CampaignState.cancelled.value)
    started.plan("1.21", plan_id="p2")
    second = started.accept("p2")

    found = forecast_campaign(started.store, second, now=started.clock())

    assert found is not None
    assert (found.forecast.standpoint, found.forecast.finished, found.campaigns) == (
        ForecastBasis.enough,
        12,
        1,
    )
    assert forecast_campaign(started.store, 1, now=started.clock()) is None
    listed = forecast_campaigns(started.store, "go", None, now=started.clock())
    assert [one.campaign.id for one in listed] == [second]


def test_a_version_that_no_campaign_has_is_refused(started: Desk) -> None:
    with pytest.raises(InvalidRequestError, match=r"No campaign go 1\.19 found"):
        forecast_campaigns(started.store, "go", "1.19", now=started.clock())


def words(desk: Desk, **changed: object) -> str:
    bare = Forecast(
        ForecastBasis.enough,
        40,
        5,
        date(2023, 10, 31),
        date(2023, 10, 12),
        date(2023, 10, 20),
        date(2023, 11, 3),
        62,
    )
    campaign = desk.view().campaign
    return describe_range(CampaignForecast(campaign, replace(bare, **changed), TITLES, 2, TODAY))  # type: ignore[arg-type]  # fields by name


def test_the_range_is_described_with_its_probability(started: Desk) -> None:
    said = {
        "plain": words(started),
        "never": words(started, percent_by_due=0),
        "certain": words(started, percent_by_due=100),
        "two years": words(started, late=date(2024, 1, 5)),
        "one day": words(started, early=date(2023, 11, 3)),
        "no date": words(started, due_on=None, percent_by_due=None),
        "overdue": words(started, due_on=date(2023, 9, 24), percent_by_due=0),
        "few": words(
            started, standpoint=ForecastBasis.few_finished, finished=9, percent_by_due=None
        ),
        "none": words(started, standpoint=ForecastBasis.nothing_finished, percent_by_due=None),
        "done": words(started, standpoint=ForecastBasis.all_done),
        "empty": words(started, standpoint=ForecastBasis.no_items),
    }

    between = "Finishes between 12 October and 3 November 2023"
    assert said == {
        "plain": f"{between}, 62 % by 31 October.",
        "never": f"{between}, under 1 % by 31 October.",
        "certain": f"{between}, over 99 % by 31 October.",
        "two years": (
            "Finishes between 12 October 2023 and 5 January 2024, 62 % by 31 October 2023."
        ),
        "one day": "Finishes on 3 November 2023, 62 % by 31 October.",
        "no date": f"{between}; there is no due date to compare with.",
        "overdue": f"{between}; it was due on 24 September.",
        "few": (f"{between}. Only 9 of the 10 components needed for a probability are finished."),
        "none": (
            f"{between}, assuming a component takes 2 to 40 working days. Nothing is finished yet, "
            "so there is no probability."
        ),
        "done": "Every component is done.",
        "empty": "There is nothing to forecast: the campaign has no components.",
    }


@pytest.mark.parametrize(
    ("lever", "said"),
    [
        (
            Lever(("gitaly",), unblocked=True, by=FRIDAY, days=12),
            "If Gitaly is unblocked by Friday 29 September: 12 days sooner.",
        ),
        (
            Lever(("gitaly", "gitlab-shell"), unblocked=True, by=FRIDAY, days=1),
            "If Gitaly and GitLab Shell are unblocked by Friday 29 September: 1 day sooner.",
        ),
        (
            Lever(tuple(TITLES), unblocked=False, by=FRIDAY, days=3),
            "If the last of 4 components are done by Friday 29 September: 3 days sooner.",
        ),
    ],
)
def test_a_lever_is_described_in_a_sentence(lever: Lever, said: str) -> None:
    assert describe_lever(lever, TITLES) == said


def test_the_critical_path_is_described_in_order() -> None:
    path = (Critical(("kas",), 100), Critical(tuple(TITLES), 62))

    assert describe_path(path, TITLES) == (
        "The finish date depends on KAS (100 %), then the last of 4 components (62 %)."
    )
    assert describe_path((), TITLES) == ""


def test_an_item_blocked_by_another_of_the_campaign_waits_for_it(started: Desk) -> None:
    close_first(started, 10)
    blocked, blocking = (item.component for item in started.view().items[10:12])
    block(started, blocked, blocking)
    started.clock.skip(days=30)
    assert started.item(blocked).state == ItemState.blocked

    found = forecast_campaign(started.store, 1, now=started.clock())

    assert found is not None
    path = [one.components for one in found.forecast.path]
    assert path.index((blocking,)) < path.index((blocked,))
