import socket

from slackapp.doctor.lines import Level, warn
from slackapp.doctor.machine import check_port
from slackapp.doctor.people import check_countries, check_time_zones
from storage.reminders.policy import Reminders


def test_a_time_zone_that_is_not_known_is_said_with_its_person() -> None:
    (line,) = check_time_zones({"Gus": "Mars/Olympus", "Frida": "Europe/Berlin"})

    assert line.level == Level.warn
    assert line.what == "Unknown time zones: Gus (Mars/Olympus)."


def test_known_time_zones_need_no_word() -> None:
    assert list(check_time_zones({"Frida": "Europe/Berlin", "Uma": "UTC"})) == []


def test_a_country_whose_holidays_depend_on_its_part_is_named() -> None:
    (line,) = check_countries(Reminders(country="GB", countries={"U1": "DE", "U2": "GB-SCT"}))

    assert line == warn(
        "The holidays of GB lack those of its parts, such as Easter Monday.",
        "write one of GB-ENG, GB-NIR, GB-SCT, GB-WLS in working-group.yml",
    )


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (line,) = check_port(port)

    assert line.level == Level.warn
    assert line.what.startswith(f"The port {port} for metrics cannot be used (")
    assert list(check_port(None)) == []
