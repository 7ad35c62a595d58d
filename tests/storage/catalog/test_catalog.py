import shutil
from pathlib import Path

import pytest
import yaml

import sandbox
from campaigns.people.roles import Role
from storage.catalog.read import CatalogError, RuntimeCatalog, read_catalog

SHIPPED = Path(sandbox.__file__).parent.parent / "catalog"
EXAMPLE = Path(sandbox.__file__).parent / "catalog"

GO = """\
runtime: go
tiers:
  - key: first
    title: First
    components:
      - key: gitaly
        title: Gitaly
        project: gitlab-org/gitaly
        dri: "@gus"
      - key: shell
        title: Shell
        project: gitlab-org/gitlab-shell
"""
GROUP = """\
name: Group
channel: C1
teams: [T1]
group: gitlab-org
labels:
  in_dev: In dev
  blocked: Blocked
people:
  - {name: Ann, role: facilitator, slack: U1}
  - {name: Ann, role: member, slack: U1}
"""


TOLD = "milestone: a, title: A, template: a.md"


def folder_of(tmp_path: Path, go: str = GO, group: str = GROUP) -> Path:
    (tmp_path / "go.yml").write_text(go, encoding="utf-8")
    (tmp_path / "working-group.yml").write_text(group, encoding="utf-8")
    return tmp_path


def refusal(folder: Path) -> str:
    with pytest.raises(CatalogError) as error:
        read_catalog(folder)
    return str(error.value)


def unowned(runtime: RuntimeCatalog) -> list[object]:
    return [
        tier.model_dump(exclude={"components": {"__all__": {"dri", "backup"}}})
        for tier in runtime.tiers
    ]


def test_the_shipped_and_the_example_catalog_differ_only_in_people_and_where_they_meet() -> None:
    shipped, example = read_catalog(SHIPPED), read_catalog(EXAMPLE)
    meeting = {"people", "channel", "operator_channel", "teams", "board", "criteria"}

    assert unowned(shipped.runtimes["go"]) == unowned(example.runtimes["go"])
    assert shipped.working_group.model_dump(exclude=meeting) == (
        example.working_group.model_dump(exclude=meeting)
    )
    said = [
        [a.model_dump(exclude={"channels"}) for a in c.runtimes["go"].announcements]
        for c in (shipped, example)
    ]
    assert said[0] == said[1] != []
    assert [(c.title, c.target_on) for c in shipped.working_group.criteria] == [
        (c.title, c.target_on) for c in example.working_group.criteria
    ]
    assert len(shipped.runtimes["go"].components) == 29
    assert {component.dri for component in shipped.runtimes["go"].components} == {None}
    for text in sorted((SHIPPED / "templates").iterdir()):
        assert text.read_bytes() == (EXAMPLE / "templates" / text.name).read_bytes()


