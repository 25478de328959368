"""What may be a speaker's label, and which of the labels found in a transcript are."""

import re
from collections import Counter
from collections.abc import Iterable

LONGEST = 80


def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


_PARTICLES = words_of(
    "bin binti van von der den de di da do dos del della el la le al ibn ben bar dan and und y e of the untuk for from"
)
# words for who takes part in a conversation: one of them at its head makes a label though it comes once
_ROLES = words_of(
    """pewawancara informan narasumber responden peneliti partisipan subjek penutur pembicara moderator peserta
    interviewer interviewee informant respondent researcher participant subject speaker facilitator fasilitator
    pertanyaan jawaban tanya jawab question answer unknown p i n r q a"""
)
# who speaks together, or is not known: labels though they come once
_TOGETHER = re.compile(
    r"(?:all|everyone|everybody|several( voices| people)?|many voices|audience|semua(nya| peserta| informan| hadirin)?|bersama-sama|serempak|hadirin)"
)
# P1, INF-03, R2/F
_CODE = re.compile(r"(?:[A-Za-z]{1,2}|[A-Z]{3,4})[\s._-]?\d{1,3}(?:[\s/._-]?[A-Za-z]{1,2}\d{0,2})?")
# heads of lines that name nobody
_NOTES = words_of(
    """nama name nim nomor telepon hp email note notes nb catatan ket keterangan tempat tanggal waktu hari lokasi date place time topic topik judul title
    senin selasa rabu kamis jumat sabtu minggu kemarin besok today yesterday tomorrow monday tuesday wednesday thursday
    friday saturday sunday at umur usia alamat pekerjaan jabatan age address occupation jumlah total
    interview transcript transkrip durasi duration file berkas http https pukul jam contoh misalnya example"""
)
_PAIRS = {"[": "]", "(": ")", "{": "}", "<": ">", "“": "”", '"': '"'}
_SPEECH = re.compile(r"[?!;|…\"“”«»=]|\.{2,}|,$|^(?:\d{4}([./-])\d\d?\1\d\d?|\d\d?([./-])\d\d?\2\d{2,4})$")
# a letter or an abbreviation, as of a name or a degree
_INITIAL = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})*\.")


def shown(label: str) -> str:
    """A label as it is shown: without brackets and marks around it."""
    label = " ".join(label.split()).strip("*_~ ").rstrip(":-–—|, ")
    while len(label) > 1 and _PAIRS.get(label[0]) == label[-1] and label[0] not in label[1:]:
        label = label[1:-1].strip("*_~: ")
    return label


def even(label: str) -> str:
    """A label evened, to count by."""
    return shown(label).casefold()


def possible(label: str) -> bool:
    """Whether `label`, as shown, may be a label at all: short, and no piece of speech."""
    if not label or len(label) > LONGEST or _SPEECH.search(label):
        return False
    words = label.split()
    whole = all(label.count(one) == label.count(other) for one, other in _PAIRS.items())
    ends = not label.endswith(".") or bool(_INITIAL.fullmatch(words[-1]))
    return whole and ends and any(char.isalnum() for char in label) and len(words) <= 12


def likely(label: str) -> bool:
    """Whether a label looks like that of a person: a name, an office, P1, SPEAKER_00, a telephone number."""
    words = re.sub(r"\(.*?\)", " ", label).replace(",", " ").split()
    names = [word for word in words if word.casefold() not in _PARTICLES]
    if not names or len(words) > 9:
        return False
    if role(label) or re.fullmatch(r"\+?[\d\s()-]{6,}", label):
        return True
    if words[0].casefold().strip(".:") in _NOTES:
        return False
    named = all(
        any(char.isalpha() and not char.islower() for char in word) or not any(map(str.isalpha, word))
        for word in names
    )
    return named and words[0][0].isalnum() and any(map(str.isalpha, label))


def role(label: str) -> bool:
    """Whether a label is a word for who takes part, with little after it, or a letter or two with a number."""
    whole = label.casefold()
    if _CODE.fullmatch(label) or _TOGETHER.fullmatch(whole) or (len(whole) == 1 and whole in _ROLES):
        return True
    head, *rest = re.split(r"[\s\d(._-]+", re.sub(r"\(.*?\)", "", whole).strip() or whole)
    return len(head) > 1 and head in _ROLES and len(list(filter(None, rest))) <= 2


def in_capitals(label: str) -> bool:
    """Whether a label is written in capitals, titles and the like aside: KEPALA DINAS PU (Ir. DADANG)."""
    letters = [char for char in label if char.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) * 4 >= len(letters) * 3


