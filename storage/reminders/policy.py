"""When and how often people are reminded: `reminders` in working-group.yml."""

from datetime import date, time
from enum import IntEnum
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from campaigns.people.away_status import AwayWords
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import Rung, RungKind
from storage.people.public_holidays import (
    holidays_of_made_up,
    is_known_country,
    parts_of,
    public_holidays,
)


def _clock(value: object) -> time:
    """Parse `"09:30"`; without quotes YAML reads 16:30 as a number."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str):
        raise ValueError('write the time in quotes, such as "16:30"')  # noqa: TRY004 - pydantic's
    return time.fromisoformat(value)


def _days(value: object) -> object:
    """Parse the days of one kind of rung: one, several or none."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _code(value: object) -> object:
    """Read Norway's code, which YAML takes for "no" unless it is in quotes."""
    return "NO" if value is False else value


class Weekday(IntEnum):
    """A weekday, numbered as in `date.weekday`."""

    monday = 0
    tuesday = 1
    wednesday = 2
    thursday = 3
    friday = 4
    saturday = 5
    sunday = 6


def _weekday(value: object) -> Weekday:
    name = str(value).casefold()
    if isinstance(value, Weekday) or name not in Weekday.__members__:
        raise ValueError(f"must be one of {', '.join(Weekday.__members__)}")
    return Weekday[name]


CountryCode = Annotated[str, BeforeValidator(_code)]
DaysByCountry = dict[CountryCode, frozenset[date]]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[Weekday, BeforeValidator(_weekday)]
WorkingDays = Annotated[tuple[Annotated[int, Field(ge=0, le=30)], ...], BeforeValidator(_days)]
_CONFIG = ConfigDict(extra="forbid", frozen=True)
_WEEK = (Weekday.monday, Weekday.tuesday, Weekday.wednesday, Weekday.thursday, Weekday.friday)


class Ladder(BaseModel):
    """The working days of silence after which each kind of reminder is sent: one rung per day."""

    model_config = _CONFIG
    digest: WorkingDays = (0, 1)
    thread: WorkingDays = (2,)
    functional_lead: WorkingDays = (3,)
    facilitator: WorkingDays = (5,)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs in the order in which they are climbed."""
        days = {
            RungKind.digest: self.digest,
            RungKind.thread: self.thread,
            RungKind.functional_lead: self.functional_lead,
            RungKind.facilitator: self.facilitator,
        }
        rungs = [Rung(kind, day) for kind, on in days.items() for day in on]
        return tuple(sorted(rungs, key=lambda rung: rung.day))

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        days = [rung.day for rung in self.rungs]
        if 0 not in self.digest or len(days) != len(set(days)):
            raise ValueError(
                "the ladder must begin with a digest on day 0 and have only one rung per day"
            )
        return self


class Away(BaseModel):
    """More phrases and emoji (names without colons) of statuses that mean away."""

    model_config = _CONFIG
    phrases: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    emoji: tuple[Annotated[str, Field(pattern=r"^[a-z0-9_+'-]+$")], ...] = ()


class Reminders(BaseModel):
    """The hours and days when people may be contacted, and the escalation ladder.

    People are off on the public holidays of their country (``countries`` by Slack id, ``country``
    as the default); ``holidays`` adds the group's own, and ``workdays`` takes some away.
    """

    model_config = _CONFIG
    start: Clock = time(9, 30)
    end: Clock = time(16, 30)
    days: tuple[Day, ...] = Field(default=_WEEK, min_length=1)
    ladder: Ladder = Ladder()
    holidays: DaysByCountry = Field(default_factory=dict)
    workdays: DaysByCountry = Field(default_factory=dict)
    countries: dict[str, CountryCode] = Field(default_factory=dict)
    country: CountryCode | None = None
    away: Away = Away()

    @property
    def away_words(self) -> AwayWords:
        """The group's own words for being away."""
        return AwayWords(self.away.phrases, self.away.emoji)

    def availability(self, slack_id: str, tz: str) -> Availability:
        """Return when a person in a time zone may be contacted."""
        off = self._days_off(self.countries.get(slack_id, self.country or ""))
        days = frozenset(int(day) for day in self.days)
        return Availability(tz, days, self.start, self.end, off)

    def _days_off(self, country: str) -> frozenset[date]:
        """Return the days off in a country; a made-up one has those of a real one, too."""
        if not country:
            return frozenset()
        public = public_holidays(country)
        if not is_known_country(country):
            public = holidays_of_made_up(country, self.country or "")
        own, worked = self.holidays.get(country), self.workdays.get(country)
        return (public | (own or frozenset())) - (worked or frozenset())

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.start >= self.end:
            raise ValueError("end must be after start")
        return self

    @field_validator("countries", "country")
    @classmethod
    def _known(cls, value: dict[str, str] | str | None, info: ValidationInfo) -> object:
        """Reject a country whose holidays are unknown."""
        named = value.values() if isinstance(value, dict) else [value] if value else []
        for country in named:
            if not is_known_country(country) and country not in info.data.get("holidays", {}):
                raise ValueError(
                    f"no known holidays for {country}: use an ISO code such as "
                    f"{' or '.join(parts_of(country)[:2]) or 'DE or DE-BY'}, "
                    "or list its days under holidays"
                )
        return value
