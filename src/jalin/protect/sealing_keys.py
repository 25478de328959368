"""Whom a study is sealed for, and who opens it: public and private keys of age, or of SSH."""

from pathlib import Path

import pyrage

from jalin.errors import Problem, StudyError


def _recipient(text: str) -> object:
    if text.startswith(("ssh-ed25519 ", "ssh-rsa ")):
        return pyrage.ssh.Recipient.from_str(text)
    return pyrage.x25519.Recipient.from_str(text)


def recipients_of(given: list[str]) -> list[object]:
    """The recipients named by their keys, or by files with one key a line."""
    found, problems = [], []
    # make hands all of them on as one word
    apart = [
        part
        for item in given
        for part in ([item] if item.startswith("ssh-") or Path(item).is_file() else item.split())
    ]
    for item in apart:
        path = Path(item)
        lines = [item]
        if not item.startswith(("age1", "ssh-", "AGE-SECRET-KEY-")):
            if not path.is_file():
                problems.append(
                    Problem(
                        item,
                        "",
                        "it is neither a public key nor a file of them",
                        "Give a key that begins with age1",
                    )
                )
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            place = f"line {number}" if len(lines) > 1 else ""
            if text.startswith("AGE-SECRET-KEY-") or "PRIVATE KEY" in text:
                remedy = "Give the public key, which begins with age1; keep the private one to yourself"
                problems.append(
                    Problem("recipient" if lines == [item] else item, place, "this is a private key", remedy)
                )
                break
            try:
                found.append(_recipient(text))
            except (pyrage.RecipientError, ValueError):
                problems.append(
                    Problem(
                        item if lines != [item] else "recipient",
                        place,
                        f"{text[:24]!r} is no public key",
                        "Give a key that begins with age1",
                    )
                )
    if problems:
        raise StudyError(problems)
    if not found:
        raise StudyError(
            Problem(
                "recipient",
                "",
                "nobody is named who may open it",
                "make seal RECIPIENT=age1… ; age-keygen makes a pair of keys",
            )
        )
    return found


def identities_in(path: Path, root: Path) -> list[object]:
    """The private keys in a file, which must not lie in the study's folder."""
    shown = str(path)
    if not path.is_file():
        raise StudyError(
            Problem(
                shown or "identity",
                "",
                "the file of the private key is not there",
                "make unseal IDENTITY=FILE",
            )
        )
    if path.resolve().is_relative_to(root.resolve()):
        remedy = "Move it out: whoever gets the folder would get the key with it"
        raise StudyError(Problem(shown, "", "the private key lies within the study", remedy))
    content = path.read_bytes()
    try:
        if b"PRIVATE KEY" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError):
        keys = []
    if not keys:
        raise StudyError(
            Problem(shown, "", "it holds no private key", "Give the file that age-keygen made, or an SSH key")
        )
    return keys
