"""What each refusal by GitLab means, as a table: final, passing, elsewhere or for an operator.

The first rule that fits an answer decides. Sources are paths in gitlab-org/gitlab, unless they
name another project.
"""

from dataclasses import dataclass
from enum import StrEnum

_ANY = frozenset(range(300, 600))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Errors of a GraphQL answer come with status 200, and so do sign-in pages.
_FINE = frozenset({200, 201, 202, 203})
READ_ONLY = "GitLab is read-only at the moment"


class RefusalKind(StrEnum):
    """What happens after a refusal.

    ``final``: nothing was written, and nothing will be. ``passing``: the request is retried with
    increasing delays. ``elsewhere``: the project has moved, and its path is resolved again.
    ``operator``: the request is kept until somebody fixes a setting, the token or the server.
    """

    final = "final"
    passing = "passing"
    elsewhere = "elsewhere"
    operator = "operator"


@dataclass(frozen=True)
class GitLabAnswer:
    """The parts of an answer on which its meaning depends.

    ``words`` is GitLab's message; it is empty if the body is not JSON. ``url`` is the address to
    use instead, if the answer is a redirect. ``wait`` is the pause that it asks for, in seconds.
    """

    status: int
    words: str = ""
    html: bool = False
    url: str = ""
    wait: float = 0.0


@dataclass(frozen=True)
class Rule:
    """A kind of answer, and what it means.

    ``words`` must occur in the message, ignoring case. ``sentence`` may contain ``{status}`` and
    ``{words}``; ``todo`` tells an operator what to do, and may contain ``{url}``. ``pause`` is the
    minimum number of seconds before the next attempt. ``lasts`` is True for a state that does not
    end after a few attempts, ``unwritten`` if GitLab certainly did not execute the request,
    ``acts_later`` if it may still be executing it.
    """

    kind: RefusalKind
    statuses: frozenset[int]
    sentence: str
    source: str
    words: str = ""
    html: bool | None = None
    todo: str = ""
    pause: float = 0.0
    lasts: bool = False
    unwritten: bool = False
    acts_later: bool = False

    def fits(self, answer: GitLabAnswer) -> bool:
        """Return whether this rule applies to an answer."""
        return (
            answer.status in self.statuses
            and self.words in answer.words.casefold()
            and self.html in (None, answer.html)
        )


def _statuses(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


_KIND = RefusalKind
RULES: tuple[Rule, ...] = (
    Rule(
        _KIND.operator,
        _FINE,
        "GitLab's address returned a web page, such as a sign-in page",
        "app/controllers/sessions_controller.rb",
        html=True,
        todo="check GITLAB_URL, and any proxy in front of GitLab",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.operator,
        _REDIRECTS,
        "GitLab redirects to another address",
        "python-gitlab#1485",
        todo="set GITLAB_URL to {url}",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.operator,
        _statuses(401),
        "GitLab rejected the token",
        "lib/gitlab/auth/auth_finders.rb",
        todo="set a valid token",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.operator,
        _statuses(403),
        "The token lacks the `api` scope",
        "lib/api/api_guard.rb",
        words="insufficient_scope",
        todo="set a token with the `api` scope",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.operator,
        _statuses(403),
        "GitLab has blocked the user of the token",
        "lib/gitlab/auth/user_access_denied_reason.rb",
        words="your account",
        todo="unblock the assistant's GitLab user",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(503),
        READ_ONLY,
        "lib/gitlab/middleware/read_only/controller.rb, maintenance mode",
        words="read-only",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.operator,
        _FINE | _statuses(403),
        READ_ONLY,
        "lib/gitlab/middleware/read_only/controller.rb, Geo; maintenance mode until 18.2",
        words="read-only instance",
        todo="end the maintenance mode, or set GITLAB_URL to the primary site",
        lasts=True,
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(403),
        "A proxy in front of GitLab rejected the request",
        "developers.cloudflare.com, error 1020",
        html=True,
        pause=60,
    ),
    Rule(
        _KIND.elsewhere,
        _statuses(405),
        "The project has moved",
        "lib/api/helpers.rb, redirect!",
        words="moved projects",
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(409),
        "GitLab is changing the same object",
        "lib/api/api.rb, ActiveRecord::StaleObjectError; renovate#29006",
        words="resource lock",
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(405, 423),
        "GitLab does not accept the request at the moment ({status})",
        "datatracker.ietf.org/doc/html/rfc4918, 11.3",
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(429),
        "GitLab is rate-limiting",
        "docs.gitlab.com/security/rate_limits",
        pause=60,
        unwritten=True,
    ),
    Rule(
        _KIND.passing,
        _statuses(408, 502, 504, 522, 524),
        "GitLab returned {status}",
        "developers.cloudflare.com, error 524",
        acts_later=True,
    ),
    Rule(
        _KIND.passing,
        frozenset(range(500, 600)),
        "GitLab returned {status}",
        "docs.gitlab.com/api/rest/troubleshooting, status codes",
    ),
    Rule(
        _KIND.passing,
        _FINE,
        "GitLab could not answer the query ({words})",
        "app/graphql/gitlab_schema.rb",
        words="timeout",
    ),
    Rule(
        _KIND.passing,
        _FINE,
        "GitLab could not answer the query ({words})",
        "app/graphql/gitlab_schema.rb",
        words="internal server error",
    ),
    Rule(
        _KIND.final,
        _FINE,
        "GitLab rejected the query: {words}",
        "docs.gitlab.com/api/graphql, errors",
        unwritten=True,
    ),
    Rule(
        _KIND.final,
        _ANY,
        "GitLab rejected the request: {words}",
        "docs.gitlab.com/api/rest/troubleshooting, status codes",
        unwritten=True,
    ),
)


def rule_of(answer: GitLabAnswer) -> Rule:
    """Return the rule for an answer that is not a success."""
    return next(rule for rule in RULES if rule.fits(answer))
