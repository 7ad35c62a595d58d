"""Checks of people: missing ids, and DRIs who cannot be reached."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from slack_sdk import WebClient

from campaigns.people.roles import Role
from campaigns.people.working_time import find_zone
from gitlab_gateway.connection import Connection
from gitlab_gateway.projects import find_user
from slackapp.doctor.asking import ask
from slackapp.doctor.lines import ReportLine, fail, ok, warn
from storage.catalog.read import Catalog, GroupPerson
from storage.people.public_holidays import parts_of
from storage.reminders.policy import Reminders

DIVIDED = frozenset({"GB"})
"""Countries whose parts have different bank holidays for nearly everyone."""
WHERE = "add them to working-group.yml"
LINK = "ask them to type /runtime-upgrade link @their-gitlab-username"


def check_group_people(people: Iterable[GroupPerson]) -> Iterator[ReportLine]:
    """List the members of the working group whose ids are unknown."""
    listed = tuple(people)
    leads = [p for p in listed if p.role in (Role.facilitator, Role.functional_lead) and p.slack]
    if not leads:
        who = "No facilitator or functional lead has a Slack id: nobody can start a campaign"
        yield fail(f"{who}.", "copy the member ID from their profile to working-group.yml")
    for service in ("slack", "gitlab"):
        lacking = [person.name for person in listed if getattr(person, service) is None]
        title = {"slack": "Slack id", "gitlab": "GitLab username"}[service]
        if lacking:
            yield warn(f"No {title}: {', '.join(lacking)}.", WHERE)
    if listed and all(person.slack and person.gitlab for person in listed):
        yield ok(f"All {len(listed)} people in the working group have their ids.")


def check_slack_people(slack: WebClient, people: Iterable[GroupPerson]) -> Iterator[ReportLine]:
    """List the Slack ids that are unknown or deactivated."""
    for person in people:
        if person.slack is None:
            continue
        response = ask(partial(slack.users_info, user=person.slack))
        if response.error in {"user_not_found", "user_not_visible"}:
            yield warn(f"Slack has no user {person.slack} ({person.name}).", WHERE)
        elif response.answer.get("user", {}).get("deleted"):
            yield warn(f"{person.name} is deactivated in Slack.", "name somebody else")


def check_dris(
    gitlab: Connection, catalog: Catalog, matched: Collection[str]
) -> Iterator[ReportLine]:
    """List the components without a DRI, and the DRIs who cannot be reached."""
    components = [c for runtime in catalog.runtimes.values() for c in runtime.components]
    unowned = sum(component.dri is None for component in components)
    dris = sorted({component.dri for component in components if component.dri})
    if unowned:
        todo = "set `dri` in the catalog, or have the facilitator assign them"
        yield warn(f"{unowned} of {len(components)} components have no DRI.", todo)
    troubles = [line for dri in dris if (line := _dri(gitlab, dri, matched))]
    yield from troubles
    if dris and not troubles:
        yield ok(f"All {len(dris)} DRIs are active in GitLab and known in Slack.")


def _dri(gitlab: Connection, username: str, matched: Collection[str]) -> ReportLine | None:
    user = find_user(gitlab, username)
    if user is None:
        return warn(f"GitLab has no user {username}, a DRI in the catalog.", "fix the catalog")
    if not user.active:
        return warn(f"The DRI {username} is not active in GitLab.", "replace them in the catalog")
    if username not in matched:
        return warn(f"The DRI {username} is not linked to a Slack account.", LINK)
    return None


def check_time_zones(zones: Mapping[str, str]) -> Iterator[ReportLine]:
    """List the people whose time zone is unknown, so that their working hours use UTC."""
    lost = sorted(f"{name} ({tz})" for name, tz in zones.items() if find_zone(tz) is None)
    if lost:
        todo = "ask them to set it in Slack's preferences; until then, UTC is assumed"
        yield warn(f"Unknown time zones: {', '.join(lost)}.", todo)


def check_countries(reminders: Reminders) -> Iterator[ReportLine]:
    """Warn of a country whose public holidays mostly depend on its part."""
    named = {reminders.country, *reminders.countries.values()}
    for country in sorted(DIVIDED & {code for code in named if code}):
        parts = ", ".join(parts_of(country))
        yield warn(
            f"The holidays of {country} lack those of its parts, such as Easter Monday.",
            f"write one of {parts} in working-group.yml",
        )
