"""Pipelines of GitLab."""

import pytest

from tests.runtimes.moved import moved


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (".gitlab/ci/release.gitlab-ci.yml", "a:\n  image: node:20-slim\n", "22-slim"),
        (".gitlab-ci.yml", "variables:\n  NODE_VERSION:\n    value: '20'\n", "'22'"),
        (".gitlab-ci.yml", "a:\n  services:\n    - name: node:20\n", "node:22"),
        (".gitlab-ci.yml", "a:\n  image: {name: 'node:20', entrypoint: ['']}\n", "node:22"),
        (".gitlab-ci.yml", "spec:\n  inputs:\n    node-version:\n      default: '20'\n", "'22'"),
    ],
)
def test_a_pipeline_pins_in_many_places(path: str, before: str, after: str) -> None:
    assert moved(path, before, "node", "22") == before.replace("20", "22")
    assert after in before.replace("20", "22")


def test_an_apostrophe_hides_no_comment() -> None:
    text = "a:\n  script: don't # node:18 was here\n  image: node:20\n"
    assert moved(".gitlab-ci.yml", text, "node", "22") == text.replace("node:20", "node:22")


@pytest.mark.parametrize(
    "image", ["acme/lsp-go:v1.19", "dependabot/updater-go:1.24", "k8s-go:1.30"]
)
def test_an_image_with_another_word_before_go_counts_by_itself(image: str) -> None:
    text = f"a:\n  image: {image}\n"
    assert moved(".gitlab-ci.yml", text, "go", "1.26.4") == text
