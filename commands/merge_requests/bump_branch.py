"""The branch of a repository's merge request, and the commit that updates its pins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from campaigns.lifecycle.plans import Outcome, OutcomeKind
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from commands.errors import InvalidRequestError
from commands.evidence.component_pins import paths_to_read
from commands.evidence.read_repository import list_candidates, read_candidates
from commands.lifecycle.issue_texts import request_text
from commands.markdown import markdown, reference
from commands.merge_requests.bump_component import sharing_items
from commands.merge_requests.bump_edits import RepositoryEdits, plan_edits
from gitlab_gateway import merge_requests
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.merge_requests import FileEdit
from gitlab_gateway.repository import find_head, get_default_branch, read_text
from runtimes.versions import Version, parse_version
from storage.catalog.read import Catalog

BAD_REQUEST, FORBIDDEN = 400, 403
MAX_PLACES = 5
# GitLab accepts 1,048,576 characters (docs.gitlab.com/administration/instance_limits).
MAX_LINES = 500


@dataclass(frozen=True)
class BumpContext:
    """A repository to bump; ``commit`` is the head of its default branch.

    ``paths`` are the files that may contain a pin, in the folders that are read for evidence.
    """

    gitlab: Connection
    catalog: Catalog
    view: CampaignView
    project: str
    branch: str
    default_branch: str
    commit: str
    paths: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def target(self) -> Version:
        """The version that every pin is updated to.

        Raises:
            InvalidRequestError: the campaign's version cannot be parsed.
        """
        campaign = self.view.campaign
        target = parse_version(campaign.version)
        if target is None:
            raise InvalidRequestError(f"{campaign.version} is not a valid version.")
        return target

    @property
    def patch(self) -> Version | None:
        """The version to write if the target has no patch version."""
        return parse_version(self.view.campaign.patch or "")

    @property
    def title(self) -> str:
        """The title of the commits, and of the merge request after `Draft: `."""
        return f"{self.stem}{self.target}"

    @property
    def stem(self) -> str:
        """The prefix of the titles that the assistant writes, for any target."""
        return f"Update {self.view.campaign.runtime_title} to "


def look(gitlab: Connection, catalog: Catalog, view: CampaignView, project: str) -> BumpContext:
    """Read the context for bumping a repository.

    Raises:
        RefusedError: no merge request can be opened in this repository.
    """
    default_branch = get_default_branch(gitlab, project)
    commit = find_head(gitlab, project).commit  # the branch may be renamed while it is read
    only = paths_to_read(catalog, view.campaign.runtime, project)
    return BumpContext(
        gitlab=gitlab,
        catalog=catalog,
        view=view,
        project=project,
        branch=f"runtime-upgrade/{view.campaign.slug}",
        default_branch=default_branch,
        commit=commit,
        paths=list_candidates(gitlab, project, commit, only),
        items=sharing_items(catalog, view, project),
    )


class _Branch(StrEnum):
    """The state of our branch: missing, in use, or left over from an earlier merge request."""

    missing = "missing"
    in_use = "in_use"
    left_over = "left_over"


def move(bumping: BumpContext) -> RepositoryEdits | Outcome:
    """Update the pins on the branch; return the edits, or why there are none.

    Raises:
        InvalidRequestError: the branch has other people's commits, or the template is broken.
        RefusedError: GitLab rejected the commit, with status 400 if a file has changed since.
    """
    branch = _find_branch(bumping)
    in_use = branch == _Branch.in_use
    ref = bumping.branch if in_use else bumping.commit
    edits = _edits(bumping, ref)
    if not in_use and not edits.files:
        return _nothing(bumping, edits)
    describe(bumping, edits)  # fail on a broken template before a branch is created
    if edits.files:
        _commit(bumping, [_locked(bumping, edit, ref) for edit in edits.files], branch)
    return _edits(bumping, bumping.commit) if in_use else edits


def _find_branch(bumping: BumpContext) -> _Branch:
    """Return the state of the branch; a leftover without other people's commits is recreated.

    Raises:
        InvalidRequestError: the branch has only other people's commits.
    """
    gitlab, project, branch = bumping.gitlab, bumping.project, bumping.branch
    if not merge_requests.branch_exists(gitlab, project, branch):
        return _Branch.missing
    request = merge_requests.find_open_request(gitlab, project, branch)
    known = {one.reference for item in bumping.items for one in item.merge_requests if one.ours}
    if request is not None and request.reference in known:
        return _Branch.in_use
    titles = merge_requests.list_branch_titles(gitlab, project, branch, since=bumping.commit)
    ours = [title for title in titles if title.startswith(bumping.stem)]
    if titles and not ours:
        raise InvalidRequestError(
            f"{project} has a branch {branch} with other people's commits: "
            "rename or delete it, then run `bump` again."
        )
    left_over = request is None and len(ours) == len(titles)
    return _Branch.left_over if left_over else _Branch.in_use


def _nothing(bumping: BumpContext, edits: RepositoryEdits) -> Outcome:
    """Build the outcome without edits: all pins are at the target, or need a decision."""
    component = bumping.items[0].component
    if not edits.questions:
        return Outcome(component, OutcomeKind.already_so, "no pin is behind the target")
    places = ", ".join(edits.questions[:MAX_PLACES])
    more = len(edits.questions) - MAX_PLACES
    rest = f" and {more} more" if more > 0 else ""
    return Outcome(component, OutcomeKind.refused, f"these pins need a decision: {places}{rest}")


def _edits(bumping: BumpContext, ref: str) -> RepositoryEdits:
    files = read_candidates(bumping.gitlab, bumping.project, bumping.paths, ref=ref)
    return plan_edits(files, bumping.view.campaign.runtime, bumping.target, bumping.patch)


def _locked(bumping: BumpContext, edit: FileEdit, ref: str) -> FileEdit:
    """Add the commit id for optimistic locking, if the file is unchanged since it was read."""
    seen = read_text(bumping.gitlab, bumping.project, edit.path, ref=ref)
    if seen.failure is not None or seen.text != edit.before:
        raise RefusedError(f"{edit.path} changed while it was being read", status=BAD_REQUEST)
    return replace(edit, last_commit_id=seen.last_commit_id)


def _commit(bumping: BumpContext, edits: Sequence[FileEdit], branch: _Branch) -> None:
    try:
        merge_requests.commit_files(
            bumping.gitlab,
            bumping.project,
            edits,
            branch=bumping.branch,
            start_branch=None if branch == _Branch.in_use else bumping.default_branch,
            message=bumping.title,
            recreate=branch == _Branch.left_over,
        )
    except RefusedError as error:
        if error.status != FORBIDDEN:
            raise
        what = (
            f"The token is not allowed to push {bumping.branch} to {bumping.project}: "
            "give its user the Developer role there, and make sure that the branch is not protected"
        )
        raise RefusedError(what, status=FORBIDDEN) from error


def describe(bumping: BumpContext, edits: RepositoryEdits) -> str:
    """Build the description of the merge request; long lists are truncated, with a note.

    Raises:
        InvalidRequestError: the template in the catalog is broken.
    """
    closes = [
        reference(f"{item.project}#{item.issue_iid}")
        for item in bumping.items
        if item.issue_iid is not None and not item.closed
    ]
    unsaid = max(len(edits.moved) - MAX_LINES, 0)
    left = [*edits.left[:MAX_LINES]]
    if unsaid:
        left.insert(0, markdown("{} more changed lines are not listed here; see the diff", unsaid))
    if len(edits.left) > MAX_LINES:
        left.append(markdown("and {} more", len(edits.left) - MAX_LINES))
    moved = edits.moved[:MAX_LINES]
    values = {"moved": moved, "left": left, "closes": dict.fromkeys(closes)}
    return request_text(bumping.catalog.folder, bumping.view.campaign, values)
