"""Queries for the people table, which slackapp keeps up to date."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from campaigns.model.person import Person
from storage.people.tables import InstallationRow, LinkRequestRow, PersonRow
from storage.records import to_record

_FROM_SLACK = (
    "team_id",
    "name",
    "tz",
    "is_guest",
    "is_bot",
    "is_stranger",
    "deleted",
    "status_text",
    "status_emoji",
    "status_until",
    "status_away",
)


def save_people(session: Session, people: Iterable[Person]) -> None:
    """Store the Slack profiles of many people, with one query for those already stored."""
    named = {person.slack_id: person for person in people}
    known = session.exec(select(PersonRow).where(col(PersonRow.slack_id).in_(named))).all()
    rows = {row.slack_id: row for row in known}
    for slack_id, person in named.items():
        _save(session, rows.get(slack_id), person)


def save_person(session: Session, person: Person) -> None:
    """Store a person's Slack profile, keeping their GitLab username unless a new one is given."""
    _save(session, session.get(PersonRow, person.slack_id), person)


def _save(session: Session, row: PersonRow | None, person: Person) -> None:
    if row is None:
        row = PersonRow(slack_id=person.slack_id, team_id=person.team_id)
    for name in _FROM_SLACK:
        setattr(row, name, getattr(person, name))
    session.add(row)
    if person.gitlab_username not in (None, row.gitlab_username):
        bind_gitlab(session, person.slack_id, person.gitlab_username)


def record_presence(
    session: Session,
    slack_id: str,
    *,
    busy: bool,
    status: str,
    left_at: datetime | None,
    status_away: bool = False,
) -> None:
    """Store a person's GitLab presence; ``left_at`` is when they left GitLab."""
    row = session.get_one(PersonRow, slack_id)
    row.gitlab_busy, row.gitlab_status, row.gitlab_left_at = busy, status, left_at
    row.gitlab_status_away = status_away
    session.add(row)


def record_away_since(session: Session, slack_id: str, since: datetime | None) -> None:
    """Store since when someone is marked as away without an end; None if they are not."""
    row = session.get_one(PersonRow, slack_id)
    row.away_since = since
    session.add(row)


def find_person(session: Session, slack_id: str) -> Person | None:
    """Find a person by Slack id."""
    row = session.get(PersonRow, slack_id)
    return None if row is None else to_record(Person, row)


def list_people(session: Session) -> tuple[Person, ...]:
    """List everyone in the people table."""
    return tuple(to_record(Person, row) for row in session.exec(select(PersonRow)))


def find_person_by_gitlab(session: Session, username: str) -> Person | None:
    """Find the person linked to a GitLab username."""
    row = session.exec(select(PersonRow).where(_is_called([username]))).first()
    return None if row is None else to_record(Person, row)


def slack_ids_by_gitlab(session: Session, usernames: Iterable[str | None]) -> dict[str, str]:
    """Map GitLab usernames to Slack ids, omitting unlinked ones."""
    return {name: row.slack_id for name, row in _by_gitlab(session, usernames).items()}


def names_by_gitlab(session: Session, usernames: Iterable[str | None]) -> dict[str, str]:
    """Map GitLab usernames to people's names, omitting unlinked ones."""
    return {name: row.name for name, row in _by_gitlab(session, usernames).items()}


def people_by_gitlab(session: Session, usernames: Iterable[str | None]) -> dict[str, Person]:
    """Map GitLab usernames to people, omitting unlinked ones."""
    bound = _by_gitlab(session, usernames)
    return {name: to_record(Person, row) for name, row in bound.items()}


def _by_gitlab(session: Session, usernames: Iterable[str | None]) -> dict[str, PersonRow]:
    """Map GitLab usernames, as spelled by the caller, to the people linked to them."""
    wanted = {name for name in usernames if name}
    if not wanted:
        return {}
    rows = session.exec(select(PersonRow).where(_is_called(wanted)))
    bound = {(row.gitlab_username or "").lower(): row for row in rows}
    return {name: bound[name.lower()] for name in sorted(wanted) if name.lower() in bound}


def _is_called(usernames: Iterable[str]) -> ColumnElement[bool]:
    """Build the condition on linked usernames, ignoring case as GitLab does."""
    return func.lower(PersonRow.gitlab_username).in_([name.lower() for name in usernames])


def people_by_slack_id(session: Session, slack_ids: Iterable[str]) -> dict[str, Person]:
    """Map Slack ids to people, omitting unknown ids."""
    rows = session.exec(select(PersonRow).where(col(PersonRow.slack_id).in_(list(slack_ids))))
    return {row.slack_id: to_record(Person, row) for row in rows}


def names_by_slack_id(session: Session, slack_ids: Iterable[str]) -> dict[str, str]:
    """Map Slack ids to people's names, omitting unknown ids."""
    rows = session.exec(select(PersonRow).where(col(PersonRow.slack_id).in_(list(slack_ids))))
    return {row.slack_id: row.name for row in rows}


def list_time_zones(session: Session) -> dict[str, str]:
    """Map the names of active people to their time zones in Slack."""
    rows = session.exec(select(PersonRow).where(col(PersonRow.deleted).is_(False)))
    return {row.name or row.slack_id: row.tz for row in rows}


def bind_gitlab(session: Session, slack_id: str, username: str) -> None:
    """Link a GitLab username to a person and unlink it from anyone else."""
    for row in session.exec(select(PersonRow).where(_is_called([username]))):
        if row.slack_id != slack_id:
            row.gitlab_username = None
            session.add(row)
    session.flush()
    row = session.get_one(PersonRow, slack_id)
    if (row.gitlab_username or "").casefold() != username.casefold():
        row.gitlab_busy, row.gitlab_status, row.gitlab_left_at = False, "", None
        row.gitlab_status_away = False
    row.gitlab_username = username
    session.add(row)


def add_link_request(session: Session, slack_id: str, username: str, *, now: datetime) -> int:
    """Insert a person's request to be linked to a GitLab user; return its id."""
    row = LinkRequestRow(slack_id=slack_id, gitlab_username=username, asked_at=now)
    session.add(row)
    session.flush()
    return row.id or 0


def find_link_request(session: Session, request_id: int) -> LinkRequestRow | None:
    """Find a link request; the row is valid only within this unit."""
    return session.get(LinkRequestRow, request_id)


def save_installation(session: Session, row: InstallationRow) -> None:
    """Store the result of auth.test."""
    session.merge(row)


def find_installation(session: Session) -> InstallationRow | None:
    """Find the last result of auth.test, detached and with its columns loaded."""
    return session.exec(
        select(InstallationRow).order_by(col(InstallationRow.checked_at).desc())
    ).first()
