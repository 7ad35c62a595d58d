"""One step of a live check: what was tried, what it showed, and the answer for the report."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gitlab_gateway.errors import GitLabError, RefusedError
from slackapp.doctor.lines import ReportLine, fail, ok, warn

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class LiveStep:
    """A step with its line of the report and its answer as JSON values."""

    name: str
    line: ReportLine
    answer: object = None


@dataclass
class Trial:
    """The steps tried in one GitLab; a step that fails does not stop the others."""

    steps: list[LiveStep] = field(default_factory=list)

    def attempt(
        self, name: str, call: Callable[[], Answer], *, todo: str, optional: bool = False
    ) -> Answer | None:
        """Make a call and record the step; return its answer, or None if it failed."""
        try:
            answer = call()
        except GitLabError as error:
            status = error.status if isinstance(error, RefusedError) else None
            say = warn if optional else fail
            line = say(f"GitLab could not {name}: {str(error).rstrip('.')}.", todo)
            self.steps.append(LiveStep(name, line, {"error": str(error), "status": status}))
            return None
        self.steps.append(LiveStep(name, ok(f"GitLab could {name}."), as_values(answer)))
        return answer


def as_values(answer: object) -> Any:  # noqa: ANN401 - JSON
    """Return an answer as JSON values."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return {name: str(value) for name, value in dataclasses.asdict(answer).items()}
    return answer
