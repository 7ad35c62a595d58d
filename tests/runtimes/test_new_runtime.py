"""A new runtime is one folder: Rust, put beside the others, is found in ordinary places."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import runtimes

PLACES = {
    "Dockerfile": "FROM rust:1.75-slim\n",
    "ci/Dockerfile": "ARG RUST_VERSION=1.75.0\nFROM rust:${RUST_VERSION}\n",
    "parts/Dockerfile": "ARG MINOR=75\nFROM rust:1.${MINOR}\n",
    "compose.yml": "services:\n  a:\n    image: rust:1.75\n",
    ".gitlab-ci.yml": "variables:\n  RUST_VERSION: '1.75'\n",
    "ci/build.gitlab-ci.yml": "build:\n  image: registry/x/rust:1.75-alpine\n",
    ".github/workflows/a.yml": "steps:\n  - uses: x/setup-rust@v1\n    with: {version: '1.75'}\n",
    ".github/workflows/b.yml": "env:\n  RUST_VERSION: 1.75.0\n",
    ".github/workflows/c.yml": "strategy:\n  matrix:\n    rust: ['1.75']\n",
    ".circleci/config.yml": "jobs:\n  a:\n    docker: [{image: 'cimg/rust:1.75.0'}]\n",
    ".pre-commit-config.yaml": "- id: x\n  language: rust\n  language_version: 1.75.0\n",
    ".tool-versions": "rust 1.75.0\n",
    "mise.toml": "[tools]\nrust = '1.75.0'\n",
    "rust-toolchain": "1.75.0\n",
    "Makefile": "RUST_VERSION ?= 1.75\n",
    "scripts/install.sh": "rustup toolchain install 1.75.0\n",
    "scripts/pull.sh": "docker pull rust:1.75\n",
    "MODULE.bazel": 'rust.toolchain(versions = ["1.75.0"])\n',
    "main.tf": 'variable "rust_version" {\n  default = "1.75.0"\n}\n',
    "docker-bake.hcl": 'variable "RUST_VERSION" {\n  default = "1.75"\n}\n',
    "devenv.nix": '{ languages.rust.version = "1.75.0"; }\n',
    ".devcontainer/devcontainer.json": '{"features": {"x/features/rust:1": {"version": "1.75"}}}\n',
    "README.md": "Requires Rust 1.75.\n",
    "config/software/rust.rb": "name 'rust'\ndefault_version '1.75.0'\n",
}
ASK = (
    "import json, sys; from runtimes.pins import find_pins\n"
    "places = json.load(sys.stdin)\n"
    "print(json.dumps([path for path, text in places.items()"
    " if any(pin.edit == 'yes' for pin in find_pins(path, text, 'rust'))]))"
)


def test_rust_is_found_in_ordinary_places_by_its_folder_alone(tmp_path: Path) -> None:
    package = tmp_path / "runtimes"
    shutil.copytree(Path(runtimes.__file__).parent, package)
    shutil.copytree(Path(__file__).with_name("rust"), package / "rust")
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", ASK],
        input=json.dumps(PLACES),
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(PLACES) == 24
    assert json.loads(done.stdout) == list(PLACES)
