"""Versions that a command installs or selects, and words that only look like it."""

import pytest

from runtimes.pins import find_pins


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/opt/rb/bin/ruby-build 3.4.4 /opt/rubies/3.4.4", [("ruby", "3.4.4")]),
        ("ruby-install ruby 3.2.2 --system", [("ruby", "3.2.2")]),
        ("rvm use 3.1.2@web --create", [("ruby", "3.1.2")]),
        ("chruby 3.2.2", [("ruby", "3.2.2")]),
        ('eval "$(gimme 1.21)"', [("go", "1.21")]),
        ("nvm install lts/iron && npm ci", [("node", "iron")]),
        ("poetry env use 3.11", [("python", "3.11")]),
        ("pipenv --python 3.8 install", [("python", "3.8")]),
        ("install-tool golang 1.22.2", [("go", "1.22.2")]),
        ("py -3.11 -m pip install .", [("python", "3.11")]),
        ("apt-get install python3.10 libpython3.10-dev", [("python", "3.10")]),
        ("dnf install /usr/share/ruby/gems/3.2.0", [("ruby", "3.2.0")]),
        ("nix-shell -p python311Packages.requests", [("python", "311")]),
        ("git clone --branch v20241225 https://example.com/rbenv/ruby-build", []),
        ("nvm install --lts", []),
        ("sudo n 18.12.0", [("node", "18.12.0")]),
        ("head -n 18", []),
        ("pip3.9 install .", [("python", "3.9")]),
        ("gem3.0 install bundle", [("ruby", "3.0")]),
        ("sem-version ruby 3.2.1", [("ruby", "3.2.1")]),
        ("mise install ruby 3.2.2", [("ruby", "3.2.2")]),
        ("rvm --default use 2.7.2", [("ruby", "2.7.2")]),
        ('eval "$(gvm 1.25.1)"', [("go", "1.25.1")]),
        ("nix-shell -p python39.withPackages", [("python", "39")]),
        ("docker run -v app-go16-pkg-1:/go/pkg x", []),
        ("Step 1/10 : FROM golang:1.16-alpine", []),
    ],
)
def test_a_command_names_the_version_it_uses(line: str, expected: list[tuple[str, str]]) -> None:
    found = find_pins("scripts/setup.sh", line + "\n")
    assert [(pin.runtime, pin.raw) for pin in found] == expected


def test_every_place_of_a_version_on_a_line_moves_together() -> None:
    (pin,) = find_pins("Dockerfile", "RUN apt-get install python3.10 libpython3.10-dev\n")
    assert len((pin.span, *pin.also)) == 2
