"""Which milestones of a campaign are reached, so that they can be announced."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Milestone:
    """Something to announce: its key, and the components that must be finished for it.

    Without components it is the campaign's epic that must be there.
    """

    key: str
    components: tuple[str, ...] = ()


def reached_milestones(
    milestones: Iterable[Milestone],
    *,
    planned: Collection[str],
    finished: Collection[str],
    epic_created: bool,
) -> tuple[str, ...]:
    """Name the milestones that a campaign has reached, in their order.

    ``planned`` are the campaign's components and ``finished`` those whose repository shows the
    target, or that claim it where no repository can tell. A component that was waived is not
    finished: nothing untrue is announced. One that the campaign does not have is not waited
    for; a milestone of which it has none is never reached.
    """
    return tuple(
        milestone.key
        for milestone in milestones
        if (_are_finished(milestone.components, planned, finished) or not milestone.components)
        and epic_created
    )


def _are_finished(
    components: Iterable[str], planned: Collection[str], finished: Collection[str]
) -> bool:
    waited_for = [component for component in components if component in planned]
    return bool(waited_for) and all(component in finished for component in waited_for)
