"""The command line: each command says what it does, and what is mistyped gets the nearest."""

import subprocess
import sys

import pytest

from jalin.cli import cli, main


@pytest.mark.parametrize("name", cli.commands)
def test_a_command_says_what_it_does_and_what_each_argument_means(name, capsys):
    command = cli.commands[name]
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert command.help.splitlines()[0].endswith(".")
    assert f"Example: jalin {name}" in shown
    for one in command.params:
        assert one.help and one.help.endswith("."), one.name


def test_the_list_of_commands_has_the_sentence_of_each(capsys):
    assert main(["--help"]) == 0
    shown = "".join(capsys.readouterr().out.split())
    for name, command in cli.commands.items():
        assert "".join(f"{name}{command.help.splitlines()[0]}".split()) in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("buld", "jalin: there is no command 'buld'. Did you mean build?"),
        ("build --throgh x", "jalin build: there is no option '--throgh'. Did you mean --through?"),
        ("build --language eng", "jalin build: there is no language 'eng'. Did you mean en?"),
        ("export qdp x", "jalin export: there is no format 'qdp'. Did you mean qdpx or qdc?"),
        ("reveal", "jalin reveal: Missing argument 'SOURCE'. See jalin reveal --help."),
        ("check --root", "jalin: Option '--root' requires an argument."),
    ],
)
def test_what_is_mistyped_gets_the_nearest(typed, told, capsys):
    assert main(typed.split()) == 2
    assert capsys.readouterr().err == told + "\n"


def test_the_help_imports_nothing_heavy():
    code = "import sys; from jalin.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pandas", "pydantic", "yaml", "jinja2"} & set(done.stderr.split())


def test_the_shell_completes_commands_and_choices():
    for words, at, expected in (("jalin verif", 1, "verify"), ("jalin export qualc", 2, "qualcoder")):
        done = subprocess.run(
            [sys.executable, "-m", "jalin.cli"], capture_output=True, text=True,
            env={"_JALIN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)},
        )  # fmt: skip
        assert done.stdout == f"plain,{expected}\n"
