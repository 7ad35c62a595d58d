"""Which milestones are reached."""

import pytest

from campaigns.announcements import Milestone, reached_milestones

EPIC = Milestone("epic-created")
GDK = Milestone("gdk-merged", ("gdk",))
IMAGES = Milestone("images-merged", ("cng", "omnibus"))
ALL = ("gdk", "cng", "omnibus", "gitaly")


@pytest.mark.parametrize(
    ("planned", "finished", "epic_created", "reached"),
    [
        (ALL, (), False, ()),
        (ALL, ("gdk", "cng", "omnibus"), False, ()),
        (ALL, (), True, ("epic-created",)),
        (ALL, ("gitaly",), True, ("epic-created",)),
        (ALL, ("gdk", "cng"), True, ("epic-created", "gdk-merged")),
        (ALL, ("cng", "omnibus"), True, ("epic-created", "images-merged")),
        (("cng",), ("cng",), True, ("epic-created", "images-merged")),
        (("gitaly",), ("gitaly",), True, ("epic-created",)),
    ],
)
def test_a_milestone_is_reached_by_its_components(
    planned: tuple[str, ...], finished: tuple[str, ...], *, epic_created: bool, reached: object
) -> None:
    found = reached_milestones(
        (EPIC, GDK, IMAGES), planned=planned, finished=finished, epic_created=epic_created
    )

    assert found == reached
