"""The cost of reading a campaign's repositories the first time, and again without new commits.

Run by `make bench` against the sandbox's GitLab over loopback. The limit for 29 unchanged
components, in 21 repositories, is 3 requests, and no file reads.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import sandbox
from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import Plan
from commands.clocks import Clocks
from commands.delivery.worker import Worker, remember_schema
from commands.evidence.gather_evidence import GatherResult, gather_evidence
from commands.lifecycle.draw_up_plan import planned_items
from gitlab_gateway.connection import Connection
from sandbox.run import Sandbox, start_sandbox
from storage.catalog.read import Catalog, read_catalog
from storage.lifecycle.campaigns import add_campaign
from storage.migrate import migrate
from storage.store import Store, open_store

CATALOG = Path(sandbox.__file__).parent / "catalog"
FILES = "GET /api/v4/projects/:id/repository/files/:file_path"
LIMIT = 3


def main() -> int:
    """Print the cost of both readings; return 1 if the limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder, start_sandbox() as box:
        store = open_store(f"sqlite:///{folder}/bench.db")
        migrate(store.engine)
        catalog = read_catalog(CATALOG)
        gitlab = Connection(box.gitlab.url, box.gitlab.token)
        worker = Worker(
            store,
            gitlab,
            catalog,
            lambda: _moment(box),
            remember_schema(gitlab, catalog.working_group.group),
            "bench",
            pause=lambda _seconds: None,
        )
        campaign_id = _campaign(store, catalog, _moment(box))

        def read() -> GatherResult:
            return gather_evidence(worker, campaign_id)

        _measure("first reading", box, read)
        requests, files = _measure("no new commits", box, read)
        gitlab.close()
        store.dispose()
    return 0 if requests <= LIMIT and files == 0 else 1


def _measure(name: str, box: Sandbox, read: Callable[[], GatherResult]) -> tuple[int, int]:
    box.gitlab_faults.forget()
    began = time.perf_counter()
    gathered = read()
    took = time.perf_counter() - began
    requests, files = len(box.gitlab_faults.journal("*")), len(box.gitlab_faults.journal(FILES))
    scope = f"{len(gathered.standings)} components in {gathered.repositories} repositories"
    print(f"{name:18} {scope}: {requests} requests, {files} files, {took:.2f} s")
    return requests, files


def _moment(box: Sandbox) -> Clocks:
    now = box.clock.now()
    return Clocks(now, now)


def _campaign(store: Store, catalog: Catalog, now: Clocks) -> int:
    runtime = catalog.runtimes["go"]
    plan = Plan(
        runtime="go",
        runtime_title="Go",
        version="1.20",
        group=catalog.working_group.group,
        epic_title="Update Go to 1.20",
        label="runtime-upgrade-go-1.20",
        due=DueDate(date(2023, 10, 1), DueSource.given),
        tiers=tuple(tier.as_tier() for tier in runtime.tiers),
        items=planned_items(runtime),
    )
    with store.write() as session:
        return add_campaign(session, plan, slug="go-1.20", by="U0FRIDA", now=now.story)


if __name__ == "__main__":
    sys.exit(main())
