"""Every view fits a narrow and a wide screen, and its names match its visible labels."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import mislabelled, nameless, overflow
from tests.sandbox_gitlab.conftest import Running, make_issue
from tests.sandbox_gitlab.test_page import PATHS

WORD = "w" * 120
TABLE = f"| {' | '.join(['component'] * 12)} |\n|{'---|' * 12}\n| {' | '.join([WORD] * 12)} |"
TEXT = f"{WORD}\n\n{TABLE}\n\n```\n{WORD * 3}\n```\n\n- [ ] `{WORD}`"
MADE = (
    "/groups/gitlab-org/-/epics/1",
    "/gitlab-org/gitaly/-/issues/4713",
    "/gitlab-org/gitaly/-/merge_requests/1",
    "/gitlab-org/gitaly/-/blob/bump/wide.md",
    "/gitlab-org/gitaly/-/tree/bump",
    "/groups/gitlab-org/-/issues?state=all",
    "/groups/nobody",
)


@pytest.fixture(params=[380, 1280])
def full_page(request: pytest.FixtureRequest, browser: Browser, here: Running) -> Iterator[Page]:
    """A page of a GitLab with long words, wide tables and wide changes."""
    gitaly = here.client("frida-sandbox").projects.get("gitlab-org/gitaly")
    labels = f"{WORD},workflow::blocked,scoped::{WORD}"
    made = make_issue(gitaly, WORD, description=TEXT, labels=labels, assignee_ids=[1])
    made.notes.create({"body": TEXT})
    blocker = make_issue(gitaly, f"Blocker {WORD}")
    target = {"target_project_id": "gitlab-org/gitaly", "target_issue_iid": blocker.iid}
    made.links.create(target | {"link_type": "is_blocked_by"})
    epic = here.client().groups.get("gitlab-org").epics.create({"title": WORD})
    epic.description, epic.labels = TEXT, [WORD]
    epic.save()
    epic.issues.create({"issue_id": made.id})
    change = {"action": "create", "file_path": "wide.md", "content": TEXT}
    message = {"branch": "bump", "start_branch": "master", "commit_message": WORD}
    gitaly.commits.create(message | {"actions": [change]})
    about = {"title": f"Draft: {WORD}", "description": f"{TEXT}\n\nCloses #{made.iid}"}
    gitaly.mergerequests.create(about | {"source_branch": "bump", "target_branch": "master"})
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    yield page
    page.close()


def test_every_view_fits_and_its_names_are_what_one_reads(here: Running, full_page: Page) -> None:
    seen = {}
    for path in (*PATHS, *MADE):
        full_page.goto(f"{here.server.url}{path}")
        seen[path] = (overflow(full_page), mislabelled(full_page), nameless(full_page))
    assert seen == dict.fromkeys((*PATHS, *MADE), (0, [], []))
