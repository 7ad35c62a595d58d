"""The chapters in which a merge request updates Gitaly's pins and is merged."""

import re
from datetime import UTC, datetime

from gitlab_gateway.connection import encoded
from gitlab_gateway.merge_requests import change_request, get_request
from sandbox.gitlab.merging import finish_pipeline
from sandbox.gitlab.records import By
from slackapp.cli.story.repositories import move_versions
from slackapp.cli.story.telling import GUS, Story, indented

PROJECT, BRANCH, IID = "gitlab-org/gitaly", "runtime-upgrade/go-1.20", 1
ESCAPED = re.compile(r"\\([^\w\s])")  # Markdown's backslash escapes
FRIDAY_NOON = datetime(2023, 3, 31, 15, 0, tzinfo=UTC)
FRIDAY_AFTERNOON = datetime(2023, 3, 31, 18, 0, tzinfo=UTC)


def bump(story: Story) -> None:
    """Have Gus open a draft merge request with `bump`, and read what is left for him to do."""
    story.chapter("7. A merge request updates the pins", GUS, FRIDAY_NOON)
    story.types(GUS, "bump gitaly")
    story.in_thread("*Gitaly* has a merge request")
    story.run_jobs()
    story.in_channel("Gitaly  ·  Gus Almeida  ·  In review", "opened, pipeline running")
    story.print_news()
    with story.in_gitlab(GUS, f"reads {PROJECT}!{IID}:") as gitlab:
        request = get_request(gitlab, PROJECT, IID)
    text = ESCAPED.sub(r"\1", request.description).strip()
    story.say(indented(f"{request.title}\n{text}\n"))


def merge(story: Story) -> None:
    """Have Gus do the manual part of the merge request and merge it."""
    story.chapter("8. Merged, and verified by the repository", GUS, FRIDAY_AFTERNOON)
    does = f"updates the versions used by the tests, marks {PROJECT}!{IID} as ready, and merges"
    with story.in_gitlab(GUS, f"{does} it once its pipeline has passed.") as gitlab:
        move_versions(gitlab, PROJECT, BRANCH)
        request = get_request(gitlab, PROJECT, IID)
        title = request.title.removeprefix("Draft: ")
        change_request(gitlab, PROJECT, IID, title=title, description=request.description)
        _pass_pipelines(story)
        gitlab.put(f"/projects/{encoded(PROJECT)}/merge_requests/{IID}/merge")
    story.in_thread("*Gitaly* went from In review to *production*.")
    story.in_thread("*Gitaly* is verified: its repository is at the target.")
    story.in_channel("*1 of 29* in production", "1 at the target")
    story.print_news()


def _pass_pipelines(story: Story) -> None:
    state = story.box.gitlab.state
    with state.lock:
        for pipeline in state.pipelines.values():
            finish_pipeline(pipeline, "success", By(pipeline.user, story.box.clock.now()))
