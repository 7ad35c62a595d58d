"""The burn-up's picture, its alternative text, and the command that draws it."""

import struct
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from campaigns.summary.burn_up import Band, BurnUp, BurnUpDay
from commands.summary.read_burn_up import CampaignBurnUp, alt_text, read_burn_up, text_bar
from slackapp.pictures.burn_up import date_range, draw_burn_up
from tests.slackapp.started import Campaign
from tests.slackapp.summary.test_forecast_campaign import FORECAST, forecast_of
from tests.slackapp.test_views import campaign_of
from tests.terminal import run_beside

FIRST = date(2023, 8, 1)
DAYS = tuple(BurnUpDay(FIRST + timedelta(days=n), n // 6, n // 8, n % 4) for n in range(55))
BURN_UP = BurnUp(
    29, DAYS, date(2023, 10, 31), Band(date(2023, 10, 12), date(2023, 10, 20), date(2023, 11, 3))
)
ONE_DAY = BurnUp(1, DAYS[:1])
EMPTY = BurnUp(0, DAYS[:1], FIRST - timedelta(days=1))
FAR = BurnUp(29, DAYS, date(2023, 10, 31), Band(FIRST, FIRST, date(2033, 1, 1)))


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("burn_up", [BURN_UP, ONE_DAY, EMPTY, FAR], ids=["full", "one", "0", "far"])
def test_every_burn_up_can_be_drawn(burn_up: BurnUp) -> None:
    assert size_of(draw_burn_up("Go 1.20 $x_1$ \u202e<b>", burn_up)) == (1400, 700)


TODAY = DAYS[-1].on


@pytest.mark.parametrize(
    ("burn_up", "last"),
    [
        (BURN_UP, date(2023, 11, 3)),
        (ONE_DAY, FIRST + timedelta(days=7)),
        (EMPTY, FIRST + timedelta(days=7)),
        (FAR, TODAY + 2 * (TODAY - FIRST)),
        (BurnUp(29, DAYS, TODAY + timedelta(days=500)), TODAY + timedelta(days=500)),
        (BurnUp(29, DAYS, TODAY + timedelta(days=501)), TODAY),
        (BurnUp(29, DAYS[:1], FIRST + timedelta(days=240)), FIRST + timedelta(days=240)),
    ],
)
def test_the_picture_reaches_the_due_date(burn_up: BurnUp, last: date) -> None:
    assert date_range(burn_up) == (FIRST, last)


def test_the_same_burn_up_is_the_same_picture() -> None:
    assert draw_burn_up("Go 1.20", BURN_UP) == draw_burn_up("Go 1.20", BURN_UP)


def test_matplotlib_is_only_loaded_for_drawing() -> None:
    script = "import sys, slackapp.cli.main; print('matplotlib' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )

    assert done.stdout == "False\n"


def test_the_words_say_what_the_picture_shows() -> None:
    read = CampaignBurnUp(campaign_of("Gitaly").campaign, BURN_UP, forecast_of(found=FORECAST))

    assert alt_text(read).partition(" from ")[2] == (
        "1 August 2023 to 24 September 2023: 15 of 29 components done, 9 of them verified in "
        "their repositories and 6 by label only; 2 blocked. Due 31 October 2023. Finishes between "
        "12 October and 3 November 2023, 62 % by 31 October."
    )


def test_the_words_of_a_campaign_of_one_without_date_or_forecast() -> None:
    read = CampaignBurnUp(campaign_of("Gitaly").campaign, ONE_DAY, None)

    assert alt_text(read).endswith(
        "0 of 1 component done, 0 of them verified in their repositories and 0 by label only; "
        "0 blocked. No due date."
    )


def test_a_text_bar_replaces_the_picture() -> None:
    assert text_bar(BURN_UP) == (
        "██████▓▓▓▓░░░░░░░░░░  9 verified, 6 by label only, 2 blocked, of 29"
    )
    assert text_bar(EMPTY) == "░" * 20 + "  0 verified, 0 by label only, 0 blocked, of 0"


def test_a_started_campaign_has_its_burn_up(campaign_of_all: Campaign) -> None:
    deps = campaign_of_all.assistant.deps
    read = read_burn_up(deps.store, campaign_of_all.view().campaign.id, now=deps.clock())

    assert (read.burn_up.total, read.burn_up.today.done, read.burn_up.due_on) == (
        29,
        0,
        read.campaign.due_on,
    )
    assert read.burn_up.band is not None


def test_the_command_says_it_and_draws_into_a_file(
    campaign_of_all: Campaign, tmp_path: Path
) -> None:
    done = run_beside(
        campaign_of_all, "burn-up", "go", "1.20", "--output", str(tmp_path / "go.png")
    )

    assert done.stdout.startswith("░" * 20 + "  0 verified, 0 by label only, 0 blocked, of 29")
    assert size_of((tmp_path / "go.png").read_bytes()) == (1400, 700)


def test_an_invalid_burn_up_request_is_a_sentence(
    campaign_of_all: Campaign, tmp_path: Path
) -> None:
    nowhere = str(tmp_path / "missing" / "go.png")
    unwritten = run_beside(campaign_of_all, "burn-up", "go", "--output", nowhere)
    unknown = run_beside(campaign_of_all, "burn-up", "ruby")

    assert unwritten.stderr == f"{nowhere} cannot be written: No such file or directory.\n"
    assert unknown.stderr == (
        "Name one campaign, such as `burn-up go 1.20`. `runtime-upgrade list` lists them all.\n"
    )
