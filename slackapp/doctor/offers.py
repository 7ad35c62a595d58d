"""What this GitLab offers, and what the assistant does about what it does not."""

from collections.abc import Iterator

from gitlab_gateway.capabilities import CAPABILITIES, list_missing
from gitlab_gateway.schema import ISSUE, Schema
from slackapp.doctor.lines import ReportLine, ok, warn


def check_offers(schema: Schema) -> Iterator[ReportLine]:
    """Name each feature that this GitLab lacks with its fallback."""
    missing = list(list_missing(schema))
    for feature in missing:
        yield warn(CAPABILITIES[feature].without, "nothing to do if that is acceptable")
    if not missing:
        yield ok("Work items, Status, links and merge requests are visible to the assistant.")
    custom = ", ".join(kind.name for kind in schema.types if kind.custom)
    if custom:
        yield ok(f"Issues of the group's own types are followed like any other: {custom}.")
    if any(
        kind.name == ISSUE and not kind.custom and kind.enabled is False for kind in schema.types
    ):
        yield warn(
            "The work item type Issue is disabled in the group, so GitLab may refuse to create "
            "a campaign's issues.",
            "enable it under Settings > Work items, or create the issues yourself",
        )
