"""Reading and changing the exit criteria in Slack."""

import pytest

from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import FACILITATOR
from tests.slackapp.started import Campaign

GUS = "U0GUS"


def said(campaign: Campaign, words: str, who: str = FACILITATOR) -> str:
    """Type a command, and return the text of the answer's blocks."""
    blocks = campaign.say(words, who).payload["blocks"]
    return "\n".join(block["text"]["text"] for block in blocks)


def test_everyone_reads_the_table_and_leads_change_it(box: Sandbox, assistant: Assistant) -> None:
    campaign = Campaign(box, assistant)
    box.clock.set(box.clock.now().replace(year=2023, month=7, day=5))

    shown = said(campaign, "criteria", GUS)
    assert shown.startswith("Exit criteria (0%)")
    assert "*2. Upgrade to Go 1.20*\nStart 30 March 2023  ·  target 30 July 2023" in shown
    assert "not completed yet  ·  Leo Marchetti" in shown
    assert "target 30 June 2023  ·  not completed yet  ·  no DRI  ·  :warning: late" in shown
    assert "Only the facilitator and the functional lead may change criteria" in (
        said(campaign, "criteria done 3", GUS)
    )

    done = said(campaign, "criteria done 3 on 30 June 2023", FACILITATOR)
    assert "Exit criteria (25%)" in done
    assert ":white_check_mark: *3. Evaluate a second framework" in done
    assert "Exit criteria (0%)" in said(campaign, "criteria set 3 completed none")
    added = said(campaign, "criteria add “Upgrade <!channel> & more”")
    assert "*5. Upgrade &lt;!channel&gt; &amp; more*\nStart no date" in added


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("criteria dome 2", "Unknown command `criteria dome`. Did you mean"),
        ("criteria done two", "two is not a criterion number"),
        ("criteria done 9", "There is no criterion 9. Choose a number from 1 to 4."),
        ("criteria done 2 on 2099-01-01", "1 January 2099 is in the future"),
        ("criteria set 2 colour red", "Unknown field colour. The fields are title, start"),
        ("criteria set 2 target", "Enter a target, or `none`"),
        ("criteria set 2 target soon", "soon is not a date"),
        ("criteria set 2 target 2023-01-01", "is before the start date 30 March 2023"),
        ("criteria set 2 dri gus", "gus is not a known person"),
        ("criteria set 2 campaign go-9.9", "No campaign go-9.9 found. Campaigns: `go-1.20`."),
        ("criteria add", "Add a title"),
        ("criteria add " + "x" * 10_000, "at most 300 characters; this one has 10000"),
    ],
)
def test_an_impossible_value_is_one_sentence(
    campaign_of_all: Campaign, words: str, sentence: str
) -> None:
    assert sentence in said(campaign_of_all, words)
