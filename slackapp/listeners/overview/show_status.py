"""`status`, `list`, `mine`, `blocked`, `check`: reading, for everyone in the workspace."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.overview.show_status import list_all_campaigns, show_blocked, show_mine, show_status
from commands.sync.check_campaign import campaigns_to_check, check_now
from slackapp.grammar import parse_runtime, parse_runtime_version, split_word
from slackapp.listeners import evidence
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.message import count, sentence
from slackapp.views.overview import show_status as view
from slackapp.views.sync import build_checked
from storage.lifecycle.campaigns import list_items


def parse_target(words: str) -> tuple[str | None, str | None]:
    """Read `[<runtime> [<version>]]`."""
    first, rest = split_word(words)
    if not first:
        return None, None
    return parse_runtime(first).name, str(parse_runtime_version(rest)) if rest else None


def answer_status(call: Call) -> Reply:
    """Say where campaigns stand."""
    runtime, version = parse_target(call.words)
    statuses = show_status(call.deps.store, runtime, version, now=call.deps.clock())
    return Reply(view.build_statuses(statuses), statuses)


def answer_list(call: Call) -> Reply:
    """List every campaign."""
    lines = list_all_campaigns(call.deps.store)
    return Reply(view.build_campaign_list(lines), lines)


def answer_mine(call: Call) -> Reply:
    """List the caller's open items."""
    if call.actor.gitlab_username is None:
        raise InvalidRequestError(
            "I do not know who you are in GitLab: say `/runtime-upgrade link @gitlab-username`."
        )
    listed = show_mine(call.deps.store, call.actor, now=call.deps.clock())
    return Reply(view.build_mine(listed), listed)


def answer_blocked(call: Call) -> Reply:
    """List what is blocked."""
    listed = show_blocked(call.deps.store, now=call.deps.clock())
    return Reply(view.build_blocked(listed), listed)


def answer_check(call: Call) -> Reply:
    """Say that GitLab is being asked."""
    runtime, version = parse_target(call.words)
    ids = campaigns_to_check(call.deps.store, runtime, version)
    if runtime is not None and not ids:
        return evidence.answer(call, runtime)
    return Reply(sentence(f"I am checking {count(len(ids), 'campaign')} with GitLab."), ids)


def later_check(call: Call) -> Reply:
    """Ask GitLab now, and say what changed."""
    deps = call.deps
    runtime, version = parse_target(call.words)
    ids = campaigns_to_check(deps.store, runtime, version)
    if runtime is not None and not ids:
        return evidence.later(call, runtime, version)
    checked = check_now(
        deps.store,
        deps.gitlab,
        deps.worker.schema(),
        deps.catalog,
        ids,
        now=deps.clock(),
        pause=deps.worker.pause,
    )
    with deps.store.read() as session:
        names = {i.component: i.title for one in ids for i in list_items(session, one)}
    deps.wake_jobs()
    return Reply(build_checked(checked, names), checked)


STATUS = Verb(
    "status",
    "status [<runtime> [<version>]]",
    "where campaigns stand, item by item",
    answer_status,
    example="status go",
    permission=Permission.read,
)
LIST = Verb(
    "list", "list", "every campaign there has been", answer_list, permission=Permission.read
)
MINE = Verb("mine", "mine", "your open components", answer_mine, permission=Permission.read)
BLOCKED = Verb(
    "blocked",
    "blocked",
    "what is blocked, by what and for how long",
    answer_blocked,
    permission=Permission.read,
)
CHECK = Verb(
    "check",
    "check [<runtime> [<version>]]",
    "ask GitLab now and say what changed",
    answer_check,
    later_check,
    example="check go 1.20",
    permission=Permission.read,
)
