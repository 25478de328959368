"""The reference of commands: every command with its arguments, as Markdown."""

import argparse


def reference(parser: argparse.ArgumentParser) -> str:
    """Every command of `parser`, one section a command."""
    found = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    words = {action.dest: action.help for action in found._choices_actions}
    lines = [
        "# Commands",
        "",
        "Every `make` target, listed by `make` alone, calls one of these commands; they are in `.venv/bin/jalin`.",
        "Made by `jalin commands`; do not edit.",
    ]
    for name, command in found.choices.items():
        lines += [
            "",
            f"## jalin {name}",
            "",
            f"{_sentence(words.get(name))}",
            "",
            "| argument | meaning | default |",
            "|---|---|---|",
        ]
        for action in command._actions:
            if action.dest == "help":
                continue
            shown = (
                ", ".join(f"`{option}`" for option in action.option_strings)
                or f"`{action.metavar or action.dest}`"
            )
            meaning = " ".join((action.help or "").split())
            if action.choices:
                meaning = f"{meaning}: {', '.join(map(str, action.choices))}".removeprefix(": ")
            given = action.default not in (None, "", [], False, argparse.SUPPRESS)
            lines.append(f"| {shown} | {meaning} | {f'`{action.default}`' if given else ''} |")
    return "\n".join(lines) + "\n"


def _sentence(words: str | None) -> str:
    text = (words or "").strip()
    return text[:1].upper() + text[1:] + "."
