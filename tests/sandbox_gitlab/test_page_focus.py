"""Keyboard focus stays in place on the pages after actions and redraws."""

import gitlab
from gitlab.v4.objects import Project, ProjectIssue
from playwright.sync_api import Page, expect

from tests.sandbox_gitlab.conftest import Running, make_issue
from tests.sandbox_gitlab.test_page import act


def test_a_button_that_turns_into_another_keeps_the_keyboard(
    gitaly: Project, browser_page: Page
) -> None:
    browser_page.goto(make_issue(gitaly).web_url)
    for now, then in (("Close issue", "Reopen issue"), ("Reopen issue", "Close issue")):
        browser_page.get_by_role("button", name=now).press("Enter")
        expect(browser_page.get_by_role("button", name=then)).to_be_focused()


def test_a_list_keeps_the_keyboard_and_still_follows_what_others_do(
    gitaly: Project, browser_page: Page
) -> None:
    made = make_issue(gitaly)
    browser_page.goto(made.web_url)
    flow = browser_page.get_by_label("Workflow label")
    flow.focus()
    flow.select_option("workflow::In dev")
    expect(browser_page.locator(".activity")).to_contain_text("In dev")
    expect(flow).to_be_focused()
    made.notes.create({"body": "Something else"})
    expect(browser_page.locator(".activity")).to_contain_text("Something else")
    expect(flow).to_be_focused()


def test_live_updates_leave_the_keyboard_on_a_link_that_is_there_twice(
    gitaly: Project, gl: gitlab.Gitlab, browser_page: Page
) -> None:
    epic = gl.groups.get("gitlab-org").epics.create({"title": "Update Go"})
    made = make_issue(gitaly, labels="workflow::blocked")
    epic.issues.create({"issue_id": made.id})
    browser_page.goto(epic.web_url)
    second = browser_page.get_by_role("complementary").get_by_role("link", name="gitaly")
    second.focus()
    made.notes.create({"body": "Unseen here"})
    make_issue(gitaly)
    epic.notes.create({"body": "Seen here"})
    expect(browser_page.locator(".activity")).to_contain_text("Seen here")
    expect(second).to_be_focused()


def test_a_card_that_is_moved_takes_the_keyboard_along(
    here: Running, gitaly: Project, browser_page: Page
) -> None:
    make_issue(gitaly, "Update Go", labels="campaign")
    make_issue(gitaly, "Update Ruby", labels="campaign")
    browser_page.goto(f"{here.server.url}/groups/gitlab-org/-/boards?label=campaign")
    browser_page.get_by_label("Move Update Go").press("Enter")
    browser_page.get_by_role("button", name="In review").press("Enter")
    column = browser_page.get_by_role("region", name="workflow::In review")
    expect(column.get_by_label("Move Update Go")).to_be_focused()


def test_a_refusal_leaves_what_was_written_and_the_keyboard(
    gitaly: Project, browser_page: Page
) -> None:
    made: ProjectIssue = make_issue(gitaly)
    browser_page.goto(made.web_url)
    other = browser_page.get_by_label("Other issue")
    other.fill("words")
    other.press("Enter")
    expect(browser_page.get_by_role("alert")).to_contain_text("issue not found")
    expect(other).to_be_focused()
    expect(other).to_have_value("words")
    other.fill("gitlab-org/labkit#38")
    other.press("Enter")
    expect(browser_page.get_by_role("alert")).to_have_count(0)
    expect(other).to_have_value("")
    expect(other).to_be_focused()
    assert [link.iid for link in made.links.list(get_all=True)] == [38]


def test_whoever_changes_person_can_go_on_changing(
    here: Running, gitaly: Project, browser_page: Page
) -> None:
    browser_page.goto(f"{make_issue(gitaly).web_url}?as=frida-sandbox")
    person = browser_page.get_by_label("Act as")
    person.focus()
    with browser_page.expect_response("**/-/act_as"):
        person.select_option("gus-sandbox")
    browser_page.get_by_label("Comment", exact=True).fill("It is me")
    browser_page.get_by_role("button", name="Comment").click()
    expect(browser_page.locator(".notes")).to_contain_text("Gus Almeida")
    expect(person).to_have_value("gus-sandbox")
    act(here, "/gitlab-org/gitaly/-/issues/4713", act="close", who="frida-sandbox")
    expect(browser_page.get_by_role("button", name="Reopen issue")).to_be_visible()
    expect(person).to_have_value("gus-sandbox")
