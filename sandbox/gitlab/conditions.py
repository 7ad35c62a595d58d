"""The states in which a GitLab refuses: maintenance, an expired token, a redirect and so on.

They are switched in ``GitLabState.conditions`` while the server runs, or at ``/sandbox/gitlab``.
"""

from dataclasses import dataclass

from sandbox.fault_plan import Fault, FaultKind

READ_ONLY = "You cannot perform write operations on a read-only instance"


@dataclass(frozen=True)
class Conditions:
    """The conditions of a GitLab; all are off by default.

    Args:
        maintenance: every write returns 503, as in maintenance mode since 18.2.
        read_only: every write returns 403, as on a Geo secondary site, and in maintenance mode
            before 18.2.
        expired_token: every call with a token returns 401.
        redirect_to: every call returns 301 to this address, such as ``https://gitlab.example``.
        sign_in_page: every call returns a sign-in page with status 200.
        proxy_page: every write returns 403 with a proxy's web page.
        root: the relative root under which GitLab is served, such as ``/gitlab``.
    """

    maintenance: bool = False
    read_only: bool = False
    expired_token: bool = False
    redirect_to: str = ""
    sign_in_page: bool = False
    proxy_page: bool = False
    root: str = ""

    @property
    def refuses_writes(self) -> bool:
        """Whether GitLab itself refuses every write."""
        return self.maintenance or self.read_only


OFF = Conditions()


def resource_lock(operation: str, times: int | None = 1) -> Fault:
    """Build the fault of an object that somebody else is changing (lib/api/api.rb)."""
    body = b'{"message":"409 Conflict: Resource lock"}'
    return Fault(
        operation, FaultKind.STATUS, times, status=409, body=body, content_type="application/json"
    )
