"""A report requested in Slack comes as a file, or a sentence says why not."""

from pathlib import Path

import pytest

from commands.errors import InvalidRequestError
from slackapp.cli.export import write_paper
from slackapp.cli.story.waiting import FACILITATOR
from tests.slackapp.started import Campaign

GUS = "U0GUS"


def test_a_paper_comes_as_a_file_into_ones_own_messages(campaign: Campaign) -> None:
    files = campaign.box.slack.workspace.files
    assert "direct message" in campaign.say("export csv go-1.20", GUS).text
    campaign.told(GUS, "csv-go-1.20.csv has been sent to your direct messages.")
    (file,) = files.by_id.values()
    assert file.name == "csv-go-1.20.csv"
    assert (file.content or b"").startswith(b"campaign,component,title,tier,project")
    assert len(file.channels) == 1


def test_an_unknown_or_refused_report_is_one_sentence(campaign: Campaign) -> None:
    assert "may export the audit log" in campaign.say("export audit", GUS).text
    campaign.say("export process go-9.9", GUS)
    campaign.told(GUS, "No campaign go-9.9 found. Campaigns: `go-1.20`.")
    assert "There is no report hanbook. Did you mean" in campaign.say("export hanbook").text
    campaign.box.slack.workspace.files.refused = "file_uploads_disabled"
    campaign.say("export handbook")
    campaign.told(FACILITATOR, "Slack refused the file (file_uploads_disabled)")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    write_paper(tmp_path / "paper.md", ["a", "b\n"])

    assert (tmp_path / "paper.md").read_text(encoding="utf-8") == "ab\n"
    with pytest.raises(InvalidRequestError, match=r"cannot be written .No such file or directory"):
        write_paper(tmp_path / "missing" / "paper.md", ["a"])
