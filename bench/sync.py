"""The cost of syncing many campaigns at once, in requests and seconds.

Run by `make bench` against the sandbox's GitLab over loopback, which limits the complexity of a
query as GitLab does. The limit for 50 unchanged campaigns of 30 items is 20 requests.
"""

import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import sandbox
from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import Plan, PlannedItem, marker
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.delivery.worker import Worker, remember_schema
from commands.lifecycle.draw_up_plan import planned_items
from commands.sync.check_campaign import check_campaigns
from gitlab_gateway.connection import Connection
from sandbox.gitlab.records import By
from sandbox.gitlab.work_items.issues import NewIssue, create_issue
from sandbox.gitlab.work_items.labelling import add_label
from sandbox.run import Sandbox, start_sandbox
from storage.catalog.read import Catalog, read_catalog
from storage.lifecycle.campaigns import add_campaign, get_view, update_campaign, update_item
from storage.migrate import migrate
from storage.store import Store, open_store

CATALOG = Path(sandbox.__file__).parent / "catalog"
CAMPAIGNS, ITEMS, LIMIT = 50, 30, 20


def main() -> int:
    """Print the cost of the first and the second sync; return 1 if the limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder, start_sandbox() as box:
        store = open_store(f"sqlite:///{folder}/bench.db")
        migrate(store.engine)
        catalog = read_catalog(CATALOG)
        gitlab = Connection(box.gitlab.url, box.gitlab.token)
        schema = remember_schema(gitlab, catalog.working_group.group)
        worker = Worker(store, gitlab, catalog, lambda: _moment(box), schema, "bench")
        ids = add_campaigns(store, catalog, box, CAMPAIGNS, ITEMS)
        _measure("first sync", box, worker, ids)
        requests = _measure("unchanged", box, worker, ids)
        gitlab.close()
        store.dispose()
    return 0 if requests <= LIMIT else 1


def _measure(name: str, box: Sandbox, worker: Worker, ids: tuple[int, ...]) -> int:
    box.gitlab_faults.forget()
    began = time.perf_counter()
    synced = check_campaigns(worker, ids)
    took = time.perf_counter() - began
    requests = len(box.gitlab_faults.journal("*"))
    items = sum(one.looked_at for one in synced)
    print(f"{name:12} {len(ids)} campaigns, {items} items: {requests} requests, {took:.2f} s")
    return requests


def _moment(box: Sandbox) -> Clocks:
    now = box.clock.now()
    return Clocks(now, now)


def add_campaigns(
    store: Store, catalog: Catalog, box: Sandbox, campaigns: int, items: int
) -> tuple[int, ...]:
    """Insert active campaigns and their issues, without calling GitLab; return their ids."""
    with box.gitlab.state.lock:
        return tuple(_add(store, catalog, box, number, items) for number in range(campaigns))


def _add(store: Store, catalog: Catalog, box: Sandbox, number: int, items: int) -> int:
    slug, state, now = f"runtime{number}-1.20", box.gitlab.state, _moment(box)
    label = f"runtime-upgrade-{slug}"
    group = state.find_group(catalog.working_group.group)
    by = By(next(user for user in state.users.values() if user.bot), now.story)
    if group is not None:
        add_label(state, group, label)
    plan = _plan(catalog, f"runtime{number}", label, items)
    with store.write() as session:
        campaign_id = add_campaign(session, plan, slug=slug, by="U0FRIDA", now=now.story)
        update_campaign(session, campaign_id, state=CampaignState.active.value)
        for item in get_view(session, campaign_id).items:
            new = NewIssue(item.title, marker(slug, item.component), labels=(label,))
            project = state.find_project(item.project)
            if project is not None:
                issue = create_issue(state, project, new, by)
                update_item(session, item.id, issue_iid=issue.iid, issue_id=issue.id, in_epic=True)
    return campaign_id


def _plan(catalog: Catalog, name: str, label: str, items: int) -> Plan:
    """Return the plan of a runtime of its own: a runtime has one open campaign at most."""
    runtime = catalog.runtimes["go"]
    return Plan(
        runtime=name,
        runtime_title=name,
        version="1.20",
        group=catalog.working_group.group,
        epic_title=f"Update {name}",
        label=label,
        due=DueDate(date(2023, 10, 1), DueSource.given),
        tiers=tuple(tier.as_tier() for tier in runtime.tiers),
        items=tuple(_items(planned_items(runtime), items)),
    )


def _items(known: tuple[PlannedItem, ...], wanted: int) -> Iterable[PlannedItem]:
    """Return as many items as wanted; those beyond the catalog's repeat it under another name."""
    for number in range(wanted):
        item = known[number % len(known)]
        again = number // len(known)
        yield item if not again else replace(item, component=f"{item.component}-{again}")


if __name__ == "__main__":
    sys.exit(main())
