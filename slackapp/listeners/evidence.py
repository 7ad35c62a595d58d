"""`check` without a campaign: the version that each component in the catalog uses."""

from collections.abc import Callable

from commands.evidence.version_inventory import unread_repositories, version_inventory
from runtimes.registry import get_runtime
from runtimes.versions import parse_version
from slackapp.verbs import Call, Reply
from slackapp.views import evidence as view

QUARTERS = 4


def answer(call: Call, runtime: str) -> Reply:
    """Reply that the repositories are being read."""
    found = get_runtime(runtime)
    total, unread = unread_repositories(call.deps.store, call.deps.catalog, found)
    return Reply(view.build_asked(found.title, total, unread))


def later(call: Call, runtime: str, version: str | None) -> Reply:
    """Read the repositories, reporting progress, and return the table."""
    deps, found = call.deps, get_runtime(runtime)
    _, unread = unread_repositories(deps.store, deps.catalog, found)
    where = version_inventory(
        deps.worker,
        found,
        None if version is None else parse_version(version),
        report=_quarterly(call) if unread else lambda _done, _total: None,
    )
    return Reply(view.build_where(where), where)


def _quarterly(call: Call) -> Callable[[int, int], None]:
    """Report progress at each quarter, because Slack accepts only five replies to a command."""

    def report(done: int, total: int) -> None:
        quarter = done * QUARTERS // total
        if 0 < quarter < QUARTERS and quarter != (done - 1) * QUARTERS // total:
            call.progress(view.build_progress(done, total))

    return report
