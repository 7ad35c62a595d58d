"""The sandbox's invented people, who are the same in its Slack and its GitLab.

None of them is real; every GitLab username ends in ``-sandbox``, so that no name
can be mistaken for that of a real person.
"""

from dataclasses import dataclass

TEAM_ID = "T0TANUKI"
OTHER_TEAM_ID = "T0STRANGER"


@dataclass(frozen=True)
class Person:
    """An invented person, with their ids in Slack (``slack_id``) and GitLab (``username``)."""

    slack_id: str
    username: str
    name: str
    tz: str
    title: str = "Backend engineer"
    gitlab_id: int = 0
    in_gitlab: bool = True
    is_guest: bool = False
    is_bot: bool = False
    deleted: bool = False
    team_id: str = TEAM_ID

    @property
    def email(self) -> str:
        """The person's email address in both services."""
        return f"{self.username}@example.org"


PEOPLE: tuple[Person, ...] = (
    Person("U0FRIDA", "frida-sandbox", "Frida Lindqvist", "Europe/Berlin", "Facilitator", 101),
    Person("U0LEO", "leo-sandbox", "Leo Marchetti", "America/New_York", "Functional Lead", 102),
    Person("U0SANA", "sana-sandbox", "Sana Okafor", "America/Chicago", "Executive Sponsor", 103),
    Person("U0DORA", "dora-sandbox", "Dora Nakamura", "Asia/Tokyo", "Runner engineer", 104),
    Person("U0DEV", "dev-sandbox", "Dev Raman", "Asia/Kolkata", "Build engineer", 105),
    Person("U0GUS", "gus-sandbox", "Gus Almeida", "America/Sao_Paulo", "Gitaly engineer", 106),
    Person("U0MIRA", "mira-sandbox", "Mira Kovacs", "Europe/Budapest", "Workhorse engineer", 107),
    Person("U0OTTO", "otto-sandbox", "Otto Brandt", "Europe/Berlin", "Observability engineer", 108),
    Person("U0PIA", "pia-sandbox", "Pia Sorensen", "Europe/Copenhagen", "Registry engineer", 109),
    Person("U0RAJ", "raj-sandbox", "Raj Iyer", "Asia/Kolkata", "Search engineer", 110),
    Person("U0TESS", "tess-sandbox", "Tess Whitaker", "Pacific/Auckland", "Environments", 111),
    Person("U0UMA", "uma-sandbox", "Uma Haddad", "Europe/London", "Distribution engineer", 112),
    Person("U0VIC", "vic-sandbox", "Vic Moreau", "Europe/Paris", "Secure engineer", 113),
    Person(
        "U0NOLAB", "nolab-sandbox", "Nola Bright", "Europe/Dublin", "New joiner", in_gitlab=False
    ),
    Person(
        "U0GUEST", "guest-sandbox", "Gil Guest", "Europe/Madrid", "Contractor", 115, is_guest=True
    ),
    Person(
        "U0GONE", "gone-sandbox", "Greta Gone", "Europe/Oslo", "Former member", 116, deleted=True
    ),
    Person(
        "U0STRANGER",
        "stranger-sandbox",
        "Stan Stranger",
        "UTC",
        "Another company",
        in_gitlab=False,
        team_id=OTHER_TEAM_ID,
    ),
    Person(
        "U0OTHERBOT", "otherbot-sandbox", "Deploy Bot", "UTC", "Bot", in_gitlab=False, is_bot=True
    ),
)

CHANNELS: tuple[tuple[str, str], ...] = (
    ("C0WGRUNTIME", "wg-runtime-update-process"),
    ("C0BACKEND", "backend"),
    ("C0DEVELOPMENT", "development"),
    ("C0RELEASES", "releases"),
    ("C0OPERATORS", "runtime-upgrade-operators"),
)
