"""The changes of a merge request are found when it is read again, and no others are claimed."""

from hypothesis import given
from hypothesis import strategies as st

from commands.merge_requests.bump_edits import plan_edits
from gitlab_gateway.repository import FileText
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import where_pins_stand
from runtimes.versions import Version, parse_version

VERSIONS = st.sampled_from(["1.18", "1.19", "1.19.6", "1.20", "1.20.3", "1.21.0", "1.22.4"])
FILES = {
    ".tool-versions": "golang {0} {1}\nruby 3.0.5\n",
    ".go-version": "{0}\n",
    "go.mod": "module x\n\ngo {0}\n\ntoolchain go{1}\n",
    "Dockerfile": "ARG GO_VERSION={0}\nFROM golang:${{GO_VERSION}}-alpine\nFROM golang:{1} AS b\n",
    "other/Dockerfile": "FROM golang:${{GO_VERSION}}\nFROM golang:{0}@sha256:" + "a" * 64 + "\n",
    ".gitlab-ci.yml": 'variables:\n  GO_VERSION: "{0}"\nx:\n  image: golang:{1}-bullseye\n',
    ".github/workflows/ci.yml": (
        'jobs:\n  a:\n    strategy:\n      matrix:\n        go: ["{0}", "{1}"]\n'
        "    steps:\n      - uses: actions/setup-go@v4\n"
        '        with:\n          go-version: "{0}"\n'
    ),
    "Makefile": "GO_VERSION := {0}\nTOOL_GO = go{1}.linux-amd64.tar.gz\n",
    "README.md": "# X\n\nRequires Go {0} or later.\n",
}
REPOSITORIES = st.dictionaries(
    st.sampled_from(sorted(FILES)), st.tuples(VERSIONS, VERSIONS), min_size=1
)
TARGETS = st.sampled_from(
    [("1.20", "1.20.14"), ("1.20.7", ""), ("1.21", "1.21.13"), ("1.21.5", "")]
)


@given(repository=REPOSITORIES, target=TARGETS)
def test_changed_pins_are_not_behind_when_read_again(
    repository: dict[str, tuple[str, str]], target: tuple[str, str]
) -> None:
    wanted, patch = _version(target[0]), parse_version(target[1])
    texts = {path: FILES[path].format(*versions) for path, versions in repository.items()}

    edits = plan_edits([FileText(p, t) for p, t in texts.items()], "go", wanted, patch)

    after = {**texts, **{edit.path: edit.text for edit in edits.files}}
    pins = [pin for path, text in after.items() for pin in find_pins(path, text, "go")]
    behind = {
        (one.pin.path, one.pin.line, one.pin.raw)
        for one in where_pins_stand(pins, wanted)
        if one.where == "behind"
    }
    assert behind.isdisjoint({(one.path, one.line, one.after) for one in edits.moved})
    assert all(one.before != one.after for one in edits.moved)
    left = {(path, line) for path, line, _ in behind}
    assert {f"{path}:{line}" for path, line in left} <= set(edits.questions) | _references(pins)


@given(repository=REPOSITORIES, target=TARGETS)
def test_a_second_merge_request_would_change_nothing(
    repository: dict[str, tuple[str, str]], target: tuple[str, str]
) -> None:
    wanted, patch = _version(target[0]), parse_version(target[1])
    texts = {path: FILES[path].format(*versions) for path, versions in repository.items()}
    edits = plan_edits([FileText(p, t) for p, t in texts.items()], "go", wanted, patch)
    after = {**texts, **{edit.path: edit.text for edit in edits.files}}

    again = plan_edits([FileText(p, t) for p, t in after.items()], "go", wanted, patch)

    assert (again.files, again.moved, again.questions) == ((), (), edits.questions)


def _version(text: str) -> Version:
    version = parse_version(text)
    assert version is not None
    return version


def _references(pins: list[Pin]) -> set[str]:
    return {f"{pin.path}:{pin.line}" for pin in pins if pin.edit == "never"}
