"""`status`, `list`, `mine`, `blocked` and `check`, which everyone in the workspace may use."""

from typing import TypeAlias

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

Target: TypeAlias = tuple[str | None, str | None]


def parse_target(words: str) -> Target:
    """Parse `[<runtime> [<version>]]`."""
    first, rest = split_word(words)
    if not first:
        return None, None
    return parse_runtime(first).name, str(parse_runtime_version(rest)) if rest else None


def status(call: Call, target: Target) -> Reply:
    """Show the status of one campaign or of all open ones."""
    runtime, version = target
    statuses = show_status(call.deps.store, runtime, version, now=call.deps.clock())
    return Reply(view.build_statuses(statuses), statuses)


def list_campaigns(call: Call, _words: str) -> Reply:
    """List every campaign."""
    lines = list_all_campaigns(call.deps.store)
    return Reply(view.build_campaign_list(lines), lines)


def mine(call: Call, _words: str) -> Reply:
    """List the caller's open items."""
    if call.actor.gitlab_username is None:
        raise InvalidRequestError(
            "Your GitLab username is unknown: type `/runtime-upgrade link @gitlab-username`."
        )
    listed = show_mine(call.deps.store, call.actor, now=call.deps.clock())
    return Reply(view.build_mine(listed), listed)


def blocked(call: Call, _words: str) -> Reply:
    """List what is blocked."""
    listed = show_blocked(call.deps.store, now=call.deps.clock())
    return Reply(view.build_blocked(listed), listed)


def check(call: Call, target: Target) -> Reply:
    """Reply that the sync has begun."""
    runtime, version = target
    ids = campaigns_to_check(call.deps.store, runtime, version)
    if runtime is not None and not ids:
        return evidence.answer(call, runtime)
    return Reply(sentence(f"Syncing {count(len(ids), 'campaign')} with GitLab."), ids)


def check_later(call: Call, target: Target) -> Reply:
    """Sync with GitLab now and report what changed."""
    deps, (runtime, version) = call.deps, target
    ids = campaigns_to_check(deps.store, runtime, version)
    if runtime is not None and not ids:
        return evidence.later(call, runtime, version)
    checked = check_now(deps.worker, ids)
    with deps.store.read() as session:
        names = {i.component: i.title for one in ids for i in list_items(session, one)}
    deps.wake_jobs()
    return Reply(build_checked(checked, names), checked)


STATUS = Verb(
    "status",
    "status [<runtime> [<version>]]",
    "show the status of campaigns, item by item",
    parse_target,
    status,
    example="status go",
    permission=Permission.read,
)
LIST = Verb(
    "list",
    "list",
    "list every campaign, past and present",
    str,
    list_campaigns,
    permission=Permission.read,
)
MINE = Verb("mine", "mine", "list your open components", str, mine, permission=Permission.read)
BLOCKED = Verb(
    "blocked",
    "blocked",
    "list what is blocked, by what and for how long",
    str,
    blocked,
    permission=Permission.read,
)
CHECK = Verb(
    "check",
    "check [<runtime> [<version>]]",
    "sync with GitLab now and show what changed",
    parse_target,
    check,
    check_later,
    example="check go 1.20",
    permission=Permission.read,
)
