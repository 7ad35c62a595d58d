from slackapp.doctor.lines import Level
from slackapp.doctor.people import check_time_zones


def test_a_time_zone_that_is_not_known_is_said_with_its_person() -> None:
    (line,) = check_time_zones({"Gus": "Mars/Olympus", "Frida": "Europe/Berlin"})

    assert line.level == Level.warn
    assert line.what == "Unknown time zones: Gus (Mars/Olympus)."


def test_known_time_zones_need_no_word() -> None:
    assert list(check_time_zones({"Frida": "Europe/Berlin", "Uma": "UTC"})) == []
