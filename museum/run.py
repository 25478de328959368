"""Real studies of other programs, through all of jalin: in, built, out in every format, home again, verified.

    python museum/run.py FOLDER [NAME …] [--to docs/museum.md]

FOLDER holds the repositories that museum.yaml names, as `git clone` lays them out, OWNER/NAME below it: whoever runs it
fetches them. Runs the command line as its users do, counts with a reader of its own (recount.py), and says of each
project what is right and what is not. Nothing of them is kept here.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import shlex
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from recount import counted, of_study

HERE = Path(__file__).parent
FORMATS = {
    "qdpx": "out.qdpx", "taguette": "out.sqlite3", "qualcoder": "out.qda", "csv": "out.csv", "xlsx": "out.xlsx", "docx": "out.docx",
}  # fmt: skip
LONGEST = 900  # seconds of one command
# these have no code's name in our tables of codings to compare, or one that the format changes
_BY_WORDS = frozenset(["taguette", "qualcoder"])


@dataclass
class Seen:
    """What was seen of one project: each step with "right" or what is wrong, and seconds."""

    steps: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    # the decision on each of the words that a person has to decide on, as they are hidden in one place and stand in another
    decided: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return all(said.startswith("right") for said in self.steps.values())


def sum_of(path: Path) -> str:
    """The SHA-256 of a file; of the project of a folder that of its data.qda."""
    return hashlib.sha256((path / "data.qda" if path.is_dir() else path).read_bytes()).hexdigest()


class Project:
    """A project of the museum that lies in a folder, on its way through jalin."""

    def __init__(self, entry: dict, folder: Path, work: Path) -> None:
        self.entry, self.seen = entry, Seen()
        self.path = work / "as it came" / entry["path"]
        self.repository = folder / entry["repository"]
        self.study, self.work = work / "a study", work
        self.leaks = self.study / "data/processed/private/leaks.csv"

    def _jalin(self, step: str, *words: str) -> tuple[int, str, str]:
        begun = time.monotonic()
        # only what this command finds is to be decided on
        self.leaks.unlink(missing_ok=True)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "jalin.cli", *words],
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=LONGEST,
            )
            said = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            said = 1, "", f"not done in {LONGEST} s"
        self.seen.seconds[step] = time.monotonic() - begun
        return said

    def _asked(self, step: str, *words: str) -> tuple[int, str, str]:
        """Run a command; where it stops at words that are hidden and stand elsewhere, decide on them, build and run it again.

        A person would look at each. Here what is hidden in one source is hidden in all and stands in what was written
        of them (`cite`); what stands in the way again is a word besides, and stands (`keep`). Who only seems to be named
        in what was written is somebody whom the study names, as its authors are.
        """
        code, out, err = self._jalin(step, *words)
        while code and self._decide():
            if words[0] != "build":
                self._jalin("build again", "build", "--root", str(self.study))
            code, out, err = self._jalin(step, *words)
        if step == "build":
            self._say(step, _first(err) if code else "")
        return code, out, err

    def _decide(self) -> bool:
        """Write a decision on each form that stood in the way; whether there was one that was not let stand yet."""
        found: dict[str, str] = {}
        if self.leaks.exists():
            with self.leaks.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    written = row["whose"].startswith("what reads like")
                    again = "keep" if row["form"] in self.seen.decided else "cite"
                    found[row["form"]] = "name" if written else again
        if found := {
            form: how for form, how in found.items() if self.seen.decided.get(form) not in ("keep", "name")
        }:
            self.seen.decided |= found
            path = self.study / "data/raw/study.yaml"
            settings = yaml.safe_load(path.read_text(encoding="utf-8"))
            settings["authors"] += [form for form, how in found.items() if how == "name"]
            path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
            rows = [("form", "decision", "pseudonym", "decided_by", "date", "reason")]
            today = date.today().isoformat()
            rows += [
                (form, how, "", "museum", today, "")
                for form, how in self.seen.decided.items()
                if how != "name"
            ]
            with (self.study / "data/raw/review.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        return bool(found)

    def _say(self, step: str, *faults: str) -> None:
        self.seen.steps[step] = "; ".join(filter(None, faults)) or "right"

    def run(self) -> Seen:
        """All steps, until one cannot be gone on from."""
        entry = self.entry
        archive = subprocess.run(
            [
                "git",
                "-C",
                str(self.repository),
                "archive",
                entry["commit"],
                "--",
                entry["path"],
                *entry.get("beside", []),
            ],
            capture_output=True,
        )
        if archive.returncode:
            self._say("file", _first(archive.stderr.decode()))
            return self.seen
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(self.work / "as it came", filter="data")
        if sum_of(self.path) != entry["sha256"]:
            self._say("file", "not the file that museum.yaml names")
            return self.seen
        self.there = counted(self.path, entry.get("positions", "points"))
        said = {"sources": self.there.sources, "codes": self.there.codes, "coders": self.there.coders}
        said |= {"codings": self.there.codings.total(), "uncoded": self.there.uncoded}
        self._say(
            "file",
            *(
                f"{one}: {count}, {entry.get(one, 0)} in museum.yaml"
                for one, count in said.items()
                if count != entry.get(one, 0)
            ),
        )
        code, out, err = self._jalin(
            "new",
            "new",
            str(self.study),
            "--from",
            str(self.path),
            "--language",
            entry.get("study", "en"),
            "--json",
        )
        if code:
            self._say("new", _first(err))
            return self.seen
        self._account(json.loads(out)["account"])
        self._asked("build", "build", "--root", str(self.study))
        if not (self.study / "data/processed/code").is_dir():
            return self.seen
        made = of_study(self.study, hidden=False)
        self._say("quotes", _differences(self.there.codings, made.codings, codes=True, inner=made.inner))
        if self.seen.steps["build"] != "right":
            # what is written after a build that stopped says nothing of the exports
            return self.seen
        for form, name in FORMATS.items():
            self._out_and_home(form, self.work / "out with spaces" / name)
        code, _, err = self._jalin("verify", "verify", "--root", str(self.study))
        self._say("verify", _first(err) if code else "")
        return self.seen

    def _account(self, rows: list[dict]) -> None:
        """Whether the account of the import has the counts of the file; what it left out is told with its reason."""
        found = {row["thing"]: row for row in rows}
        codes = sum(found[one]["found"] for one in ("codes", "categories") if one in found)
        counts = {"sources": self.there.sources, "codings": self.there.codings.total() + self.there.uncoded}
        faults = [
            f"account has {found[one]['found']} {one}, the file {count}"
            for one, count in counts.items()
            if count and found[one]["found"] != count
        ]
        faults += (
            [f"account has {codes} codes, the file {self.there.codes}"] if codes != self.there.codes else []
        )
        faults += [
            f"left out: {row['why']}"
            for row in rows
            if row["left"] != (self.there.uncoded if row["thing"] == "codings" else 0)
        ]
        self._say("new", *faults)

    def _out_and_home(self, form: str, path: Path) -> None:
        code, out, err = self._asked(form, "export", form, str(path), "--root", str(self.study), "--json")
        if code:
            self._say(form, _first(err))
            return
        made = Path(json.loads(out)["path"])
        wanted, there = of_study(self.study, hidden=True), counted(made)
        rows = {row["thing"]: row for row in json.loads(out)["account"]}
        faults = []
        if rows.get("codings", {}).get("taken", 0) != there.codings.total():
            faults.append(
                f"account has {rows.get('codings', {}).get('taken')} codings, the file {there.codings.total()}"
            )
        if form != "docx":
            faults.append(
                _differences(
                    wanted.codings, there.codings, codes=form not in _BY_WORDS, often=form not in _BY_WORDS
                )
            )
        elif wanted.codings.total() != there.codings.total():
            faults.append(f"{there.codings.total()} of {wanted.codings.total()} comments")
        settings = yaml.safe_load((self.study / "data/raw/study.yaml").read_text(encoding="utf-8"))
        code, out, err = self._jalin(
            f"{form} home",
            "import",
            str(made),
            "--root",
            str(self.study),
            "--coder",
            settings["coders"][0]["id"],
            "--json",
        )
        if code:
            faults.append("home: " + _first(err))
        else:
            new = {row["thing"]: row["taken"] for row in json.loads(out)["account"] if row["taken"]}
            lost = [row for row in json.loads(out)["account"] if row["thing"] == "codings" and row["left"]]
            faults += [f"home: {count} new {thing}" for thing, count in new.items()] + [
                f"home: {row['left']} without a place" for row in lost
            ]
        self._say(form, *faults)


def _first(said: str) -> str:
    # what a build is at comes before what stopped it
    lines = [line for line in said.splitlines() if line.strip() and not re.match(r"\d\d_\w+(\.\w+)?  ", line)]
    # what the study hides, or seems to have to, stands in names or notes that nobody read yet: a person decides
    asks = lines and "identifier" in lines[0]
    return f"{'asks' if asks else 'stopped'}: {lines[0][:160]}" if lines else "stopped"


def _differences(
    wanted: Counter, found: Counter, codes: bool, often: bool = True, inner: Mapping[tuple, str] | None = None
) -> str:
    """How many codings of two projects are not the same; by words alone, or with `codes`; `often`: each as often.

    `inner`: the words without those at their edges that are hidden as one, of which a coding may have but a part.
    """
    if not codes:
        wanted, found = (
            Counter({words: 1 for _, words in one} if not often else [w for _, w in one.elements()])
            for one in (wanted, found)
        )
    # a passage of nothing but white space is no coding
    wanted = Counter({one: count for one, count in wanted.items() if (one[1] if codes else one)})
    missing, more = wanted - found, found - wanted
    for one, core in (inner or {}).items():
        parts = [it for it in missing if more[one] and it[0] == one[0] and core in it[1] and it[1] in one[1]]
        for part in parts[: more[one]]:
            missing -= Counter([part])
            more -= Counter([one])
    count, others = missing.total(), more.total()
    return (
        f"{count} of {wanted.total()} missing or other, {others} that are not there"
        if count or others
        else ""
    )


def table(rows: Sequence[tuple[dict, Seen]]) -> str:
    """What was seen, as a table in Markdown and a sentence on each thing that is not right."""
    heads = [
        "project",
        "made with",
        "language",
        "sources",
        "codes",
        "codings",
        "coders",
        "in",
        "quotes",
        "built",
        "out and home",
        "verified",
        "asked",
        "new, s",
    ]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    faults = []
    for entry, seen in rows:

        def mark(step: str, seen: Seen = seen) -> str:
            return {"right": "right"}.get(
                seen.steps.get(step, "–"),
                "–"
                if step not in seen.steps
                else "asks"
                if seen.steps[step].startswith("asks")
                else "**not**",
            )

        home = [form for form in FORMATS if seen.steps.get(form) == "right"]
        cells = [
            entry["id"], f"{entry['program']} {entry.get('version', '')}".strip(), entry["language"],
            *(str(entry[one]) for one in ("sources", "codes", "codings", "coders")),
            mark("new"), mark("quotes"), mark("build"), f"{len(home)} of {len(FORMATS)}", mark("verify"), str(len(seen.decided)), f"{seen.seconds.get('new', 0):.0f}",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
        faults += [f"- {entry['id']}, {step}: {said}" for step, said in seen.steps.items() if said != "right"]
    return "\n".join([*lines, "", *(faults or ["All of it is right."])])


def main() -> int:
    """Run what lies in the folder; 1 where something is not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--to", type=Path, help="the page whose table is written anew")
    asked = parser.parse_args()
    rows = []
    for entry in yaml.safe_load((HERE / "museum.yaml").read_text(encoding="utf-8"))["projects"]:
        if asked.names and entry["id"] not in asked.names:
            continue
        if not (asked.folder / entry["repository"]).is_dir():
            clone = shlex.join(
                [
                    "git",
                    "clone",
                    f"https://github.com/{entry['repository']}",
                    str(asked.folder / entry["repository"]),
                ]
            )
            print(f"{entry['id']}: not there; {clone}", flush=True)
            continue
        with tempfile.TemporaryDirectory() as work:
            seen = Project(entry, asked.folder, Path(work)).run()
        rows.append((entry, seen))
        print(
            f"{entry['id']}: " + ("all right" if seen.right else json.dumps(seen.steps, ensure_ascii=False)),
            flush=True,
        )
    said = table(rows)
    print("\n" + said)
    if asked.to:
        page = asked.to.read_text(encoding="utf-8")
        new = f"<!-- table -->\nRun on {date.today().isoformat()}, {len(rows)} projects.\n\n{said}\n<!-- end -->"
        asked.to.write_text(
            re.sub(r"<!-- table -->.*?<!-- end -->", lambda _: new, page, flags=re.DOTALL), encoding="utf-8"
        )
    return 0 if all(seen.right for _, seen in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
