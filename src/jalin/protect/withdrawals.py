"""What consent asks of a study on a day: withdrawals with their clock, and what was kept long enough.

UU 27/2022 on personal data: consent may be withdrawn (Pasal 9), processing then stops within 3×24 hours of the
request (Pasal 40), the data are deleted (Pasal 43) or, at the end of their retention, destroyed (Pasal 44), and who they
are about is told (Pasal 45). Pasal 15(1)(e) has exceptions for statistics and scientific research; whether they hold is
for a lawyer to say. Nothing here is legal advice, and nothing that is published depends on the day it is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jalin.consent import FILE, SCOPES, Consents, read_consents
from jalin.study import Study

# Pasal 40(2), and Pasal 46(1) for notices
CLOCK = timedelta(hours=72)
ADVICE = "This follows UU 27/2022 as we read it, and is no legal advice."
_ASKED = {
    "use": "stop using it: make all; delete its files and codings (Pasal 40, 43)",
    "quote": "take the words out of what is published: make all (Pasal 40)",
    "share": "share it no more, and ask back what was shared (Pasal 40)",
    "archive": "ask the archive to take it out (Pasal 40, 43)",
    "voice": "delete the recordings that were given away (Pasal 40, 43)",
}


@dataclass(frozen=True)
class Withdrawal:
    """What somebody took back with one line of consent.csv: the scopes, and the day on which all was done, None until then."""

    number: int
    whose: str
    scopes: tuple[str, ...]
    received: datetime
    timed: bool
    done: date | None

    @property
    def deadline(self) -> datetime:
        """When 3×24 hours are over; without a time of day they are counted from the beginning of the day."""
        return self.received + CLOCK

    def late(self, now: datetime) -> bool:
        """Whether it should have been done by `now`, and is not."""
        return self.done is None and now > self.deadline


def withdrawals_of(consents: Consents) -> list[Withdrawal]:
    """Every withdrawal in the file, by the time it was received: what says withdrawn, or no after a yes."""
    numbers = {id(line): number for number, line in consents.lines or []}
    found = []
    for whose, lines in consents.of.items():
        agreed: set[str] = set()
        for line in lines:
            back = tuple(scope for scope in SCOPES if _taken_back(line.said(scope), scope in agreed))
            agreed |= {scope for scope in SCOPES if line.said(scope) == "yes"}
            agreed -= set(back)
            if back:
                clock = time.fromisoformat(line.time) if line.time else time()
                received = datetime.combine(line.date, clock)
                found.append(Withdrawal(numbers[id(line)], whose, back, received, bool(line.time), line.done))
    return sorted(found, key=lambda one: (one.received, one.number))


def _taken_back(said: str, agreed: bool) -> bool:
    return said == "withdrawn" or (said == "no" and agreed)


@dataclass(frozen=True)
class Due:
    """What is to be done by consent, or is done: lines to read, and whether any should have been done already."""

    lines: list[str]
    late: bool


def due(study: Study, now: datetime) -> Due:
    """What consent asks of the study at `now`. Raises `StudyError` for what is wrong in consent.csv."""
    consents = read_consents(study)
    withdrawals = withdrawals_of(consents)
    kept = list(_kept_too_long(consents, now.date()))
    lines = [line for one in withdrawals for line in _clock(one, now)]
    lines += kept
    lines += _undated(consents)
    return Due(lines, bool(kept) or any(one.late(now) for one in withdrawals))


def _clock(one: Withdrawal, now: datetime) -> Iterator[str]:
    head = f"{FILE}, row {one.number}, {one.whose}: {', '.join(one.scopes)} withdrawn {_moment(one.received, one.timed)}"
    if one.done:
        in_time = datetime.combine(one.done, time()) <= one.deadline
        yield f"{head}; done {one.done}{'' if in_time else f', after {_moment(one.deadline)}'}"
        return
    left = one.deadline - now
    hours = int(abs(left) / timedelta(hours=1))
    state = f"{hours} hours are left" if left >= timedelta() else f"{hours} hours late"
    yield f"{head}; to be done by {_moment(one.deadline)}, {state}"
    for scope in one.scopes:
        yield f"    {scope}: {_ASKED[scope]}"
    yield "    then write the day under done, and: jalin consent --letter " + one.whose + " (Pasal 45)"


def _moment(moment: datetime, timed: bool = True) -> str:
    return moment.strftime("%Y-%m-%d %H:%M" if timed else "%Y-%m-%d")


def _kept_too_long(consents: Consents, today: date) -> Iterator[str]:
    """What may be kept no longer, by the last promise made to each, and is still there."""
    for whose, lines in consents.of.items():
        until = next((line.until for line in reversed(lines) if line.until), None)
        gone = any(line.done and line.use in ("withdrawn", "no") for line in lines)
        if until and until < today and not gone:
            yield f"{whose}: it was to be kept until {until}, which is over: delete or destroy it (Pasal 42, 44)"


def _undated(consents: Consents) -> Iterator[str]:
    """What the register withdraws, and no line says when."""
    for source, (informant, said) in consents.sources.items():
        told = {source, informant} & consents.of.keys() or source in consents.surveys
        if said == "withdrawn" and not told:
            name = informant or source
            yield f"{source}: withdrawn in sources.csv; a line of {FILE} for {name} would say since when, and start the clock"


def unasked(consents: Consents) -> list[str]:
    """A line for each scope that informants with a line were never asked about: it counts as no."""
    # of an answer to a survey what was said of the survey holds
    informants = sorted(
        {
            name
            for source, (name, said) in consents.sources.items()
            if name and said == "given" and (source not in consents.surveys or name in consents.asked)
        }
    )
    found = []
    for scope in SCOPES[1:]:
        if names := [
            name for name in informants if name in consents.asked and not consents.answer(name, scope)
        ]:
            found.append(f"{FILE}: {scope} was not asked of {', '.join(names)}; it counts as no")
    if consents.lines is not None and (
        without := [name for name in informants if name not in consents.asked]
    ):
        found.append(
            f"{FILE}: there is no line for {', '.join(without)}; sources.csv says given, which counts for all"
        )
    return found
