"""The demo: actions on GitLab's page appear at once, and time moves to what is due."""

from datetime import UTC, datetime

from playwright.sync_api import Browser, expect

from campaigns.sync.snapshots import IssueRef
from gitlab_gateway.issues import close_issue
from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.demo import due_moments, sync_often
from tests.browsing import mislabelled, overflow
from tests.slackapp.started import Campaign

BLOCKER = "gitlab-org/labkit/-/issues/38"


def test_a_newcomer_can_follow_the_story_with_only_a_browser(
    browser: Browser, box: Sandbox, assistant: Assistant
) -> None:
    sync_often(assistant)
    page = browser.new_page()
    page.goto(box.slack.url)
    log, composer = page.get_by_role("log"), page.locator("#composer")

    composer.press_sequentially("/")
    composer.press("Tab")
    expect(composer).to_have_value("/runtime-upgrade start go 1.20 ")
    composer.press("Enter")
    page.get_by_role("link", name="Open", exact=True).click()
    page.wait_for_url("**channel=D0FRIDA**")  # the page listens once it is loaded
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("link", name="wg-runtime-update-process").click()
    expect(log).to_contain_text("Started Go 1.20: 29 issues")
    expect(log).to_contain_text("29 not started")

    page.get_by_label("Act as").last.select_option("U0GUS")
    page.wait_for_url("**as=U0GUS**")
    composer.fill(f"/runtime-upgrade block gitaly by {box.gitlab.url}/{BLOCKER}")
    composer.press("Enter")
    expect(log).to_contain_text("less than an hour by gitlab-org/labkit#38")

    gitlab = browser.new_page()
    gitlab.goto(f"{box.gitlab.url}/{BLOCKER}")
    expect(gitlab.get_by_role("main")).to_contain_text("gitlab-org/gitaly#")
    gitlab.get_by_role("button", name="Close issue").click()
    expect(log).not_to_contain_text("less than an hour by")
    gitlab.close()
    page.close()


def test_a_started_campaign_fits_a_narrow_screen_and_is_named_as_it_reads(
    browser: Browser, campaign_of_all: Campaign
) -> None:
    slack, gitlab = campaign_of_all.slack, campaign_of_all.gitlab
    slack.open_home("U0GUS")
    card = slack.messages("C0WGRUNTIME")[0]
    page = browser.new_page(viewport={"width": 380, "height": 800})
    seen = {}
    for place in (
        f"{slack.url}/?as=U0GUS&channel=C0WGRUNTIME",
        f"{slack.url}/?as=U0GUS&channel=C0WGRUNTIME&thread={card.ts}",
        f"{slack.url}/?as=U0FRIDA&channel=D0FRIDA",
        f"{slack.url}/?as=U0GUS&channel=D0GUS&tab=home",
        f"{gitlab.url}/groups/gitlab-org/-/epics/1",
        f"{gitlab.url}/groups/gitlab-org/-/boards",
    ):
        page.goto(place)
        seen[place] = (overflow(page), mislabelled(page))
    page.close()
    assert seen == dict.fromkeys(seen, (0, []))


def test_actions_in_gitlab_appear_without_a_check(campaign: Campaign) -> None:
    sync_often(campaign.assistant)
    engineer, runner = campaign.engineer(), campaign.item("gitlab-runner")

    close_issue(engineer, IssueRef(runner.project, runner.issue_iid or 0))
    engineer.close()

    campaign.card("*1 of 29* in production")


def test_the_story_can_move_to_the_day_a_campaign_is_due(campaign_of_all: Campaign) -> None:
    assert due_moments(campaign_of_all.assistant) == [
        ("Go 1.20 is due", datetime(2023, 10, 1, 9, tzinfo=UTC))
    ]


def test_the_story_sends_nothing_that_either_service_does_not_know(campaign: Campaign) -> None:
    campaign.say(f"block gitaly by {campaign.gitlab.url}/{BLOCKER}", "U0GUS")
    campaign.card("blocked less than an hour by gitlab-org/labkit#38")
    campaign.say("unblock gitaly the fix is out", "U0GUS")
    campaign.card("29 not started")
    for words in ("assign gitaly @dora-sandbox", "check go 1.20", "status", "mine", "help"):
        campaign.say(words)
    campaign.card("29 not started")
    campaign.slack.open_home("U0GUS")

    assert campaign.slack.unknown_arguments() == ()
    assert campaign.gitlab.state.unknown_arguments == []
