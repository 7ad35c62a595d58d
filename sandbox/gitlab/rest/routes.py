"""All routes of the REST API, in one tree."""

from sandbox.gitlab.rest import (
    epics,
    files,
    groups,
    issues,
    labels,
    links,
    merge_requests,
    notes,
    projects,
    repository,
    users,
)
from sandbox.gitlab.rest.routing import Route, RouteTree

MODULES = (
    users,
    groups,
    projects,
    labels,
    issues,
    notes,
    links,
    epics,
    merge_requests,
    repository,
    files,
)


def all_routes() -> tuple[Route, ...]:
    """List all routes."""
    return tuple(route for module in MODULES for route in module.ROUTES)


def route_tree() -> RouteTree:
    """Build the tree of all routes."""
    return RouteTree(all_routes())
