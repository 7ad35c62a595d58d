import re
from datetime import timedelta
from typing import Literal

import gitlab
import pytest
import requests
from gitlab.v4.objects import Project
from playwright.sync_api import Browser, Page, expect

from sandbox.clock import StoryClock
from sandbox.gitlab.page.timeline import timeline
from sandbox.gitlab.records import By
from sandbox.gitlab.server import create_gitlab
from sandbox.gitlab.work_items.issues import close
from sandbox.serving import listen, serve
from tests.browsing import faint, nameless
from tests.sandbox_gitlab.conftest import Running, Start, make_issue

ISSUE = 4712
PATHS = (
    "/",
    "/groups/gitlab-org",
    "/groups/gitlab-org/build",
    "/groups/gitlab-org/-/epics",
    "/groups/gitlab-org/-/boards",
    "/gitlab-org/-/boards/5467616",
    "/groups/gitlab-org/-/issues?state=all&search=flaky",
    "/groups/gitlab-org/-/merge_requests",
    "/gitlab-org/gitaly",
    "/gitlab-org/gitaly/-/issues",
    "/gitlab-org/gitaly/-/issues/4712",
    "/gitlab-org/gitaly/-/work_items/4712",
    "/gitlab-org/gitaly/-/merge_requests",
    "/gitlab-org/gitaly/-/tree/master",
    "/gitlab-org/gitaly/-/blob/master/tools/golangci-lint/go.mod",
    "/gus-sandbox",
)
STATIC = tuple(f"/-/static/{name}" for name in ("gitlab.css", "gitlab.js", "icon.svg", "focus.js"))
HOSTILE = '<img src=x onerror=alert(1)> & "quotes" \''


def get(here: Running, path: str, **more: object) -> requests.Response:
    return requests.get(f"{here.server.url}{path}", timeout=30, **more)  # type: ignore[arg-type]  # options of requests by name


def act(here: Running, path: str, **form: str) -> requests.Response:
    return requests.post(
        f"{here.server.url}{path}",
        data=form,
        cookies={"sandbox_gitlab_user": form.pop("who", "gus-sandbox")},
        timeout=30,
        allow_redirects=False,
    )


@pytest.mark.parametrize("path", [*PATHS, *STATIC])
def test_every_page_is_there(here: Running, path: str) -> None:
    assert get(here, path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nobody", "/gitlab-org/gitaly/-/issues/1", "/-/static/../app.py", "/groups/none"]
)
def test_what_is_not_there_is_said_to_be_missing(here: Running, path: str) -> None:
    assert get(here, path).status_code == 404


def test_the_addresses_that_the_api_gives_are_pages(gl: gitlab.Gitlab, gitaly: Project) -> None:
    epic = gl.groups.get("gitlab-org").epics.create({"title": "Update Go"})
    (gus,) = gl.users.list(username="gus-sandbox", get_all=True)
    records = (epic, make_issue(gitaly), gitaly, gus, gl.groups.get("gitlab-org/build"))
    assert [requests.get(one.web_url, timeout=30).status_code for one in records] == [200] * 5


@pytest.mark.parametrize("options", [{"premium": False}, {"statuses": False}, {"people": ()}])
def test_pages_are_there_on_a_lesser_gitlab(start: Start, options: dict[str, object]) -> None:
    here = start(**options)
    make_issue(here.client().projects.get("gitlab-org/gitaly"))
    paths = ("/", "/groups/gitlab-org/-/boards", "/gitlab-org/gitaly/-/issues/4713")
    assert [get(here, path).status_code for path in paths] == [200, 200, 200]
    assert get(here, "/groups/gitlab-org/-/epics/1").status_code == 404


def test_hostile_text_is_shown_as_text(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, HOSTILE, description=HOSTILE, labels=HOSTILE)
    made.notes.create({"body": HOSTILE})
    for path in (f"/gitlab-org/gitaly/-/issues/{made.iid}", "/groups/gitlab-org/-/boards", "/"):
        assert "<img" not in get(here, path).text


