"""The writes that a campaign makes, tried once in a scratch project, and removed again."""

from dataclasses import dataclass
from functools import partial

from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from gitlab_gateway.connection import Connection, encoded
from gitlab_gateway.epic_choice import create_epic, open_epics
from gitlab_gateway.epics import EpicRecord, Epics
from gitlab_gateway.issues import (
    RELATES_TO,
    add_link,
    close_issue,
    create_issue,
    relabel_issue,
)
from gitlab_gateway.schema import Schema
from gitlab_gateway.statuses import set_status, statuses_available
from slackapp.doctor.lines import fail
from slackapp.doctor.steps import LiveStep, Trial

LABEL = "runtime-upgrade-doctor"
BLOCKED_BY = "is_blocked_by"
ROLE = "give the assistant's GitLab user the Reporter role there, or choose another project"
NO_EPICS = (
    "nothing, if a tracking issue is acceptable (Premium has epics); otherwise check the role"
)
BY_HAND = "only an owner may delete it: it is closed, so nothing needs to be done"


@dataclass(frozen=True)
class Scratch:
    """Where to try, and what to write; ``mark`` identifies what was made."""

    project: str
    mark: str
    schema: Schema
    status: str | None

    @property
    def group(self) -> str:
        """The group of the project, in which the epic is made."""
        return self.project.rpartition("/")[0]

    @property
    def title(self) -> str:
        """The title of what is made."""
        return f"Scratch of `runtime-upgrade doctor` ({self.mark})"

    @property
    def description(self) -> str:
        """The description of what is made, which ends with the mark."""
        return f"Made by `runtime-upgrade doctor --live`; may be deleted.\n\n{self.mark}"

    def epics(self, gitlab: Connection) -> Epics:
        """Return the group's epics, by the API that this GitLab offers."""
        return open_epics(gitlab, self.schema, self.group)


def try_gitlab(gitlab: Connection, scratch: Scratch) -> list[LiveStep]:
    """Create, label, link, set a Status, close and delete two issues and an epic."""
    trial = Trial()
    made = [_create(trial, gitlab, scratch, name) for name in ("an issue", "a second issue")]
    issues = [issue for issue in made if issue is not None]
    epic = _create_epic(trial, gitlab, scratch)
    if issues:
        _change(trial, gitlab, scratch, issues, epic)
    _remove(trial, gitlab, scratch, issues, epic)
    return trial.steps


def _create(trial: Trial, gitlab: Connection, scratch: Scratch, name: str) -> IssueSnapshot | None:
    call = partial(
        create_issue,
        gitlab,
        scratch.project,
        title=scratch.title,
        description=scratch.description,
        label=LABEL,
        assignee_id=None,
        due_on=None,
    )
    issue = trial.attempt(f"create {name}", call, todo=ROLE)
    if issue is not None and LABEL not in issue.labels:
        line = fail("GitLab dropped the label of a new issue.", ROLE)
        trial.steps.append(LiveStep("keep its label", line, list(issue.labels)))
    return issue


def _create_epic(trial: Trial, gitlab: Connection, scratch: Scratch) -> EpicRecord | None:
    if not scratch.group or scratch.schema.epics_enabled is False:
        return None
    call = partial(
        create_epic,
        scratch.epics(gitlab),
        title=scratch.title,
        description=scratch.description,
        label=LABEL,
        due_on=None,
    )
    return trial.attempt("create an epic", call, todo=NO_EPICS, optional=True)


def _change(
    trial: Trial,
    gitlab: Connection,
    scratch: Scratch,
    issues: list[IssueSnapshot],
    epic: EpicRecord | None,
) -> None:
    ref = issues[0].ref
    label = partial(relabel_issue, gitlab, ref, add=[f"{LABEL}-2"], remove=[LABEL])
    trial.attempt("change its labels", label, todo=ROLE)
    for other in issues[1:]:
        _link(trial, gitlab, ref, other.ref)
    if epic is not None:
        add = partial(scratch.epics(gitlab).add, epic.iid, issues[0].id)
        trial.attempt("add the issue to the epic", add, todo=ROLE)
    if scratch.status is not None and statuses_available(scratch.schema):
        status = partial(set_status, gitlab, ref, scratch.status)
        trial.attempt(f"set the Status {scratch.status}", status, todo=ROLE, optional=True)


def _link(trial: Trial, gitlab: Connection, ref: IssueRef, other: IssueRef) -> None:
    """Link two issues as blocking; without Premium as related."""
    todo = "nothing, if `relates_to` links are acceptable (Premium has blocking links)"
    blocking = partial(add_link, gitlab, ref, other, BLOCKED_BY)
    before = len(trial.steps)
    trial.attempt("link the issues as blocking", blocking, todo=todo, optional=True)
    if trial.steps[before].line.todo:
        related = partial(add_link, gitlab, ref, other, RELATES_TO)
        trial.attempt("link the issues as related", related, todo=ROLE)


def _remove(
    trial: Trial,
    gitlab: Connection,
    scratch: Scratch,
    issues: list[IssueSnapshot],
    epic: EpicRecord | None,
) -> None:
    project = f"/projects/{encoded(scratch.project)}"
    for issue in issues:
        trial.attempt("close an issue", partial(close_issue, gitlab, issue.ref), todo=ROLE)
        delete = partial(gitlab.delete, f"{project}/issues/{issue.ref.iid}")
        trial.attempt(f"delete {issue.web_url}", delete, todo=BY_HAND, optional=True)
    if epic is not None:
        close = partial(scratch.epics(gitlab).close, epic.iid)
        trial.attempt("close the epic", close, todo=ROLE)
        delete = partial(gitlab.delete, f"/groups/{encoded(scratch.group)}/epics/{epic.iid}")
        trial.attempt(f"delete {epic.web_url}", delete, todo=BY_HAND, optional=True)
    for label in (LABEL, f"{LABEL}-2") if issues else ():
        delete = partial(gitlab.delete, f"{project}/labels/{label}")
        trial.attempt(f"delete the label {label}", delete, todo=BY_HAND, optional=True)
