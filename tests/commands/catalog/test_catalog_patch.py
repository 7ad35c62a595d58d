"""The catalog patch of a campaign applies, and changes nothing else."""

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlmodel import col, update

from commands.errors import InvalidRequestError
from commands.reports.export_paper import ExportRequest, export_paper
from sandbox.gitlab.work_items.issues import close
from storage.catalog.edits import changes_only, edit_owners
from storage.catalog.read import read_catalog
from storage.tables import ItemRow
from tests.commands.conftest import Desk

FILE = """\
# Ours.
tiers:
  - key: one
    components:
      - key: gitaly # the store
        project: g/gitaly # where it lives
        dri: 'gus' # since 2021
      - {key: shell, project: g/shell, dri: pia}
      - key: pages
        project: g/pages
        dri:
      - {key: labkit, project: g/labkit}
      - project: g/kas
        key: kas"""
LEARNED = {
    "gitaly": {"dri": "mira", "backup": "no"},
    "shell": {"dri": "1e3", "backup": "raj"},
    "pages": {"dri": "tess"},
    "labkit": {"dri": "uma", "backup": "vic"},
    "kas": {"dri": "raj"},
}
EDITED = """\
# Ours.
tiers:
  - key: one
    components:
      - key: gitaly # the store
        project: g/gitaly # where it lives
        dri: mira # since 2021
        backup: "no"
      - {key: shell, project: g/shell, dri: 1e3, backup: raj}
      - key: pages
        project: g/pages
        dri: tess
      - {key: labkit, project: g/labkit, dri: uma, backup: vic}
      - project: g/kas
        key: kas
        dri: raj"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_only_the_owners_change(ending: str) -> None:
    before = FILE.replace("\n", ending)

    after = edit_owners(before, LEARNED)

    assert after == EDITED.replace("\n", ending)
    assert changes_only(before, after, LEARNED)


def test_shared_and_missing_entries_are_detected() -> None:
    shared = (
        "tiers:\n- components:\n  - &one {key: a, project: g/a, dri: gus}\n  - {<<: *one, key: b}\n"
    )
    learned = {"a": {"dri": "mira"}}

    assert not changes_only(shared, edit_owners(shared, learned), learned)
    assert not changes_only(FILE, FILE, LEARNED)


def reassign(desk: Desk, component: str, **owners: str | None) -> None:
    with desk.store.write() as session:
        session.execute(update(ItemRow).where(col(ItemRow.component) == component).values(**owners))


def patch(desk: Desk, folder: Path | None = None) -> str:
    catalog = desk.catalog if folder is None else read_catalog(folder)
    request = ExportRequest("catalog-patch", "go-1.20")
    frida = desk.actor("U0FRIDA")
    return "".join(export_paper(desk.store, catalog, frida, request, now=desk.clock()))


def test_the_patch_applies_and_the_catalog_names_the_new_owners(
    started: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "repository" / "catalog"
    shutil.copytree(started.catalog.folder, folder)
    with pytest.raises(InvalidRequestError, match="the owners are the same"):
        patch(started, folder)
    reassign(started, "gitaly", dri="Mira-Sandbox", backup="gus-sandbox")
    reassign(started, "labkit", dri="DORA-SANDBOX", backup="tess-sandbox")
    reassign(started, "glab", dri=None)

    written = patch(started, folder)
    apply(written, folder.parent)

    known = read_catalog(folder).runtimes["go"]
    owners = {"gitaly": {"dri": "Mira-Sandbox", "backup": "gus-sandbox"}}
    before = {c.key: c for c in started.catalog.runtimes["go"].components}
    owners["labkit"] = {"backup": "tess-sandbox"} | (
        {} if before["labkit"].dri == "dora-sandbox" else {"dri": "DORA-SANDBOX"}
    )
    assert {c.key: c for c in known.components} == {
        key: component.model_copy(update=owners.get(key)) for key, component in before.items()
    }
    with pytest.raises(InvalidRequestError, match="the owners are the same"):
        patch(started, folder)


def test_a_file_that_cannot_be_edited_is_reported_with_the_changes(
    started: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(started.catalog.folder, folder)
    file = folder / "go.yml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("dri: gus-sandbox", "dri: &gus gus-sandbox", 1)
    file.write_text(text.replace("dri: raj-sandbox", "dri: *gus", 1), encoding="utf-8")
    reassign(started, "gitaly", dri="mira-sandbox")

    with pytest.raises(
        InvalidRequestError, match=r"go.yml cannot be edited automatically. Edit it by hand: "
    ):
        patch(started, folder)


def test_notes_on_finished_components_are_appended_once(started: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "repository" / "catalog"
    shutil.copytree(started.catalog.folder, folder)
    started.clock.skip(days=7)
    close(started.box.gitlab.state, started.issue("gitlab-runner"), started.someone())
    started.sync()

    for _ in range(2):
        apply(patch(started, folder), folder.parent)
        ending = (folder / "go.yml").read_text(encoding="utf-8").split("\n\n")[-1]
        assert ending == (
            "# Learned from Go 1.20: how long each component took, and where it pins the version.\n"
            "# - gitlab-runner: 5 working days; .gitlab/ci/_common.gitlab-ci.yml, .tool-versions, "
            "ci/.test_windows/base.ps1, dockerfiles/ci/Dockerfile, go.mod\n"
        )
        started.clock.skip(days=1)
        (folder / "go.yml").write_text(
            (folder / "go.yml").read_text(encoding="utf-8").replace("5 working", "4 working"),
            encoding="utf-8",
        )
    assert read_catalog(folder).runtimes["go"] == started.catalog.runtimes["go"]


def apply(written: str, folder: Path) -> None:
    command = ["git", "apply", "--whitespace=error", "-"]
    subprocess.run(command, input=written, text=True, check=True, cwd=folder)  # noqa: S603 - ours