def test_a_page_calls_no_other_server(here: Running) -> None:
    policy = get(here, "/").headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"act": "workflow", "label": "workflow::blocked"}, {"labels": ["workflow::blocked"]}),
        ({"act": "workflow", "label": "closed"}, {"state": "closed"}),
        ({"act": "add_label", "label": "golang"}, {"labels": ["golang", "workflow::In dev"]}),
        ({"act": "remove_label", "label": "workflow::In dev"}, {"labels": []}),
        ({"act": "status", "status": "Complete"}, {"state": "closed"}),
        ({"act": "comment", "body": "hello"}, {"user_notes_count": 1}),
        ({"act": "comment", "body": "/close"}, {"state": "closed"}),
        ({"act": "close"}, {"state": "closed"}),
    ],
)
def test_a_person_acts_on_an_issue(
    here: Running, gitaly: Project, form: dict[str, str], expected: dict[str, object]
) -> None:
    made = make_issue(gitaly, labels="workflow::In dev")
    answer = act(here, f"/gitlab-org/gitaly/-/issues/{made.iid}", **form)
    assert answer.status_code == 303
    read = gitaly.issues.get(made.iid).attributes
    assert {name: read[name] for name in expected} == expected


def test_a_person_opens_an_issue_and_an_empty_title_is_refused(
    here: Running, gitaly: Project
) -> None:
    path = "/gitlab-org/gitaly/-/issues"
    assert act(here, path, act="open", title=" A compiler bug ").status_code == 303
    made = gitaly.issues.get(4713)
    assert (made.title, made.author["username"]) == ("A compiler bug", "gus-sandbox")
    refused = act(here, path, act="open", title=" ")
    assert (refused.status_code, "the issue title is missing" in refused.text) == (400, True)


@pytest.mark.parametrize(
    "path", ["/gitlab-org/gitaly/-/issues/4712", "/groups/gitlab-org/-/boards"]
)
def test_a_free_gitlab_speaks_of_no_status(start: Start, path: str) -> None:
    here = start(premium=False)
    assert "status" not in re.sub(r'<[^>]*role="status"[^>]*>', "", get(here, path).text.lower())
    refused = act(here, "/gitlab-org/gitaly/-/issues/4712", act="status", status="Complete")
    assert (refused.status_code, "no status selected" in refused.text) == (400, True)


def test_a_person_links_and_unlinks_an_issue(here: Running, gitaly: Project) -> None:
    made, path = make_issue(gitaly), "/gitlab-org/gitaly/-/issues/4713"
    act(here, path, act="link", kind="is_blocked_by", target="gitlab-org/labkit#38")
    (link,) = made.links.list(get_all=True)
    assert (link.iid, link.link_type) == (38, "is_blocked_by")
    act(here, path, act="unlink", link=str(link.issue_link_id))
    assert made.links.list(get_all=True) == []


def test_a_merge_request_is_made_passed_and_merged_by_hand(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, "Update Go version to 1.20.2")
    issue, request = (
        f"/gitlab-org/gitaly/-/{kind}" for kind in ("issues/4713", "merge_requests/1")
    )
    act(here, issue, act="merge_request", version="1.20.2", branch="bump")
    refused = act(here, request, act="merge")
    assert (refused.status_code, "405 Method Not Allowed" in refused.text) == (405, True)
    act(here, request, act="fail")
    act(here, request, act="run")
    act(here, request, act="pass")
    act(here, request, act="merge")
    assert gitaly.mergerequests.get(1).state == "merged"
    assert gitaly.issues.get(made.iid).state == "closed"
    assert gitaly.files.raw(".tool-versions", ref="master") == b"golang 1.20.2\nruby 3.0.5\n"


def test_a_person_fills_and_closes_an_epic(
    here: Running, gl: gitlab.Gitlab, gitaly: Project
) -> None:
    epic = gl.groups.get("gitlab-org").epics.create({"title": "Update Go"})
    made, path = make_issue(gitaly), f"/groups/gitlab-org/-/epics/{epic.iid}"
    for form in (
        {"act": "add", "target": f"gitlab-org/gitaly#{made.iid}"},
        {"act": "comment", "body": "Started"},
        {"act": "close"},
    ):
        assert act(here, path, **form).status_code == 303
    read = gl.groups.get("gitlab-org").epics.get(epic.iid)
    assert (read.state, [issue.iid for issue in read.issues.list(get_all=True)]) == (
        "closed",
        [made.iid],
    )


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"act": "dance"}, 400, "unknown action"),
        ({"act": "link", "kind": "blocks", "target": "words"}, 404, "issue not found"),
        ({"act": "comment", "body": " "}, 400, "the comment is empty"),
        ({"act": "close", "who": "guest-sandbox"}, 403, "do not have permission to change this"),
        ({"act": "merge_request", "branch": "master"}, 409, "already exists"),
    ],
)
def test_a_refusal_is_shown_on_the_page(
    here: Running, form: dict[str, str], status: int, said: str
) -> None:
    answer = act(here, "/gitlab-org/gitaly/-/issues/4712", **form)
    assert (answer.status_code, said in answer.text, 'role="alert"' in answer.text) == (
        status,
        True,
        True,
    )