def test_a_catalog_is_read_whole(tmp_path: Path) -> None:
    catalog = read_catalog(folder_of(tmp_path))

    assert catalog.runtimes["go"].components[0].dri == "gus"
    assert catalog.projects == ("gitlab-org/gitaly", "gitlab-org/gitlab-shell")
    assert catalog.working_group.roles_of("U1") == {Role.facilitator, Role.member}
    assert catalog.working_group.roles_of("U2") == set()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("title: Shell", "titel: Shell", "go.yml, line 10, field tiers.0.components.1.title: "),
        ("title: Shell", "titel: Shell", "go.yml, line 11, field tiers.0.components.1.titel: "),
        ("key: shell", "key: Shell!", "go.yml, line 10, field tiers.0.components.1.key: String"),
        (
            "key: shell",
            "key: gitaly",
            "line 10, field tiers.0.components.1.key: the component key gitaly is used twice.",
        ),
        ("gitlab-org/gitaly", "gitaly", "go.yml, line 8, field tiers.0.components.0.project: "),
        ("runtime: go", "runtime: go\ndue_after_months: 0", "go.yml, line 2, field due_after"),
        ("runtime: go", "runtime: go\nepic_title: 'To {v}'", "line 2, field epic_title: only "),
        ("runtime: go", "runtime: go\nepic_title: 'To {0}'", "line 2, field epic_title: only "),
        ("runtime: go", "runtime: go\nepic_title: 'To {'", "line 2, field epic_title: only "),
        ("runtime: go", "runtime: ruby", "go.yml, field runtime: expected go, found ruby."),
        (
            "title: Gitaly",
            "title: Gitaly\n        title: G",
            "line 8: this is not valid YAML: duplicate field title.",
        ),
        ("key: first", "key: [first", "go.yml, line 4: this is not valid YAML: "),
        ("title: Shell", "title: !!python/object:os.system x", "line 11: this is not valid YAML: "),
        ("title: Shell", "title: 2023-13-45", "go.yml: this is not valid YAML: "),
        *(
            ("runtime: go", f"runtime: go\nannouncements: [{wrong}]", f"line 2, field {why}")
            for wrong, why in (
                (f"{{{TOLD}, components: [nope]}}", "announcements.0.components.0: unknown"),
                (f"{{{TOLD}}}, {{{TOLD}}}", "announcements.1.milestone: the milestone a is used"),
                (f"{{{TOLD}, channels: ['#backend']}}", "announcements.0.channels.0: String"),
                (f"{{{TOLD.replace('a.md', '../a.md')}}}", "announcements.0.template: String"),
            )
        ),
        (GO, "", "go.yml, line 1, the whole file: "),
        (GO, "- go", "go.yml, line 1, the whole file: "),
    ],
)  # fmt: skip
def test_an_error_names_file_line_and_field(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    assert sentence in refusal(folder_of(tmp_path, GO.replace(before, after)))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("teams: [T1]", "teams: []", "working-group.yml, line 3, field teams: "),
        ("in_dev: In dev", "in_doubt: In dev", "working-group.yml, line 6, field labels.in_doubt"),
        (
            "blocked: Blocked",
            "blocked: IN DEV",
            "working-group.yml, line 7, field labels.blocked: IN DEV is already used for another",
        ),
        (
            "  blocked: Blocked\n",
            "",
            "working-group.yml, line 5, field labels: blocked is missing: add GitLab's name of it.",
        ),
        (
            "name: Group",
            "name: Group\ntrack_by: statuses\nstatuses: {in_dev: [Doing]}",
            "working-group.yml, line 3, field statuses: blocked is missing: ",
        ),
        (
            "name: Group",
            "name: Group\ntrack_by: both",
            "working-group.yml, line 1, field statuses: blocked is missing: ",
        ),
        ("role: member", "role: boss", "working-group.yml, line 10, field people.1.role: "),
        ("name: Group", "name: Group\nodd: 1", "working-group.yml, line 2, field odd: Extra"),
        ("name: Group", "name: Group\ntrack_by: mood", "line 2, field track_by: "),
        ("name: Group", "name: Group\npolicy: {sync_minutes: 0}", "field policy.sync_minutes: "),
    ],
)
def test_a_mistake_in_the_working_group_too(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    assert sentence in refusal(folder_of(tmp_path, group=GROUP.replace(before, after)))


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    go = GO.replace("project: gitlab-org/gitaly", "project: gitaly").replace("title: F", "titel: F")

    told = {line.partition(": ")[0] for line in refusal(folder_of(tmp_path, go)).splitlines()}

    assert told == {
        "go.yml, line 3, field tiers.0.title",
        "go.yml, line 4, field tiers.0.titel",
        "go.yml, line 8, field tiers.0.components.0.project",
    }


def test_two_tiers_of_one_key_are_a_mistake(tmp_path: Path) -> None:
    twice = yaml.safe_load(GO)
    twice["tiers"].append({**twice["tiers"][0], "components": [
        {"key": "cli", "title": "CLI", "project": "g/cli"}]})  # fmt: skip

    assert "field tiers.1.key: the tier key first is used twice" in refusal(
        folder_of(tmp_path, yaml.safe_dump(twice))
    )


def test_a_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "go.yml").write_bytes(GO.replace("Shell", "Sh\u00e9ll").encode("latin-1"))

    assert refusal(folder) == "go.yml, line 11: this is not valid UTF-8."


def test_a_missing_or_misnamed_file_is_reported(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    shutil.move(folder / "go.yml", folder / "go.yaml")
    assert refusal(folder) == "go.yaml is not read: rename it to go.yml."

    (folder / "working-group.yml").unlink()
    assert refusal(folder).startswith("The catalog has no working-group.yml in ")
