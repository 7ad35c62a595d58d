"""Kinds of lines that a bump once missed or moved wrongly."""

import pytest

from tests.runtimes.moved import asked, moved


@pytest.mark.parametrize(
    ("path", "text", "runtime", "target", "old", "new"),
    [
        ("docs/setup.md", "rvm alias create ruby 3.2.1\n", "ruby", "3.4.5", "3.2.1", "3.4.5"),
        (".npmrc", "use-node-version=20.2.0\n", "node", "22.3.0", "20.2.0", "22.3.0"),
        ("function.yml", "runtime: Node.js18.4\n", "node", "22.3.0", "18.4", "22.3"),
        ("tools.mod", "module x\n\ngo 1.22.0\n", "go", "1.26.4", "1.22.0", "1.26.4"),
        ("README.md", "Right now that is Go 1.22.\n", "go", "1.26.4", "1.22", "1.26"),
        ("AGENTS.md", "- Ruby 3.2.x, Node 20\n", "ruby", "3.4.5", "3.2.x", "3.4.x"),
        ("README.md", "| Node | LTS/Iron |\n", "node", "24.1.0", "Iron", "Krypton"),
        (".nvmrc", "lts/iron\n", "node", "25.1.0", "lts/iron", "25"),
        ("Gemfile", 'gem "rails", "7.1.3"\n', "rails", "7.1.3.4", "7.1.3", "7.1.3.4"),
        (
            "project.toml",
            '[[build.env]]\nname = "BP_GO_VERSION"\nvalue = "1.22.*"\n',
            "go",
            "1.26.4",
            "1.22.*",
            "1.26.*",
        ),
        (
            "azure-pipelines.yml",
            "variables:\n  - name: node.version\n    value: '20'\n",
            "node",
            "22",
            "'20'",
            "'22'",
        ),
        (
            "config/software/tool.rb",
            "name 'tool'\npatch target: \"/opt/lib/python3.11/x.py\"\ndefault_version '3.11'\n",
            "python",
            "3.13",
            "python3.11",
            "python3.13",
        ),
    ],
)
def test_a_line_moves(path: str, text: str, runtime: str, target: str, old: str, new: str) -> None:
    assert moved(path, text, runtime, target) == text.replace(old, new)


@pytest.mark.parametrize(
    ("path", "text", "runtime"),
    [
        ("Makefile", "lint:\n\tgofumpt -l -lang=1.22 .\n", "go"),
        ("ci.yml", 'a:\n  - bundle add rails -v "< 8.0"\n', "rails"),
        ("README.md", "- Ruby: CRuby 3.1+\n", "ruby"),
        ("README.md", "- Node.js 18 及以上\n", "node"),
        ("README.md", "Version 3 supports Rails and Active Record 7.1+.\n", "rails"),
        ("CONTRIBUTING.md", "Run `tox -e py{310,311}` first.\n", "python"),
        ("tox.ini", "[tox]\nenv_list = {3.11,3.12}-lint\n", "python"),
        (
            "tox.ini",
            "[testenv]\nbasepython =\n    3.11: python3.11\n    3.12: python3.12\n",
            "python",
        ),
        (
            "pixi.toml",
            '[environments.py311]\npython = "3.11.*"\n[environments.py312]\npython = "3.12.*"\n',
            "python",
        ),
        (
            "pyproject.toml",
            '[tool.tox]\nenv_list = [\n  "py3.13",\n  "py3.12", "py3.11",\n]\n',
            "python",
        ),
    ],
)
def test_a_line_is_a_question(path: str, text: str, runtime: str) -> None:
    assert asked(path, text, runtime)
    assert moved(path, text, runtime, "99.9") == text


@pytest.mark.parametrize(
    ("path", "text", "runtime"),
    [
        ("README.md", "### Ruby 3.0 hash syntax\n", "ruby"),
        ("docs/build.md", "```\n1f2e3d4 Add Go 1.21 support\n```\n", "go"),
        ("docs/build.md", "    --image list   (e.g. --image node:18.1.0)\n", "node"),
        ("x.mk", "PROTOC_GEN_GO_VERSION := v1.28.0\nx-gen-go-$(PROTOC_GEN_GO_VERSION):\n", "go"),
        ("README.md", "<!--\nNeeds Go 1.21\n-->\n", "go"),
    ],
)
def test_a_line_is_no_pin(path: str, text: str, runtime: str) -> None:
    assert asked(path, text, runtime) == []
    assert moved(path, text, runtime, "99.9") == text