def test_the_activity_tells_who_changed_which_label(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, labels="workflow::In dev")
    path = f"/gitlab-org/gitaly/-/issues/{made.iid}"
    act(here, path, act="workflow", label="workflow::blocked")
    last = timeline(here.server.state.issues[made.id])[-1]
    assert (
        last.user.username,
        [label.name for label in last.added],
        [label.name for label in last.removed],
    ) == ("gus-sandbox", ["workflow::blocked"], ["workflow::In dev"])
    assert "Gus Almeida</strong></a> added" in get(here, path).text


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_of_another_site_is_refused(here: Running, origin: str) -> None:
    answer = requests.post(
        f"{here.server.url}/gitlab-org/gitaly/-/issues/4712",
        data={"act": "close"},
        headers={"origin": origin},
        timeout=30,
    )
    assert answer.status_code == 403


def test_another_name_for_this_machine_is_refused(here: Running) -> None:
    assert get(here, "/", headers={"host": "evil.example"}).status_code == 403


def test_one_goes_back_only_to_this_server(here: Running) -> None:
    path = "/gitlab-org/gitaly/-/issues/4712"
    for back in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        assert act(here, path, act="close", back=back).headers["location"] == path


def test_a_person_blocks_an_issue_in_the_browser(gitaly: Project, browser_page: Page) -> None:
    made = make_issue(gitaly, labels="workflow::In dev")
    browser_page.goto(made.web_url)
    with browser_page.expect_response("**/-/act_as"):
        browser_page.get_by_label("Act as").select_option(label="Gus Almeida")
    with browser_page.expect_response("**/-/issues/*"):
        browser_page.get_by_label("Workflow label").select_option("workflow::blocked")
    browser_page.get_by_label("Other issue").fill("gitlab-org/labkit#38")
    browser_page.get_by_role("button", name="Add link").click()
    expect(browser_page.get_by_text("Blocked by gitlab-org/labkit#38", exact=True)).to_be_visible()
    assert gitaly.issues.get(made.iid).labels == ["workflow::blocked"]
    assert made.notes.list(get_all=True)[0].author["username"] == "gus-sandbox"


def test_what_is_half_written_stays_when_something_else_is_chosen(
    gitaly: Project, browser_page: Page
) -> None:
    browser_page.goto(make_issue(gitaly).web_url)
    browser_page.get_by_label("Comment", exact=True).fill("I am on it")
    browser_page.get_by_label("Other issue").fill("gitlab-org/labkit#38")
    browser_page.get_by_label("Workflow label").select_option("workflow::In dev")
    expect(browser_page.get_by_role("button", name="Remove workflow::In dev")).to_be_visible()

    expect(browser_page.get_by_label("Comment", exact=True)).to_have_value("I am on it")
    browser_page.get_by_role("button", name="Add link").click()
    expect(browser_page.get_by_text("gitlab-org/labkit#38", exact=True).first).to_be_visible()
    expect(browser_page.get_by_label("Other issue")).to_have_value("")


