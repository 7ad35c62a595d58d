"""App Home: what is mine, what is quiet, what comes next; it follows without being opened anew."""

from datetime import UTC, datetime, timedelta

from sandbox.slack.reading import SeenView
from slackapp.cli.play import FACILITATOR, wait_for
from slackapp.views import summary as view
from tests.slackapp.started import Campaign

GUS = "U0GUS"
MONDAY_NINE = datetime(2023, 4, 3, 7, 0, tzinfo=UTC)


def home(campaign: Campaign, words: str, who: str = GUS) -> SeenView:
    """Wait until someone's Home says these words."""

    def look() -> SeenView | None:
        seen = campaign.slack.home(who)
        return seen if seen is not None and words in seen.plain else None

    return wait_for(look, f"the Home of {who} to say {words}", seconds=30)


def test_home_shows_what_is_mine_and_what_comes_next(campaign: Campaign) -> None:
    campaign.slack.open_home(GUS)
    seen = home(campaign, "Your open items")
    assert "Gitaly" in seen.plain
    assert "Nothing will be asked of you in the next 14 days" in seen.plain
    assert "Go 1.20" in seen.plain

    campaign.say("block gitaly by container-registry", GUS)
    home(campaign, "Next you will hear of Gitaly in a digest")


def test_the_facilitators_home_has_the_draft_and_posts_it(campaign: Campaign) -> None:
    campaign.slack.open_home(FACILITATOR)
    campaign.box.clock.set(MONDAY_NINE + timedelta(minutes=1))
    seen = home(campaign, "is a draft", FACILITATOR)
    campaign.slack.press(FACILITATOR, seen.id, view.POST)
    wait_for(
        lambda: next(
            (m for m in campaign.slack.messages("C0WGRUNTIME") if "Weekly" in m.text), None
        ),
        "the summary",
        seconds=15,
    )
    home_without(campaign, "is a draft", FACILITATOR)


def home_without(campaign: Campaign, words: str, who: str) -> None:
    def look() -> bool | None:
        seen = campaign.slack.home(who)
        return True if seen is not None and words not in seen.plain else None

    wait_for(look, f"the Home of {who} to say {words} no more", seconds=30)
