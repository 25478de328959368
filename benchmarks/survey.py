"""A survey of 100,000 answers with five open questions each, from the register to the end of protect.

    python benchmarks/survey.py [PYTHON] [--answers 100000] [--keep FOLDER]

The answers are generated: Indonesian sentences of the words that are most used, an eighth of them with a
name, a number or a place, of the length that people write (14 words in the median). The command line makes the study,
reads each row as a source, and builds as far as the de-identified texts; seconds and the most memory of all its
processes are taken from outside. Presidio, where it is installed beside PYTHON with a model of spaCy, reads a
sample of the same answers; its time is scaled to all of them and to both cores. `JALIN_BENCH_ANSWERS` says how many
answers (10,000, so that it takes a minute or two); the seconds of the goal are scaled with them.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

QUESTIONS = (
    "Apa yang membuat Anda datang ke kantor ini?",
    "Bagaimana pelayanan yang Anda terima?",
    "Apa kendala yang Anda alami?",
    "Siapa yang membantu Anda, dan bagaimana caranya?",
    "Apa saran Anda agar pelayanan menjadi lebih baik?",
)
SENTENCES = (
    "{saya} datang {waktu} untuk mengurus {surat}", "pelayanannya {nilai} tetapi antreannya {panjang}",
    "petugas di loket {nilai} dan mau menjelaskan apa saja yang harus dibawa", "{saya} menunggu {waktu} karena {sebab}",
    "yang membantu waktu itu {siapa} dari bagian {bagian}", "harus bolak balik karena {surat} belum {selesai}",
    "jaringan sering {putus} jadi {surat} tidak bisa dicetak", "tolong tambah {barang} supaya warga tidak berdiri",
    "menurut {saya} sudah {nilai}", "tidak ada kendala", "biayanya {uang} padahal katanya gratis",
    "rumah {saya} di {tempat} jadi jauh kalau harus datang lagi", "sebaiknya ada nomor antrean dan jadwal yang {jelas}",
    "{siapa} bilang berkasnya kurang", "bisa hubungi {saya} di {nomor}", "di {kantor} lebih cepat daripada di sini",
    "waktu {saya} mengurus {surat} tahun {tahun} malah lebih {panjang}", "petugasnya cuma {angka} orang untuk ratusan warga",
    "kalau bisa {surat} dikirim lewat {cara} saja", "semoga ke depan lebih {nilai} lagi",
)  # fmt: skip
WORDS = {
    "saya": ["saya", "kami", "aku", "ibu saya", "suami saya", "warga"],
    "waktu": ["dari pagi", "sejak jam 7", "hampir dua jam", "seharian", "minggu lalu", "hari Senin"],
    "surat": ["KTP", "kartu keluarga", "akta kelahiran", "surat pindah", "KK", "surat keterangan usaha", "BPJS"],
    "nilai": ["baik", "cukup baik", "ramah", "lumayan", "kurang", "bagus", "sangat memuaskan", "biasa saja"],
    "panjang": ["panjang", "lama sekali", "tidak teratur", "membingungkan", "terlalu lama"],
    "sebab": ["petugasnya belum datang", "listrik mati", "server pusat mati", "berkasnya tercecer", "banyak calo"],
    "bagian": ["pelayanan", "kependudukan", "loket tiga", "arsip", "umum"],
    "selesai": ["selesai", "ditandatangani", "dicetak", "diverifikasi"],
    "putus": ["putus", "mati", "lemot", "gangguan"],
    "barang": ["kursi", "loket", "kipas angin", "petugas", "komputer", "tempat parkir"],
    "uang": ["Rp50.000", "20 ribu", "lima puluh ribu", "seikhlasnya"],
    "tempat": ["Desa Sukamaju", "Kampung Cibungur RT 03 RW 05", "Jalan Melati No. 12", "perbatasan kabupaten", "dusun sebelah"],
    "jelas": ["jelas", "tetap", "bisa dilihat di HP", "diumumkan"],
    "kantor": ["kecamatan sebelah", "kantor desa", "Mal Pelayanan Publik", "kabupaten"],
    "cara": ["pos", "WhatsApp", "kantor desa", "ojek"],
}  # fmt: skip
FIRST = ("Asep", "Siti", "Dedi", "Euis", "Ujang", "Rina", "Budi", "Wati", "Agus", "Yanti", "Hendra", "Lilis", "Cecep", "Nining", "Fajar", "Dewi")  # fmt: skip
LAST = ("Suryana", "Hidayat", "Kurniasih", "Permana", "Rahmawati", "Sutisna", "Mulyani", "Gunawan", "Setiawati", "Firmansyah")  # fmt: skip
# one answer in eight or so names somebody, one in fifty gives a number
WEIGHTS = [0.4 if "{siapa}" in one else 0.2 if "{nomor}" in one else 1.0 for one in SENTENCES]
ROOTS = sorted(StemmerFactory().get_words())[::9]
PROJECT = Path(__file__).resolve().parents[1]
SAMPLE = 300
GOAL_SECONDS, GOAL_MEMORY = 60, 2 * 2**30


def said(chance: random.Random) -> str:
    """One answer: a sentence or a few, seldom with a name."""
    words = {name: chance.choice(some) for name, some in WORDS.items()}
    name = chance.choice(FIRST) + (f" {chance.choice(LAST)}" if chance.random() < 0.5 else "")
    words |= {
        "siapa": f"{chance.choice(['Pak', 'Bu', 'Kang', 'Teh'])} {name}" if chance.random() < 0.5 else "ibu petugas",
        "nomor": f"08{chance.randint(100000000, 9999999999)}",
        "angka": str(chance.randint(2, 9)),
        "tahun": str(chance.randint(2012, 2024)),
    }  # fmt: skip
    number = 1 + (chance.random() < 0.6) + (chance.random() < 0.2)
    some = chance.choices(SENTENCES, WEIGHTS, k=number)
    # nobody says the same as another
    found = [
        f"{one.format(**words)} {' '.join(chance.choices(ROOTS, k=chance.randint(0, 4)))}".strip()
        for one in some
    ]
    # half of all people write as one does in a chat
    if chance.random() < 0.5:
        return ", ".join(found)
    return ". ".join(one[0].upper() + one[1:] for one in found) + "."


def write_survey(path: Path, answers: int) -> list[str]:
    """Write a table as Google Forms does; some of its open answers."""
    chance = random.Random(2024)
    some: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Timestamp", "Usia", "Kecamatan", "Pekerjaan", *QUESTIONS])
        for number in range(answers):
            open_answers = [said(chance) for _ in QUESTIONS]
            some += open_answers if len(some) < SAMPLE else []
            table.writerow(
                [
                    f"2024-03-{1 + number % 28:02d} {8 + number % 9:02d}:15:00", chance.randint(17, 80),
                    chance.choice(["Utara", "Selatan", "Timur", "Barat"]),
                    chance.choice(["petani", "pedagang", "guru", "buruh", "ibu rumah tangga"]), *open_answers,
                ]
            )  # fmt: skip
    return some


class Memory(threading.Thread):
    """The most memory that a process and all below it held, of their own and as their share of what they have in common."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root, self.most, self.ended = psutil.Process(pid), 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.5):
            held = 0
            try:
                for process in (self.root, *self.root.children(recursive=True)):
                    found = process.memory_full_info()
                    held += getattr(found, "pss", found.uss)
            except psutil.Error:
                continue
            self.most = max(self.most, held)


