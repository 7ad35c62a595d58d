"""Words and emoji by which people say in a status that they are away, in several languages.

Slack's presets are "Out sick" and "Vacationing"; GitLab's reviewer tools skip people for `OOO`,
`PTO`, "Parental Leave", "Friends and Family" and some emoji. The catalog can add a group's own.
Texts are compared without accents and case.
"""

PHRASES = (
    "ooo",
    "pto",
    "out of office",
    "out of the office",
    "friends and family",
    "friends & family",
    "parental leave",
    "maternity leave",
    "paternity leave",
    "annual leave",
    "sick leave",
    "medical leave",
    "family leave",
    "bereavement leave",
    "on leave",
    "on a leave",
    "leave until",
    "on vacation",
    "vacationing",
    "on holiday",
    "on holidays",
    "on sabbatical",
    "out sick",
    "off sick",
    "sick day",
    "day off",
    "out today",
    # German
    "im urlaub",
    "auf urlaub",
    "in urlaub",
    "krankgeschrieben",
    "in elternzeit",
    "abwesend",
    "nicht im buro",
    # French
    "en vacances",
    "en conge",
    "en conges",
    "conge maladie",
    "conge parental",
    "arret maladie",
    # Spanish
    "de vacaciones",
    "de baja",
    "de permiso",
    "fuera de la oficina",
    # Italian
    "in ferie",
    "in vacanza",
    "in malattia",
    "fuori ufficio",
    # Portuguese
    "de ferias",
    "em ferias",
    "fora do escritorio",
    # Dutch
    "op vakantie",
    "met verlof",
    "met vakantie",
    # Danish, Norwegian, Swedish
    "pa ferie",
    "pa semester",
    "foraldraledig",
    "sjukskriven",
    # Polish
    "na urlopie",
    # Russian, as its letters are without accents
    "в отпуске",
    "на больничном",
    # Japanese, Chinese, Korean
    "休暇中",
    "休假",
    "휴가",
)
"""Phrases that mean away anywhere in a status."""

BEGINNINGS = (
    "vacation",
    "holiday",
    "holidays",
    "sick",
    "away",
    "absent",
    "sabbatical",
    "urlaub",
    "krank",
    "elternzeit",
    "vacances",
    "conges",
    "malade",
    "absente",
    "vacaciones",
    "ferie",
    "ferias",
    "vakantie",
    "verlof",
    "semester",
    "urlop",
    "отпуск",
    "休暇",
)
"""Words that mean away as a whole status, or before a date: `Holiday`, `Vacation until 15 April`.

Elsewhere they are mere topics: "holiday calendar".
"""

EMOJI = (
    "palm_tree",
    "beach",
    "beach_with_umbrella",
    "desert_island",
    "airplane",
    "airplane_departure",
    "thermometer",
    "face_with_thermometer",
    "sneezing_face",
    "red_circle",
    "🌴",
    "🏖",
    "🏝",
    "✈",
    "🤒",
    "🌡",
    "🔴",
)
"""Emoji that mean away, by Slack's and GitLab's names and as characters."""

PRESENT = (
    "working",
    "remote",
    "remotely",
    "commuting",
    "meeting",
    "meetings",
    "lunch",
    "online",
    "focus",
    "focusing",
    "homeoffice",
    "teletravail",
)
"""Words by which an emoji alone does not mean away: ":palm_tree: Working remotely"."""

BEFORE = ("not", "no", "from", "before", "after", "until", "till", "next", "planning", "nicht")
"""Words right before a phrase that take its meaning away: "back from vacation"."""

AFTER = (
    "api",
    "approvals",
    "calendar",
    "feature",
    "management",
    "page",
    "planner",
    "planning",
    "policy",
    "request",
    "requests",
    "service",
    "tracker",
)
"""Words right after a phrase that make it a topic: "working on leave management"."""
