"""Refusals in GitLab's formats (docs.gitlab.com/api/rest/troubleshooting, status codes)."""

from typing import Any


class RefusalError(Exception):
    """An error response that ends the request: a status and a JSON body."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def not_found(what: str = "") -> RefusalError:
    """Build GitLab's 404 for anything missing or hidden."""
    return RefusalError(404, {"message": f"404 {what} Not Found" if what else "404 Not found"})


def forbidden(why: str = "") -> RefusalError:
    """Build a 403 for a missing permission."""
    return RefusalError(403, {"message": f"403 Forbidden - {why}" if why else "403 Forbidden"})


def unauthorised() -> RefusalError:
    """Build a 401 for a missing or invalid token."""
    return RefusalError(401, {"message": "401 Unauthorized"})


def bad_parameter(what: str) -> RefusalError:
    """Build a 400 like GitLab's parameter checks: ``{"error": "title is missing"}``."""
    return RefusalError(400, {"error": what})


def invalid(field: str, why: str) -> RefusalError:
    """Build a 400 like GitLab's model validations: ``{"message": {"title": [...]}}``."""
    return RefusalError(400, {"message": {field: [why]}})


def refused(status: int, message: str) -> RefusalError:
    """Build an error with a plain message."""
    return RefusalError(status, {"message": message})
