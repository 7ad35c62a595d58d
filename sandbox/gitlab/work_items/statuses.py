"""Work item statuses: names, categories, and whether they close the item.

Sources: docs.gitlab.com/user/work_items/status; the names are those of the gitlab-org group.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """A status; ``category`` is a value of GraphQL's WorkItemStatusCategoryEnum."""

    id: int
    name: str
    category: str
    icon_name: str
    color: str

    @property
    def gid(self) -> str:
        """The GraphQL global id."""
        return f"gid://gitlab/WorkItems::Statuses::Custom::Status/{self.id}"

    @property
    def closes(self) -> bool:
        """Whether an item with this status is closed."""
        return self.category in ("DONE", "CANCELED")


STATUSES: tuple[Status, ...] = (
    Status(1101, "To do", "TO_DO", "status-waiting", "#737278"),
    Status(1102, "Ready for development", "TO_DO", "status-waiting", "#737278"),
    Status(1103, "In dev", "IN_PROGRESS", "status-running", "#1f75cb"),
    Status(1104, "In review", "IN_PROGRESS", "status-running", "#1f75cb"),
    Status(1105, "Blocked", "IN_PROGRESS", "status-running", "#c91c00"),
    Status(1106, "Complete", "DONE", "status-success", "#108548"),
    Status(1107, "Won't do", "CANCELED", "status-cancelled", "#dd2b0e"),
    Status(1108, "Duplicate", "CANCELED", "status-cancelled", "#dd2b0e"),
)
DEFAULT_OPEN = "To do"
DEFAULT_CLOSED = "Complete"
DEFAULT_DUPLICATE = "Duplicate"


def find_status(name: str) -> Status | None:
    """Find a status by name, ignoring case."""
    wanted = name.strip().casefold()
    return next((s for s in STATUSES if s.name.casefold() == wanted), None)


def status_by_gid(gid: str) -> Status | None:
    """Find a status by its global id."""
    return next((s for s in STATUSES if s.gid == gid), None)
