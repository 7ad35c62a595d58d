"""Nix expressions."""

from tests.runtimes.moved import moved


def test_a_language_of_devenv_has_a_version_of_its_own() -> None:
    text = '{\n  languages.go = { enable = true; version = "1.22.1"; };\n  version = "1.2";\n}\n'
    assert moved("devenv.nix", text, "go", "1.26.4") == text.replace("1.22.1", "1.26.4")


def test_a_comment_of_several_lines_pins_nothing() -> None:
    text = "{\n  /* once\n     pkgs.go_1_20 */\n  x = pkgs.go_1_22;\n}\n"
    assert moved("shell.nix", text, "go", "1.26") == text.replace("go_1_22", "go_1_26")
