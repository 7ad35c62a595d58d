"""Seeding a fresh sandbox: the group, people, labels, board, projects and some issues."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.git import Repository
from sandbox.gitlab.records import (
    DEVELOPER,
    GUEST,
    MAINTAINER,
    Board,
    By,
    Group,
    Project,
    Token,
    User,
)
from sandbox.gitlab.seed.files import files_of
from sandbox.gitlab.seed.projects import GROUP_NAMES, ISSUES, LABELS, PROJECTS, SeedIssue
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.issues import NewIssue, create_issue
from sandbox.gitlab.work_items.labelling import add_label
from sandbox.people import Person

ROOT = "gitlab-org"
ASSISTANT_ID = 9001
MAINTAINERS = ("frida-sandbox", "leo-sandbox", "uma-sandbox")
FOUNDED = timedelta(days=2700)


def seed(
    state: GitLabState,
    people: tuple[Person, ...],
    scopes: tuple[str, ...],
    granular: frozenset[str] | None = None,
    expires_on: date | None = None,
) -> Token:
    """Fill an empty GitLab; return the assistant's token."""
    now = state.clock.now().replace(microsecond=0)
    for person in people:
        if person.in_gitlab:
            add_person(state, person, now - FOUNDED)
    bot = _add_user(state, ASSISTANT_ID, ASSISTANT, "Runtime upgrade", now - FOUNDED)
    bot.bot = True
    root = _seed_groups(state, now)
    _grant(state, root, people, bot)
    _seed_projects(state, bot, now)
    _seed_labels(state, root)
    _seed_issues(state, now)
    token = replace(_add_token(state, bot, scopes), granular=granular, expires_on=expires_on)
    state.tokens[token.value] = token
    return token


def add_person(state: GitLabState, person: Person, since: datetime) -> User:
    """Add a person as a user with a token."""
    user = _add_user(state, person.gitlab_id, person.username, person.name, since)
    user.email = person.email
    user.state = "blocked" if person.deleted else "active"
    _add_token(state, user, ("api",))
    return user


def _add_user(state: GitLabState, wanted: int, username: str, name: str, since: datetime) -> User:
    user = User(wanted or state.next_id("user"), username, name, f"{username}@example.org", since)
    state.users[user.id] = user
    return user


def _add_token(state: GitLabState, user: User, scopes: tuple[str, ...]) -> Token:
    value = f"glpat-{user.username.removesuffix('-sandbox')}-sandbox-token"
    token = Token(state.next_id("token"), value, user, "sandbox", scopes)
    state.tokens[value] = token
    return token


def _grant(state: GitLabState, root: Group, people: tuple[Person, ...], bot: User) -> None:
    root.members[bot.id] = DEVELOPER
    for person in people:
        user = state.find_user(person.username)
        if user is not None and user.state == "active":
            level = MAINTAINER if person.username in MAINTAINERS else DEVELOPER
            root.members[user.id] = GUEST if person.is_guest else level


def _seed_groups(state: GitLabState, now: datetime) -> Group:
    for path in sorted({project.rpartition("/")[0] for project in PROJECTS}):
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            _ensure_group(state, "/".join(parts[:depth]), now)
    root = state.find_group(ROOT)
    if root is None:
        raise LookupError(f"no project is below {ROOT}")
    return root


def _ensure_group(state: GitLabState, full_path: str, now: datetime) -> None:
    if state.find_group(full_path) is not None:
        return
    above, _, path = full_path.rpartition("/")
    parent = state.find_group(above) if above else None
    name = GROUP_NAMES.get(path, path)
    group = Group(state.next_id("group"), path, name, now - FOUNDED, parent)
    state.groups[group.id] = group


def _seed_projects(state: GitLabState, bot: User, now: datetime) -> None:
    for full_path, (name, description) in PROJECTS.items():
        above, _, path = full_path.rpartition("/")
        group = state.find_group(above)
        if group is None:
            raise LookupError(f"{full_path} has no group")
        repository = _repository(full_path, now - timedelta(days=9))
        project = Project(
            state.next_id("project"), path, name, group, now - FOUNDED, repository, description
        )
        state.projects[project.id] = project
        _limit_assistant(state, project, bot)


def _limit_assistant(state: GitLabState, project: Project, bot: User) -> None:
    if project.full_path in state.features.hidden_projects:
        project.visibility = "private"
        project.levels[bot.id] = 0
    if project.full_path in state.features.read_only_projects:
        project.levels[bot.id] = 0
    if project.full_path in state.features.guest_projects:
        project.levels[bot.id] = GUEST


def _repository(full_path: str, when: datetime) -> Repository:
    branch = "main" if full_path in MAIN_BRANCH else "master"
    repository = Repository(default_branch=branch)
    files = {path: content.encode() for path, content in files_of(full_path).items()}
    repository.commit(
        branch,
        files,
        message="Release preparations",
        author=("Release Tools", "release-tools@example.org"),
        now=when,
    )
    return repository


MAIN_BRANCH = frozenset(
    {
        "gitlab-org/gitlab-runner",
        "gitlab-org/gitlab-development-kit",
        "gitlab-org/gitlab-shell",
        "gitlab-org/gitlab-elasticsearch-indexer",
        "gitlab-org/gitlab-zoekt-indexer",
        "gitlab-org/cli",
        "gitlab-org/remote-development/gitlab-workspaces-proxy",
        "gitlab-org/ruby/gems/devfile-gem",
    }
)


def _seed_labels(state: GitLabState, root: Group) -> None:
    made = {
        name: add_label(state, root, name, color=color, description=text)
        for name, color, text in LABELS
    }
    board = Board(state.next_id("board"), "Runtime updates", root)
    board.lists = [
        (state.next_id("board_list"), label)
        for name, label in made.items()
        if name.startswith("workflow::")
    ]
    state.boards[board.id] = board


def _seed_issues(state: GitLabState, now: datetime) -> None:
    for issue in ISSUES:
        _seed_issue(state, issue, now)


def _seed_issue(state: GitLabState, seeded: SeedIssue, now: datetime) -> None:
    project = state.find_project(seeded.project)
    author = state.find_user(seeded.author) or next(iter(state.users.values()))
    if project is None:
        raise LookupError(f"no project {seeded.project}")
    create_issue(
        state,
        project,
        NewIssue(seeded.title, seeded.description, labels=seeded.labels, iid=seeded.iid),
        By(author, now - timedelta(days=seeded.days_ago)),
    )
