"""Files of unusual names, and formats of one line each."""

import pytest

from runtimes.bumping import bump_all
from runtimes.pins import find_pins


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("go.work.example", "go 1.19\n", [("go", "1.19", "yes")]),
        (".nvmrc.sample", "v18.16.0\n", [("node", "18.16.0", "yes")]),
        ("deploy/app.yaml.tpl", "runtime: nodejs20\n", [("node", "20", "yes")]),
        ("GO_VERSION", "1.20.5\n", [("go", "1.20.5", "yes")]),
        ("ruby_version", "RUBY_VERSION=3.2.2\n", [("ruby", "3.2.2", "yes")]),
        (".golang-version", "1.20.5\n", [("go", "1.20.5", "yes")]),
        ("scripts/ci.docker", "FROM golang:1.24.1\n", [("go", "1.24.1", "yes")]),
        (".drone.star", 'GO = "owncloudci/golang:1.19"\n', [("go", "1.19", "yes")]),
        ("lambda/function.json", '{"Runtime": "python3.8"}\n', [("python", "3.8", "yes")]),
        ("function.jsonnet", "{ Runtime: 'python3.8' }\n", [("python", "3.8", "yes")]),
        ("go.mod", "// +heroku goVersion go1.16\n", [("go", "1.16", "yes")]),
        (
            "MODULE.bazel",
            'ruby.toolchain(\n    name = "ruby",\n    version = "3.0.6",\n)\n',
            [("ruby", "3.0.6", "yes")],
        ),
        ("Jenkinsfile", "nodejs('NodeJS 18.4.0') {\n", [("node", "18.4.0", "yes")]),
        (
            ".gitpod.Dockerfile",
            'RUN VERSION="16.17.0" \\\n && nvm install $VERSION\n',
            [("node", "16.17.0", "yes")],
        ),
        (
            "install.sh",
            'version="1.22.5"\nget "https://x.org/go/go_${version}_linux_x64.tgz"\n',
            [("go", "1.22.5", "yes")],
        ),
        (
            "check.sh",
            'VERSION_TO_INSTALL=1.17.7\ninstall_golang "$VERSION_TO_INSTALL" "$P"\n',
            [("go", "1.17.7", "yes")],
        ),
        (
            "INSTALL.md",
            "    curl https://cache.ruby-lang.org/pub/ruby/2.6/ruby-2.6.5.tar.gz | tar xz\n",
            [("ruby", "2.6|2.6.5", "yes")],
        ),
        (
            "setup.sh",
            "mise install python@3.10\nmise install python@3.9\n",
            [("python", "3.10", "ask"), ("python", "3.9", "ask")],
        ),
        (
            "snapcraft.yaml",
            "get https://github.com/wekan/node-v14-esm/releases/v14.21.4/x\n",
            [("node", "14", "ask")],
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nbar = {version = "^1.0", python = "<3.8"}\n',
            [],
        ),
        ("pyproject.toml", '[tool.poetry.dependencies.bar]\npython = "^3.7"\n', []),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\npython = "^3.7"\n',
            [("python", "^3.7", "ask")],
        ),
    ],
)
def test_a_pin_is_found_where_it_stands(
    path: str, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(pin.runtime, pin.raw, pin.edit) for pin in find_pins(path, text)] == expected


@pytest.mark.parametrize(
    ("path", "text", "written"),
    [
        (".appveyor.yml", 'GOVERSION: "1.20"\nget go%GOVERSION%.windows.msi\n', "1.25.9"),
        ("get.ps1", '$GO_VERSION = "1.20"\nget go$($env:GO_VERSION).windows.zip\n', "1.25.9"),
        ("get.ps1", "$goVersion = '1.20'\n$file = 'go' + $v + '.windows-amd64.msi'\n", "1.25.9"),
        ("get.sh", 'GO_VERSION="1.20"\nbuild\n', "1.25"),
    ],
)
def test_a_variable_that_names_an_archive_gets_a_patch(path: str, text: str, written: str) -> None:
    moved = bump_all(path, text, find_pins(path, text, "go"), "1.25.9").text
    assert moved == text.replace("1.20", written)


def test_a_folder_named_by_the_abi_follows_the_version_beside_it() -> None:
    text = "ENV GEMS /opt/rubies/ruby-2.3.1/lib/ruby/gems/2.3.0\n"
    moved = bump_all("Dockerfile", text, find_pins("Dockerfile", text), "3.4.7").text
    assert moved == "ENV GEMS /opt/rubies/ruby-3.4.7/lib/ruby/gems/3.4.0\n"


def test_the_archive_of_one_runtime_says_nothing_of_another() -> None:
    text = "NODE_VERSION = '18'\n$file = 'go' + $v + '.windows-amd64.msi'\n"
    moved = bump_all("get.ps1", text, find_pins("get.ps1", text, "node"), "24.11.0").text
    assert moved == text.replace("18", "24")


def test_a_checksum_of_another_call_or_stage_is_not_named() -> None:
    checksum = "a" * 64
    other = f"x(\n    sha256 = '{checksum}',\n)\ngo_sdk.download(version = '1.20.5')\n"
    stages = f"ARG SHA256={checksum}\nFROM golang:1.20.5\nFROM y\nARG SHA256={checksum}\n"
    for path, text in (("WORKSPACE", other), ("Dockerfile", stages)):
        assert bump_all(path, text, find_pins(path, text, "go"), "1.25.9").notes == ()
