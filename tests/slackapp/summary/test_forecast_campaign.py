"""`forecast` and the card's line, as people read them."""

import json
from datetime import date

from campaigns.summary.forecast import Critical, Forecast, ForecastBasis, Lever
from commands.overview.show_status import build_status
from commands.summary.forecast_campaign import CampaignForecast
from commands.sync.sync_context import issue_ref
from gitlab_gateway.issues import close_issue
from slackapp.cli.story.waiting import wait_for
from slackapp.cli.terminal import jsonable
from slackapp.views.overview.card import build_card
from slackapp.views.summary.forecast_campaign import build_forecasts
from tests.slackapp.started import Campaign
from tests.slackapp.test_views import HOME, NOW, campaign_of, marks_of

FORECAST = Forecast(
    ForecastBasis.enough,
    finished=57,
    open_items=4,
    due_on=date(2023, 10, 31),
    early=date(2023, 10, 12),
    middle=date(2023, 10, 20),
    late=date(2023, 11, 3),
    percent_by_due=62,
    levers=(Lever(("gitaly",), unblocked=True, by=date(2023, 9, 29), days=12),),
    path=(Critical(("gitaly",), 63), Critical(("kas",), 100)),
)


def forecast_of(title: str = "Gitaly", found: Forecast = FORECAST) -> CampaignForecast:
    titles = {"gitaly": title, "kas": "KAS"}
    return CampaignForecast(campaign_of(title).campaign, found, titles, 2, date(2023, 9, 25))


def texts_of(forecast: CampaignForecast) -> list[str]:
    blocks = [block.to_dict() for block in build_forecasts([forecast]).blocks]
    return [(b.get("text") or b["elements"][0])["text"] for b in blocks]


def test_the_answer_says_the_range_what_moves_it_and_what_it_stands_on() -> None:
    assert texts_of(forecast_of())[1:] == [
        "Finishes between 12 October and 3 November 2023, 62 % by 31 October.",
        (
            "*What would change it most*\n"
            "• If Gitaly is unblocked by Friday 29 September: 12 days sooner."
        ),
        "The finish date depends on Gitaly (63 %), then KAS (100 %).",
        (
            "Based on 57 finished components of this campaign and 2 earlier ones. "
            "Of 2,000 simulated runs, 8 in 10 end within the range. Weekends are excluded."
        ),
    ]


def test_a_campaign_with_nothing_left_says_only_that() -> None:
    done = Forecast(ForecastBasis.all_done, finished=29, open_items=0, due_on=None)

    assert texts_of(forecast_of(found=done))[1:] == ["Every component is done."]


def test_hostile_names_stay_text() -> None:
    hostile = forecast_of("<!channel> <https://evil.example|x> \u202e" + "x" * 10_000)
    status = build_status(campaign_of("Gitaly"), {}, NOW)

    for message in (build_forecasts([hostile]), build_card(status, hostile)):
        assert all(mark.startswith((HOME, "!date^")) for mark in marks_of(message))
        assert all(block.to_dict() for block in message.blocks)


def test_without_a_campaign_there_is_nothing_to_forecast() -> None:
    said = "There is no open campaign. Plan one with `/runtime-upgrade start go 1.20`."

    assert build_forecasts([]).text == said


def test_a_forecast_is_json_for_scripts() -> None:
    found = json.loads(json.dumps(jsonable(forecast_of())))["forecast"]

    assert (found["early"], found["percent_by_due"], found["levers"][0]["days"]) == (
        "2023-10-12",
        62,
        12,
    )


def three_are_done(campaign: Campaign) -> bool | None:
    """Sync again, since a sync skips items with a pending write."""
    campaign.say("check go")
    return True if all(i.closed for i in campaign.view().items[:3]) else None


def test_whoever_asks_is_told_and_the_card_says_it_once_something_is_finished(
    campaign: Campaign,
) -> None:
    reply = campaign.say("forecast go")
    assert "Nothing is finished yet, so there is no probability" in reply.text

    engineer = campaign.engineer()
    for item in campaign.view().items[:3]:
        close_issue(engineer, issue_ref(item))
    engineer.close()
    wait_for(lambda: three_are_done(campaign), "a look that sees all three")

    campaign.card("Only 3 of the 10 components needed for a probability are finished.")