def ran(*command: str) -> tuple[float, int]:
    """Seconds that a command of jalin took, and the most memory it held."""
    began = time.perf_counter()
    with subprocess.Popen([Path(sys.executable).parent / "jalin", *command], cwd=PROJECT) as process:
        memory = Memory(process.pid)
        memory.start()
        code = process.wait()
    memory.ended.set()
    if code:
        raise SystemExit(f"jalin {' '.join(command)} ended with {code}")
    return time.perf_counter() - began, memory.most


_PRESIDIO = """
import json, sys, time
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm"}]}
engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=model).create_engine())
texts = json.load(sys.stdin)
engine.analyze(texts[0], language="en")
began = time.perf_counter()
for text in texts:
    engine.analyze(text, language="en")
print(time.perf_counter() - began)
"""


def presidio(python: str, texts: list[str]) -> float | None:
    """Seconds that Presidio takes for `texts` in the environment of `python`; None where it is not installed."""
    done = subprocess.run([python, "-c", _PRESIDIO], input=json.dumps(texts), text=True, capture_output=True)
    return None if done.returncode else float(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python", nargs="?", default=sys.executable, help="a Python that has Presidio")
    parser.add_argument("--answers", type=int, default=int(os.environ.get("JALIN_BENCH_ANSWERS", "10000")))
    parser.add_argument("--keep", type=Path, help="a folder to leave the study in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("JALIN_BENCH_FOLDER")) as place:
        folder = (options.keep or Path(place)).resolve()
        (folder / "in").mkdir(parents=True)
        some = write_survey(folder / "in/survey.csv", options.answers)
        study = folder / "study"
        made, _ = ran("new", str(study), "--from", str(folder / "in"))
        register = study / "data/raw/sources.csv"
        with register.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with register.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [*rows[0], "row"], lineterminator="\n")
            table.writeheader()
            table.writerows([row | {"row": "source"} for row in rows])
        seconds, memory = ran("build", "protect", "--root", str(study))
        sources = sum(1 for _ in (study / "data/processed/protect/sources.csv").open(encoding="utf-8")) - 1
    assert sources == options.answers, f"{sources} sources of {options.answers} answers"
    print(f"new {made:.1f} s; register to protect {seconds:.1f} s, most memory {memory / 2**30:.2f} GiB")
    if theirs := presidio(options.python, some):
        scaled = theirs / len(some) * options.answers * len(QUESTIONS) / 2
        print(
            f"Presidio, recognising alone, {len(some)} answers {theirs:.1f} s, all of them on two cores {scaled:.0f} s"
        )
    share = options.answers / 100_000
    print(f"survey_memory ratio={GOAL_MEMORY / memory:.2f} goal=1")
    print(f"survey ratio={GOAL_SECONDS * share / seconds:.2f} goal=1")


if __name__ == "__main__":
    main()
