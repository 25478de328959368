"""A study of many small cases, countable by hand: each has a teacher, a pupil and a notice of a school garden."""

from pathlib import Path

import tiny


def case_names(count: int) -> list[str]:
    return [f"school{number:04d}" for number in range(1, count + 1)]


def make_cases(root: Path, count: int) -> Path:
    """Write a study of `count` cases below `root`: in each the teacher and the pupil say that pupils water; returns `root`."""
    raw = root / "data/raw"
    names = case_names(count)
    cases = ", ".join(f"{{id: {name}, name: {{id: Sekolah {name}, en: School {name}}}}}" for name in names)
    settings = tiny.SETTINGS.replace(
        "cases: [{id: school, name: {id: Sekolah, en: School}}]", f"cases: [{cases}]"
    ).replace("tallies:\n  - {id: T1, name: {id: Siram, en: Watering}, rows: [who], columns: act}\n", "")
    for name, text in {
        "study.yaml": settings,
        "coding/codebook.yaml": tiny.CODEBOOK,
        "analysis/propositions.yaml": tiny.PROPOSITIONS,
    }.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")
    rows = []
    for name in names:
        for row in tiny.SOURCES[:2] + tiny.SOURCES[3:4]:
            source_id, _, method, file, day, number, informant, *rest = row
            old = tiny.FILES[file]
            own, path = f"{name}-{source_id}", Path(file)
            file = path.with_stem(f"{name}-{path.stem}").as_posix()
            (raw / file).parent.mkdir(parents=True, exist_ok=True)
            (raw / file).write_text(old, encoding="utf-8")
            rows.append([own, name, method, file, day, number, informant and f"{name}-{informant}", *rest])
            for coder in tiny.CODINGS:
                kept = [
                    tiny.coding_line(tiny.plain(path.as_posix()), at, *coding)
                    for at, coding in enumerate(tiny.CODINGS[coder][source_id], start=1)
                ]
                place = raw / "coding/codings" / coder / f"{own}.jsonl"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text("".join(kept), encoding="utf-8")
    tiny.write_sources(root, rows)
    chapters = root / "notebooks/report"
    chapters.mkdir(parents=True)
    for name, text in tiny.CHAPTERS.items():
        (chapters / name).write_text(text, encoding="utf-8")
    return root