def test_whoever_comes_from_slack_stays_the_same_person(here: Running, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{here.server.url}/?as=gus-sandbox")
    page.get_by_role("link", name="Issue board").click()
    expect(page.get_by_label("Act as")).to_have_value("gus-sandbox")
    page.close()


@pytest.mark.parametrize("name", ["nobody", "\r\nset-cookie: a=b", "Zoë", ""])
def test_an_unknown_person_leaves_one_who_is_there(here: Running, name: str) -> None:
    answer = get(here, "/", params={"as": name})
    assert (answer.status_code, answer.cookies.get("a")) == (200, None)


def test_an_issue_is_opened_in_the_browser(
    here: Running, gitaly: Project, browser_page: Page
) -> None:
    browser_page.goto(f"{here.server.url}/gitlab-org/gitaly/-/issues")
    browser_page.get_by_label("Title").fill("A compiler bug")
    browser_page.get_by_label("Title").press("Enter")
    browser_page.get_by_role("link", name="A compiler bug").click()
    browser_page.get_by_role("button", name="Close issue").click()
    expect(browser_page.get_by_role("button", name="Reopen issue")).to_be_visible()
    assert gitaly.issues.get(4713).state == "closed"


def test_an_open_page_follows_what_others_do(gitaly: Project, browser_page: Page) -> None:
    made = make_issue(gitaly)
    browser_page.goto(made.web_url)
    gitaly.issues.update(made.iid, {"state_event": "close"})
    expect(browser_page.get_by_role("button", name="Reopen issue")).to_be_visible()


def test_an_open_page_follows_the_storys_clock(here: Running, browser_page: Page) -> None:
    browser_page.goto(f"{here.server.url}/gitlab-org/gitaly/-/issues/4712")
    expect(browser_page.get_by_text("created 21 days ago")).to_be_visible()
    here.clock.advance(timedelta(days=7))
    expect(browser_page.get_by_text("created 28 days ago")).to_be_visible()
    expect(browser_page.get_by_text("Thu 06 Apr 2023")).to_be_visible()


def test_a_page_left_open_over_a_restart_shows_the_new_server(browser_page: Page) -> None:
    path = "/gitlab-org/gitaly/-/issues/4712"
    sock = listen()
    port = sock.getsockname()[1]
    with serve(create_gitlab(clock=StoryClock()).app, sock) as first:
        browser_page.goto(f"{first.url}{path}")
        expect(browser_page.get_by_role("button", name="Close issue")).to_be_visible()
    second = create_gitlab(clock=StoryClock())
    state = second.state
    issue = next(one for one in state.issues.values() if one.iid == ISSUE)
    close(state, issue, By(issue.author, state.clock.now()))
    with serve(second.app, listen(port)):
        expect(browser_page.get_by_role("button", name="Reopen issue")).to_be_visible()


def test_words_being_written_survive_a_refresh(gitaly: Project, browser_page: Page) -> None:
    made = make_issue(gitaly)
    browser_page.goto(made.web_url)
    browser_page.get_by_label("Comment", exact=True).fill("half a thought")
    made.notes.create({"body": "something else"})
    browser_page.wait_for_timeout(800)
    expect(browser_page.get_by_label("Comment", exact=True)).to_have_value("half a thought")


def test_a_card_is_moved_by_keyboard(here: Running, gitaly: Project, browser_page: Page) -> None:
    made = make_issue(gitaly, "Update Go", labels="campaign")
    browser_page.goto(f"{here.server.url}/groups/gitlab-org/-/boards?label=campaign")
    browser_page.get_by_label("Move Update Go").press("Enter")
    browser_page.get_by_role("button", name="In review").press("Enter")
    expect(browser_page.get_by_role("region", name="workflow::In review")).to_contain_text(
        "Update Go"
    )
    assert gitaly.issues.get(made.iid).labels == ["campaign", "workflow::In review"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_and_can_be_read(
    here: Running, gitaly: Project, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    made = make_issue(gitaly, labels="workflow::blocked,campaign")
    act(here, "/gitlab-org/gitaly/-/issues/4713", act="merge_request", version="1.20.2")
    target = {"target_project_id": "gitlab-org/labkit", "target_issue_iid": 38}
    made.links.create(target | {"link_type": "is_blocked_by"})
    epic = here.client().groups.get("gitlab-org").epics.create({"title": "Update Go"})
    epic.issues.create({"issue_id": made.id})
    page = browser.new_page(color_scheme=scheme)
    seen = {}
    for path in (*PATHS, "/groups/gitlab-org/-/epics/1", "/gitlab-org/gitaly/-/merge_requests/1"):
        page.goto(f"{here.server.url}{path}")
        seen[path] = nameless(page) + faint(page)
    page.close()
    assert {path: found for path, found in seen.items() if found} == {}


def test_no_page_reports_an_error_to_the_console(
    here: Running, gitaly: Project, browser_page: Page
) -> None:
    make_issue(gitaly, labels="campaign")
    told: list[str] = []
    browser_page.on("console", lambda message: told.append(message.text))
    browser_page.on("pageerror", lambda error: told.append(str(error)))
    for path in ("/", "/groups/gitlab-org/-/boards", "/gitlab-org/gitaly/-/issues/4713"):
        browser_page.goto(f"{here.server.url}{path}")
    assert told == []
