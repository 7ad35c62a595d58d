"""Drafts: the title alone makes one, whoever changes it; others can be merged."""

import pytest
from gitlab.v4.objects import Project, ProjectMergeRequest
from playwright.sync_api import Page, expect

from sandbox.gitlab.drafts import draft_title, is_draft, ready_title
from tests.sandbox_gitlab.conftest import Running, make_issue
from tests.sandbox_gitlab.test_page import act

REQUEST = "/gitlab-org/gitaly/-/merge_requests/1"
BUMPED = "golang 1.20.2\n"


def make_draft(project: Project) -> ProjectMergeRequest:
    """Open a draft that closes issue 4713 and has a running pipeline."""
    make_issue(project)
    change = {"action": "update", "file_path": ".tool-versions", "content": BUMPED}
    message = {"branch": "bump", "start_branch": "master", "commit_message": "Update Go"}
    project.commits.create(message | {"actions": [change]})
    branches = {"source_branch": "bump", "target_branch": "master"}
    about = {"title": "Draft: Update Go", "description": "Closes #4713"}
    made = project.mergerequests.create(branches | about)
    assert isinstance(made, ProjectMergeRequest)
    return made


@pytest.mark.parametrize(
    ("title", "draft", "ready"),
    [
        ("Draft: Update Go", True, "Update Go"),
        ("draft:Update Go", True, "Update Go"),
        ("[Draft] Update Go", True, "Update Go"),
        ("(DRAFT) Update Go", True, "Update Go"),
        ("Draft: [draft] Update Go", True, "Update Go"),
        ("Drafts: Update Go", False, "Drafts: Update Go"),
        ("Draft Update Go", False, "Draft Update Go"),
        ("Update Go, draft: two", False, "Update Go, draft: two"),
    ],
)
def test_the_title_says_whether_it_is_a_draft(title: str, *, draft: bool, ready: str) -> None:
    assert (is_draft(title), ready_title(title)) == (draft, ready)
    assert draft_title(title) == (title if draft else f"Draft: {title}")


def test_a_draft_is_marked_ready_and_merged_on_the_page(
    gitaly: Project, browser_page: Page
) -> None:
    made = make_draft(gitaly)
    browser_page.goto(made.web_url)
    merge = browser_page.get_by_role("button", name="Merge", exact=True)
    browser_page.get_by_role("button", name="Mark as passed").click()
    why = browser_page.get_by_text("The merge request is still a draft; mark it as ready first")
    expect(why).to_be_visible()
    expect(merge).to_be_disabled()
    browser_page.get_by_role("button", name="Mark as ready").press("Enter")
    expect(browser_page.get_by_role("button", name="Mark as draft")).to_be_focused()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Update Go")
    merge.click()
    expect(browser_page.get_by_text("Merged by Frida Lindqvist")).to_be_visible()
    seen = gitaly.mergerequests.get(1)
    assert (seen.state, seen.draft, seen.title) == ("merged", False, "Update Go")
    assert gitaly.files.raw(".tool-versions", ref="master") == BUMPED.encode()
    assert gitaly.issues.get(4713).state == "closed"


def test_a_title_changed_through_the_api_wakes_the_button_of_an_open_page(
    here: Running, gitaly: Project, browser_page: Page
) -> None:
    made = make_draft(gitaly)
    act(here, REQUEST, act="pass")
    browser_page.goto(made.web_url)
    expect(browser_page.get_by_role("button", name="Mark as ready")).to_be_visible()
    made.title = "Update Go"
    made.save()
    expect(browser_page.get_by_text("Ready to merge")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Merge", exact=True)).to_be_enabled()
    made.title = "[Draft] Update Go"
    made.save()
    expect(browser_page.get_by_role("button", name="Merge", exact=True)).to_be_disabled()


def test_a_draft_is_not_merged_and_the_activity_tells_when_it_became_ready(
    here: Running, gitaly: Project
) -> None:
    made = make_draft(gitaly)
    act(here, REQUEST, act="pass")
    assert act(here, REQUEST, act="merge").status_code == 405
    for name in ("ready", "draft", "ready"):
        assert act(here, REQUEST, act=name).status_code == 303
    told = [(n.author["username"], n.body) for n in made.notes.list(get_all=True, sort="asc")]
    assert told == [
        ("gus-sandbox", "marked this merge request as **ready**"),
        ("gus-sandbox", "marked this merge request as **draft**"),
        ("gus-sandbox", "marked this merge request as **ready**"),
    ]
    assert act(here, REQUEST, act="merge").status_code == 303
    assert gitaly.issues.get(4713).state == "closed"


def test_a_draft_without_any_other_title_stays_one(here: Running, gitaly: Project) -> None:
    made = make_draft(gitaly)
    made.title = "Draft:"
    made.save()
    refused = act(here, REQUEST, act="ready")
    assert (refused.status_code, "Title can&#39;t be blank" in refused.text) == (400, True)
    assert gitaly.mergerequests.get(1).title == "Draft:"


def test_only_developers_mark_a_draft_as_ready(here: Running, gitaly: Project) -> None:
    make_draft(gitaly)
    assert act(here, REQUEST, act="ready", who="guest-sandbox").status_code == 403
    assert gitaly.mergerequests.get(1).draft
