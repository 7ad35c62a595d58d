"""The emoji in the assistant's messages, drawn with the page's own images.

They look the same everywhere, even in a browser without an emoji font.
"""

import re
from functools import cache
from importlib.resources import files

EMOJI = {
    "+1": "👍",
    "alarm_clock": "⏰",
    "arrow_right": "➡️",
    "arrows_counterclockwise": "🔄",
    "bar_chart": "📊",
    "bell": "🔔",
    "black_circle": "⚫",
    "blue_circle": "🔵",
    "bulb": "💡",
    "bus": "🚌",
    "calendar": "📆",
    "chart_with_upwards_trend": "📈",
    "checkered_flag": "🏁",
    "clipboard": "📋",
    "clock1": "🕐",
    "construction": "🚧",
    "date": "📅",
    "eyes": "👀",
    "face_with_thermometer": "🤒",
    "fire": "🔥",
    "gear": "⚙️",
    "hammer_and_wrench": "🛠️",
    "heavy_check_mark": "✔️",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "house_with_garden": "🏡",
    "information_source": "\N{INFORMATION SOURCE}\N{VARIATION SELECTOR-16}",
    "large_blue_circle": "🔵",
    "large_green_circle": "🟢",
    "large_orange_circle": "🟠",
    "large_purple_circle": "🟣",
    "large_yellow_circle": "🟡",
    "link": "🔗",
    "lock": "🔒",
    "mag": "🔍",
    "mega": "📣",
    "memo": "📝",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "octagonal_sign": "🛑",
    "package": "📦",
    "palm_tree": "🌴",
    "point_right": "👉",
    "pushpin": "📌",
    "question": "❓",
    "raised_hands": "🙌",
    "red_circle": "🔴",
    "rocket": "🚀",
    "rotating_light": "🚨",
    "seedling": "🌱",
    "speech_balloon": "💬",
    "spiral_calendar_pad": "🗓️",
    "stopwatch": "⏱️",
    "tada": "🎉",
    "thumbsup": "👍",
    "ticket": "🎫",
    "traffic_light": "🚥",
    "unlock": "🔓",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "white_circle": "⚪",
    "x": "❌",
    "zzz": "💤",
}


_NAMES = {symbol.removesuffix("\N{VARIATION SELECTOR-16}"): name for name, symbol in EMOJI.items()}
_SHORT_NAME = re.compile(r":([a-z0-9_+-]+):")
_SYMBOL = re.compile(f"([{''.join(_NAMES)}])\N{VARIATION SELECTOR-16}?")


def short_name(typed: str) -> str:
    """Return ``:name:`` for an emoji name, with or without colons, or for the emoji itself.

    Raises:
        ValueError: it is not a valid emoji name.
    """
    symbol = typed.removesuffix("\N{VARIATION SELECTOR-16}")
    name = f":{_NAMES.get(symbol, typed.strip(':'))}:"
    if not _SHORT_NAME.fullmatch(name):
        raise ValueError(f"{typed} is not an emoji name such as :palm_tree:.")
    return name


def draw_emoji(html: str) -> str:
    """Render the emoji in escaped text: short names such as ``:x:`` and emoji characters."""
    html = _SHORT_NAME.sub(lambda found: _drawn(found[1], found[0]), html)
    return _SYMBOL.sub(lambda found: _drawn(_NAMES[found[1]], found[0]), html)


def write_emoji(text: str) -> str:
    """Replace the short names in plain text with their characters."""
    return _SHORT_NAME.sub(lambda found: EMOJI.get(found[1], found[0]), text)


def _drawn(name: str, otherwise: str) -> str:
    label = name.replace("_", " ")
    if name not in drawn_names():
        symbol = EMOJI.get(name)
        return f'<span role="img" aria-label="{label}">{symbol}</span>' if symbol else otherwise
    picture = f'<use href="/static/emoji.svg#{name}"/>'
    return f'<svg class="emoji" role="img" aria-label="{label}">{picture}</svg>'


@cache
def drawn_names() -> frozenset[str]:
    """List the emoji names in the image file."""
    drawing = files("sandbox.slack.page").joinpath("static", "emoji.svg").read_text("utf-8")
    return frozenset(re.findall(r'<symbol id="([^"]+)"', drawing))
