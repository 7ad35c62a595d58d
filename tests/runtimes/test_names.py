"""The name of a variable or an input says whose version it holds."""

import pytest

from runtimes.lexicon.names import read_name


@pytest.mark.parametrize(
    ("name", "runtime"),
    [
        ("GO_VERSION", "go"),
        ("GOVERSION", "go"),
        ("goVersion", "go"),
        ("go-version", "go"),
        ("GOLANG_VERSION", "go"),
        ("DEFAULT_GOLANG_IMAGE_TAG", "go"),
        ("env.GO_VERSION", "go"),
        ("GO_FIPS_VERSION", "go"),
        ("NEXT_RUBY", "ruby"),
        ("version_ruby", "ruby"),
        ("TargetRubyVersion", "ruby"),
        ("NODE_MAJOR", "node"),
        ("node_js", "node"),
        ("node.version", "node"),
        ("PYVER", "python"),
        ("python3_version", "python"),
        ("RAILS_VERSION", "rails"),
        ("GOLANGCI_LINT_VERSION", None),
        ("NODE_EXPORTER_VERSION", None),
        ("RUBYGEMS_VERSION", None),
        ("BUNDLER_VERSION", None),
        ("PYTHON_PIP_VERSION", None),
        ("PROTOC_GEN_GO_VERSION", None),
        ("VUE_APP_VERSION", None),
        ("SAST_GO_IMAGE_TAG", None),
        ("APP_GO_VERSION", "go"),
        ("AWS_SDK_GO_VERSION", None),
        ("GOPROXY", None),
        ("CARGO_VERSION", None),
        ("MONGO_VERSION", None),
        ("version", None),
        ("", None),
    ],
)
def test_a_name_means_a_runtime_or_none(name: str, runtime: str | None) -> None:
    named = read_name(name)
    assert (named.runtime if named else None) == runtime


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("GO_VERSION", False),
        ("MIN_GO_VERSION", True),
        ("GO_FIPS_VERSION", True),
        ("NEXT_RUBY", True),
    ],
)
def test_a_name_says_when_its_version_moves_by_policy(name: str, asks: bool) -> None:  # noqa: FBT001
    named = read_name(name)
    assert named is not None
    assert bool(named.reason) == asks
