"""Until when someone is away, by the dates in their status: "until 15 April", "back on 5.1."."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MONTHS_A_YEAR = 12

# English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish and Russian; without
# accents. Abbreviations that are common words elsewhere (`out`, `set`) are left out.
_MONTHS = (
    "jan january januar janner janvier enero gennaio janeiro januari stycznia января",
    "feb february februar fevrier febrero febbraio fevereiro februari lutego февраля",
    "mar march marz mrz mars marzo marco maart mrt marca марта",
    "apr april avril abril abr aprile avr kwietnia апреля",
    "may mai mayo maggio maio mei maj maja мая",
    "jun june juni juin junio giugno junho czerwca июня",
    "jul july juli juillet juil julio luglio julho lipca июля",
    "aug august aout agosto augustus augusti sierpnia августа",
    "sep sept september septembre septiembre settembre setembro wrzesnia сентября",
    "oct october oktober okt octobre octubre ottobre outubro pazdziernika октября",
    "nov november novembre noviembre novembro listopada ноября",
    "dec december dezember dez decembre diciembre dic dicembre dezembro grudnia декабря",
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_YEAR = r"(?:,?\s*(?:de\s+)?(?P<year>20\d\d))?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?:(?P<year>20\d\d)\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"),
    re.compile(
        r"(?<![\d.:])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?"
        rf"(?P<name>[^\W\d_]{{3,}})\.?{_YEAR}"
    ),
    re.compile(
        rf"(?<!\w)(?P<name>[^\W\d_]{{3,}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:]){_YEAR}"
    ),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?P<year>20\d\d)?(?!\d)"),
    re.compile(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>20\d\d))?(?![\d/])"),
)
_ARTICLE = r"(?:\s+(?:on|the|am|ab|le|el|il|em|op|den))*[\s:]*$"
_BACK = re.compile(
    r"(?<!\w)(?:back|returns?|returning|zuruck|retour|vuelta|vuelvo|regreso|rientro|volto|terug"
    rf"|tilbage|tilbake|tillbaka){_ARTICLE}"
)
_FROM = re.compile(rf"(?<!\w)(?:from|starting|ab|vom|von|desde|dal|a partir du){_ARTICLE}")
_RANGE = re.compile(r"(?<![\d./-])(\d{1,2})(?:st|nd|rd|th|\.)?\s*[-\u2013\u2014]\s*$")


@dataclass(frozen=True)
class DaysAway:
    """Days that a status names: away from ``first`` on, back on ``back``, if it says so."""

    first: date | None = None
    back: date | None = None


@dataclass(frozen=True)
class _FoundDate:
    start: int
    end: int
    on: date


def plain(text: str) -> str:
    """Return a text in lower case and without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", kept)


def read_days_away(text: str, today: date, *, month_first: bool = False) -> DaysAway:
    """Read the first day of an absence and the day after its last one from a status.

    "Until 15 April" includes that day, "back on 15 April" does not. A date without a year is the
    one nearest to ``today``; `4/5` is 5 April if ``month_first``. Weekdays are not read: a status
    does not say in which week it was set.
    """
    words = plain(text)
    found = sorted(_find_dates(words, today, month_first=month_first), key=lambda one: one.start)
    if not found:
        return DaysAway()
    first, last = found[0], found[-1]
    if len(found) == 1 and _FROM.search(words[: first.start]):
        return DaysAway(first.on)
    back = last.on if _BACK.search(words[: last.start]) else last.on + DAY
    starts = first.on if len(found) > 1 else _range_start(words, first)
    return DaysAway(starts if starts is not None and starts < back else None, back)


def _range_start(words: str, found: _FoundDate) -> date | None:
    """Return the first day of `10-15 April`, whose month is written once."""
    before = _RANGE.search(words[: found.start])
    return _date_of(found.on.year, found.on.month, int(before[1])) if before else None


def _find_dates(words: str, today: date, *, month_first: bool) -> Iterator[_FoundDate]:
    """Yield the dates of a text; of two forms that overlap, the first one."""
    found: list[_FoundDate] = []
    for form in _FORMS:
        for match in form.finditer(words):
            on = _read(match.groupdict(), today, month_first=month_first)
            apart = all(match.end() <= one.start or match.start() >= one.end for one in found)
            if on is not None and apart:
                found.append(_FoundDate(match.start(), match.end(), on))
    yield from found


def _read(parts: Mapping[str, str | None], today: date, *, month_first: bool) -> date | None:
    """Return the date of a match, in the year nearest to today if it names none."""
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if parts.get("first"):
        day, month = parts["first"], parts["second"]
        if month_first or int(month or 0) > MONTHS_A_YEAR:
            day, month = month, day
    number = _MONTH_OF.get(parts.get("name") or "", 0) or int(month or 0)
    years = [int(year)] if year else [today.year + step for step in (-1, 0, 1)]
    dates = [on for one in years if (on := _date_of(one, number, int(day or 0))) is not None]
    return min(dates, key=lambda on: abs(on - today), default=None)


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
