"""Drawing a burn-up as a PNG for Slack messages about 700 pixels wide, in light or dark mode.

matplotlib is imported only for drawing, because it takes most of a second. The colours are Okabe
and Ito's, which colour-blind people can tell apart; hatching and dashes have the same meaning.
"""

from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from campaigns.dates import long_date
from campaigns.summary.burn_up import Band, BurnUp

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = (7.0, 3.5)
PIXELS_AN_INCH = 200
PAPER, INK, FAINT = "#FBFBFC", "#1D1C1D", "#DDDFE3"
VERIFIED, CLAIMED, BLOCKED, FORECAST, DUE = "#009E73", "#E69F00", "#D55E00", "#56B4E9", "#0072B2"
DASHES, DOTS = (0, (4, 1.5)), (0, (1, 1.5))
MAX_DATES = 7
ROOM = 0.03
ROOM_ABOVE = 1.15
FURTHEST_DUE = timedelta(days=500)


def draw_burn_up(title: str, burn_up: BurnUp) -> bytes:
    """Draw a burn-up; return a PNG of 1,400 by 700 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - costs a second
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    figure = Figure(figsize=INCHES, dpi=PIXELS_AN_INCH, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _draw_days(axes, burn_up)
    if burn_up.band is not None:
        _draw_band(axes, burn_up, burn_up.band)
    if burn_up.due_on is not None:
        axes.axvline(
            _x(burn_up.due_on),
            color=DUE,
            linewidth=1.6,
            label=f"due {long_date(burn_up.due_on, beside=burn_up.today.on)}",
        )
    _style_axes(axes, title, burn_up)
    file = BytesIO()
    figure.savefig(file, format="png", facecolor=PAPER)
    return file.getvalue()


def _draw_days(axes: "Axes", burn_up: BurnUp) -> None:
    """Stack the verified and the done-by-label counts; draw the blocked count as a line."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415 - costs a second

    today, days = burn_up.today, [_x(day.on) for day in burn_up.days]
    verified = [day.verified for day in burn_up.days]
    done = [day.done for day in burn_up.days]
    blocked = [day.blocked for day in burn_up.days]
    axes.axhline(
        burn_up.total, color=INK, linewidth=1.2, linestyle=DOTS, label=f"{burn_up.total} in all"
    )
    axes.fill_between(
        days,
        verified,
        done,
        step="post",
        facecolor=CLAIMED,
        edgecolor=PAPER,
        hatch="////",
        linewidth=0,
        label=f"{today.claimed} by label only",
    )
    axes.fill_between(
        days, verified, step="post", color=VERIFIED, linewidth=0, label=f"{today.verified} verified"
    )
    axes.step(
        days,
        blocked,
        where="post",
        color=BLOCKED,
        linewidth=1.8,
        linestyle=DASHES,
        label=f"{today.blocked} blocked",
        path_effects=[withStroke(linewidth=4, foreground=PAPER)],
    )


def _draw_band(axes: "Axes", burn_up: BurnUp, band: Band) -> None:
    """Draw the forecast from today's count to the total, between its early and late dates."""
    start, done, total = _x(burn_up.today.on), burn_up.today.done, burn_up.total
    corners = [start, _x(band.early), _x(band.late)], [done, total, total]
    axes.fill(*corners, color=FORECAST, alpha=0.45, linewidth=0, label="forecast, 8 in 10 runs")
    axes.plot([start, _x(band.middle)], [done, total], color=DUE, linewidth=1.0, linestyle=DASHES)


def _style_axes(axes: "Axes", title: str, burn_up: BurnUp) -> None:
    first, last = date_range(burn_up)
    room = max((last - first).days * ROOM, 1.0)
    axes.set_xlim(_x(first), _x(last) + room)
    axes.set_ylim(0, max(burn_up.total, 1) * ROOM_ABOVE)
    axes.set_title(_plain(title), loc="left", fontsize=11, fontweight="bold", color=INK)
    axes.set_facecolor(PAPER)
    _mark_axes(axes, "%b %Y" if last - first > timedelta(days=300) else "%-d %b")
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.12),
        ncols=3,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        handlelength=1.8,
        columnspacing=1.4,
    )


def _mark_axes(axes: "Axes", dates: str) -> None:
    from matplotlib.dates import AutoDateLocator, DateFormatter  # noqa: PLC0415 - costs a second
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - the same

    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=MAX_DATES))  # type: ignore[no-untyped-call]  # untyped in matplotlib
    axes.xaxis.set_major_formatter(DateFormatter(dates))  # type: ignore[no-untyped-call]  # untyped in matplotlib
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(colors=INK, labelsize=9, length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INK)


def date_range(burn_up: BurnUp) -> tuple[date, date]:
    """Return the first and the last day of the chart.

    Everything is compared with the due date, so it is omitted only if it is very far
    off. A forecast is cut off earlier, or the past would shrink to a line.
    """
    first, today = burn_up.days[0].on, burn_up.today.on
    furthest = today + max(timedelta(days=90), 2 * (today - first))
    last = max(today, first + timedelta(days=7))
    if burn_up.band is not None:
        last = max(last, min(burn_up.band.late, furthest))
    if burn_up.due_on is not None and burn_up.due_on <= today + FURTHEST_DUE:
        last = max(last, burn_up.due_on)
    return first, last


def _x(day: date) -> float:
    from matplotlib.dates import date2num  # noqa: PLC0415 - costs a second

    return float(date2num(day))  # type: ignore[no-untyped-call]  # untyped in matplotlib


def _plain(words: str) -> str:
    """Keep matplotlib from parsing a name as mathematics."""
    return words.replace("$", r"\$")