def once(label: str, labelled: float) -> bool:
    """Whether a label that comes once, among turns, is a speaker's: a role or, where speech has labels, a person.

    `labelled`: the share of lines that begin with a label.
    """
    if not possible(label) or label.casefold().split()[0] in _NOTES:
        return False
    several = len(re.sub(r"\(.*?\)", " ", label).split()) > 1
    return role(label) or (likely(label) and labelled >= (0.8 if several else 1.0))


def speakers(found: Iterable[str], sure: Iterable[str], known: set[str]) -> set[str]:
    """Which labels are of speakers, evened.

    `found`: the labels at the heads of lines, each time; `sure`: those with a time beside them,
    each time; `known`: interviewers, evened. A label is a speaker's when it comes back, or is known;
    with a time beside it when it looks like a person's. Of more than four words it has to look so as well.
    """
    found = list(found)
    labels = {even(label): shown(label) for label in found}
    counted = Counter(even(label) for label in found)
    timed = {even(label) for label in sure}
    speaking = set()
    for key, label in labels.items():
        if not possible(label):
            continue
        back = counted[key] > 1 and ((len(label.split()) <= 4 and len(label) <= 40) or likely(label))
        if label.casefold().split()[0] in _NOTES and counted[key] < 3:
            back = False
        if key in known or back or (key in timed and likely(label)):
            speaking.add(key)
    # a passage in which nobody speaks twice; numbered questions, each of which is there once
    numbered = Counter(re.sub(r"\W*\d+\W*$", "", key) for key in labels if re.search(r"\d\W*$", key))
    roles = {key for key, label in labels.items() if role(label) and possible(label)}
    if not speaking and len(roles) > 1:
        return roles
    return speaking | {
        key for key in roles if numbered[stem := re.sub(r"\W*\d+\W*$", "", key)] > 1 and stem in _ROLES
    }


def _capital(word: str) -> bool:
    """Whether a word begins as a name does, after a particle perhaps: Hakim, al-Hakim, 3, a letter of a script without capitals."""
    first = re.sub(r"^[a-z]{1,3}[-’']", "", word)[:1]
    return first.isalnum() and not first.islower()


def prefixes(lines: list[str]) -> list[str]:
    """The label at the head of each line where nothing parts it from the words: "" where none is found.

    It is told by coming back: the longest run of words that begins as many lines as its
    first word does, each with a capital letter or a number.
    """
    heads = []
    for line in lines:
        words: list[str] = []
        for word in line.split()[:6]:
            name = _capital(word) or (word.casefold() in _PARTICLES and bool(words))
            if not name or (word[-1] in ".,:;?!" and not _INITIAL.fullmatch(word)):
                break
            words.append(word)
        # something is said
        heads.append(words[:-1] if len(words) == len(line.split()) else words)
    counted: Counter[tuple[str, ...]] = Counter()
    opening: Counter[tuple[str, ...]] = Counter()
    for words, line in zip(heads, lines, strict=True):
        for size in range(1, len(words) + 1):
            rest = line.split()[size:]
            counted[tuple(words[:size])] += 1
            # after a label a sentence begins
            opening[tuple(words[:size])] += bool(rest) and not rest[0][0].islower()
    labels = []
    for words in heads:
        fits: list[tuple[str, ...]] = []
        for size in range(1, len(words) + 1):
            head = tuple(words[:size])
            number = words[size - 1][-1].isdigit()
            if counted[head] < (1 if number and fits else 2):
                break
            # one more word that not all of these lines have is a word of the speech, but for a number
            if fits and not number and counted[head] < counted[fits[-1]]:
                break
            fits.append(head)
            if number:
                break
        begun = [head for head in fits if opening[head] * 5 >= counted[head] * 4]
        labels.append(" ".join((begun or fits or [()])[-1]))
    # words that only begin sentences, as And and So do, stand in the middle of them
    within = sum(
        bool(rest) and rest[0][0].islower()
        for label, line in zip(labels, lines, strict=True)
        if label and (rest := line.split()[len(label.split()) :])
    )
    if within * 3 > sum(map(bool, labels)):
        return [""] * len(lines)
    # who speaks once, where others were told: the capitals before the one with which a sentence begins
    if sum(map(bool, labels)) * 2 >= len(labels):
        for at, (label, words, line) in enumerate(zip(labels, heads, lines, strict=True)):
            rest = line.split()[len(words) :]
            if not label and words and rest:
                labels[at] = " ".join(words[:-1] if rest[0][0].islower() else words)
    return labels
