import pytest

from campaigns.people.roles import (
    EVERYBODYS,
    PERMISSION_WORDS,
    PERMITTED,
    Actor,
    Permission,
    Role,
    may,
    who_may,
)

LEADS = tuple(map(Permission, ("start", "assign", "cancel", "pause", "resume")))


def may_do(role: Role) -> set[str]:
    actor = Actor("U1", "Someone", roles=frozenset({role}))
    verbs = (*LEADS, *map(Permission, ("confirm_link", "escalate", "block", "unblock")))
    return {verb for verb in verbs if may(actor, verb)}


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        (
            Role.facilitator,
            {*LEADS, "confirm_link", "escalate", "block", "unblock"},
        ),
        (Role.functional_lead, {*LEADS, "block", "unblock"}),
        (Role.executive_sponsor, {"block", "unblock"}),
        (Role.member, {"block", "unblock"}),
        (Role.dri, {"block", "unblock"}),
        (Role.operator, {*LEADS, "confirm_link", "block", "unblock"}),
    ],
)
def test_who_may_do_what(role: Role, verbs: set[str]) -> None:
    assert may_do(role) == verbs


@pytest.mark.parametrize("permission", sorted(EVERYBODYS))
def test_everyone_in_the_workspace_reads_and_answers(permission: Permission) -> None:
    assert may(Actor("U1", "Someone"), permission)


def test_every_permission_belongs_to_a_role() -> None:
    assert set(Permission) == {*EVERYBODYS, *PERMITTED}
    assert set(PERMISSION_WORDS) == set(PERMITTED)


def test_a_permission_without_a_role_is_not_granted_to_everybody() -> None:
    with pytest.raises(KeyError):
        may(Actor("U1", "Someone"), "waiv")  # type: ignore[arg-type]  # misspelt


@pytest.mark.parametrize(
    ("username", "dris", "allowed"),
    [
        ("gus", ("gus", None), True),
        ("gus", ("mira", "gus"), True),
        ("Gus", ("gus", None), True),
        ("gus", ("mira", None), False),
        ("gus", (), False),
        (None, (None, None), False),
    ],
)
def test_a_dri_or_backup_acts_on_their_own_items(
    username: str | None, dris: tuple[str | None, ...], *, allowed: bool
) -> None:
    actor = Actor("U1", "Gus", gitlab_username=username)

    assert [may(actor, verb, dris) for verb in (Permission.block, Permission.unblock)] == [
        allowed,
        allowed,
    ]
    assert not may(actor, Permission.assign, dris)


def test_the_roles_to_ask_are_listed_in_order_without_operators() -> None:
    assert who_may(Permission.start) == (Role.facilitator, Role.functional_lead)
    assert who_may(Permission.block) == (
        Role.facilitator,
        Role.functional_lead,
        Role.executive_sponsor,
        Role.member,
        Role.dri,
    )
