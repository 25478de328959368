"""Transcripts as programs and people write them, and the turns that stand in them: all invented.

Each is the name of a file, its text, its turns as (speaker, seconds or None, words), neighbours of one speaker
joined, what stands in no turn, and the encoding of the file.
"""

import json
from typing import NamedTuple

Turns = list[tuple[str, int | None, str]]


class Written(NamedTuple):
    """A file as a program writes it."""

    name: str
    text: str
    turns: Turns
    lacks: tuple[str, ...] = ()
    encoding: str = "utf-8"


_CODES = [
    ("R-01", "Sudah lama di sini?"),
    ("K-07", "Tujuh tahun."),
    ("R-01", "Pernah pindah?"),
    ("K-07", "Dua kali: ke arsip."),
]
WRITTEN = [
    *(
        Written(
            f"codes-before-a-mark-{number}.txt",
            "".join(f"{who}{mark}{words}\n" for who, words in _CODES),
            [(who, None, words) for who, words in _CODES],
        )
        for number, mark in enumerate((" – ", " = ", "/ "))
    ),
    *(
        Written(
            f"whatsapp-{language}.txt",
            "".join(f"{day.format(at)} - {who}: {words}\n" for at, (who, words) in enumerate(_CODES)),
            [(who, None, words) for who, words in _CODES],
        )
        for language, day in {
            "ar": "\u200f7\u200f/1\u200f/2025، 8:0{} ص",
            "zh": "2025/1/7 上午8:0{}",
            "ko": "2025. 1. 7. 오전 8:0{}",
        }.items()
    ),
    Written(
        "fullwidth.txt",
        "访谈者：你好吗？\n受访者：很好。\n访谈者：为什么？\n受访者：因为：天气。\n",
        [
            ("访谈者", None, "你好吗？"),
            ("受访者", None, "很好。"),
            ("访谈者", None, "为什么？"),
            ("受访者", None, "因为：天气。"),
        ],
    ),
    Written(
        "bullets.txt",
        "• Rina: Halo.\n• Ibu S: Ya: ada.\n• Rina: Oke.\n• Ibu S: Ya.\n",
        [
            ("Rina", None, "Halo."),
            ("Ibu S", None, "Ya: ada."),
            ("Rina", None, "Oke."),
            ("Ibu S", None, "Ya."),
        ],
    ),
    Written(
        "label-and-time-in-brackets.txt",
        "[Moderator 00:00:12] Mari mulai.\n[FGD-P1 00:00:20] Baik: siap.\n[Moderator 00:00:40] Oke.\n",
        [("Moderator", 12, "Mari mulai."), ("FGD-P1", 20, "Baik: siap."), ("Moderator", 40, "Oke.")],
    ),
    Written(
        "bars.txt",
        "00:12 | Moderator | Mari mulai.\n00:20 | P1 | Baik: siap.\n00:40 | Moderator | Oke.\n",
        [("Moderator", 12, "Mari mulai."), ("P1", 20, "Baik: siap."), ("Moderator", 40, "Oke.")],
    ),
    Written(
        "seconds.txt",
        "SPEAKER_00 [0.03s - 2.15s]: Pagi.\nSPEAKER_01 [2.50s - 4.00s]: Pagi.\nSPEAKER_00 [64.2s - 65.0s]: Ya.\n",
        [("SPEAKER_00", 0, "Pagi."), ("SPEAKER_01", 2, "Pagi."), ("SPEAKER_00", 64, "Ya.")],
    ),
    Written(
        "group-changed.txt",
        "14/03/25 20.12 - Ani RT: malam\n14/03/25 20.13 - Budi: ya\n14/03/25 20.15 - Ani RT mengubah deskripsi grup: baru\n14/03/25 20.16 - Ani RT: ok\n",
        [("Ani RT", None, "malam"), ("Budi", None, "ya"), ("Ani RT", None, "ok")],
        ("deskripsi",),
    ),
    Written(
        "teams-de.txt",
        "Anna Müller hat die Transkription gestartet\nAnna Müller   0:05\nGuten Morgen.\nJörg Weiß   0:09\nEs ist 10:30 Uhr.\nAnna Müller   0:20\nGut.\nAnna Müller hat die Transkription beendet\n",
        [
            ("Anna Müller", 5, "Guten Morgen."),
            ("Jörg Weiß", 9, "Es ist 10:30 Uhr."),
            ("Anna Müller", 20, "Gut."),
        ],
        ("beendet",),
    ),
    Written(
        "happyscribe.txt",
        "00:03 Ana Li\nHello there.\n\n00:05 Bo\nHi: you.\n\n01:09 Ana Li\nOk.\n",
        [("Ana Li", 3, "Hello there."), ("Bo", 5, "Hi: you."), ("Ana Li", 69, "Ok.")],
    ),
    Written(
        "brackets.md",
        "[SPEAKER_00]: Pagi.\n\n[SPEAKER_01]: Ya.\n\n[SPEAKER_00]: Kapan?\n\n[SPEAKER_01]: Tadi.\n",
        [
            ("SPEAKER_00", None, "Pagi."),
            ("SPEAKER_01", None, "Ya."),
            ("SPEAKER_00", None, "Kapan?"),
            ("SPEAKER_01", None, "Tadi."),
        ],
    ),
    Written(
        "table.md",
        "| Time | Speaker | Text |\n|---|---|---|\n| 00:01 | Ana | Hello |\n| 00:05 | Bo | Hi: there |\n| 00:09 | Ana | So? |\n",
        [("Ana", 1, "Hello"), ("Bo", 5, "Hi: there"), ("Ana", 9, "So?")],
    ),
    Written(
        "export.csv",
        'Speaker,Start time (s),End time (s),Text\nAna,1.20,4.0,Hello\nBo,5.1,8.0,"Hi, there: you"\nAna,69.3,71.0,So?\n',
        [("Ana", 1, "Hello"), ("Bo", 5, "Hi, there: you"), ("Ana", 69, "So?")],
    ),
    Written(
        "telegram.json",
        '{"messages":[{"from":"Ana","text":"halo"},{"from":"Bo","text":["ya ",{"type":"bold","text":"betul"}]},{"from":"Ana","text":"ok"}]}',
        [("Ana", None, "halo"), ("Bo", None, "ya betul"), ("Ana", None, "ok")],
    ),
    Written(
        "points.txt",
        "Ani (00.01): Halo, harganya 12.50.\nBudi (01.00.05): Ya.\nAni (01.00.09): Oke.\n",
        [("Ani", 1, "Halo, harganya 12.50."), ("Budi", 3605, "Ya."), ("Ani", 3609, "Oke.")],
    ),
    Written(
        "menit.txt",
        "Ani (menit 00:01): Halo.\nBudi (menit 00:05): Ya.\nAni (menit ke-00:09): Oke.\n",
        [("Ani", 1, "Halo."), ("Budi", 5, "Ya."), ("Ani", 9, "Oke.")],
    ),
    Written(
        "whatsapp-ms.txt",
        "05/03/2024, 9:15 PTG - Ana: Hai\n05/03/2024, 9:16 PTG - Lim: Ya\n05/03/2024, 9:17 PTG - Ana: Ok\n",
        [("Ana", None, "Hai"), ("Lim", None, "Ya"), ("Ana", None, "Ok")],
    ),
    Written(
        "head-without-time.txt",
        "Rina  0:03\nPertama begini.\n\nBudi\nOh ya, Rina\ntahu itu.\n\nRina  0:12\nLalu begitu.\n\nBudi  0:20\nBaik.\n",
        [
            ("Rina", 3, "Pertama begini."),
            ("Budi", None, "Oh ya, Rina tahu itu."),
            ("Rina", 12, "Lalu begitu."),
            ("Budi", 20, "Baik."),
        ],
    ),
    Written(
        "otter-unknown.txt",
        "Siti bin Haji Umar  0:00  \nSelamat pagi semuanya. \n\nUnknown Speaker  0:12  \nPagi.\n\nDr. Retno van den Berg 3  10:02  \nBaik, jam 10:30 kita mulai.\nLalu pulang.\n\nSiti bin Haji Umar  1:02:03  \nTerima kasih.\n\nTranscribed by https://otter.ai\n",
        [
            ("Siti bin Haji Umar", 0, "Selamat pagi semuanya."),
            ("Unknown Speaker", 12, "Pagi."),
            ("Dr. Retno van den Berg 3", 602, "Baik, jam 10:30 kita mulai. Lalu pulang."),
            ("Siti bin Haji Umar", 3723, "Terima kasih."),
        ],
    ),
    Written(
        "otter-crlf.txt",
        "Speaker 1  0:03\r\nHello there.\r\n\r\nSpeaker 2  0:09\r\nHi.\r\nWe met at 9:15\r\nand left.\r\n\r\nSpeaker 1  0:20\r\nGood.\r\n",
        [
            ("Speaker 1", 3, "Hello there."),
            ("Speaker 2", 9, "Hi. We met at 9:15 and left."),
            ("Speaker 1", 20, "Good."),
        ],
        (),
        "utf-16",
    ),
    Written(
        "otter-one-space.txt",
        "Ana Maria 0:03\nHola a todos.\nRui 0:10\nBom dia.\nAna Maria 0:15\nOutra vez.\n",
        [("Ana Maria", 3, "Hola a todos."), ("Rui", 10, "Bom dia."), ("Ana Maria", 15, "Outra vez.")],
    ),
    Written(
        "otter-notime-in-words.txt",
        "0:00\nThis is a tape.\n\n0:21\nEverybody grew apples.\n\n0:24\nThanks.\n\nTranscribed by https://otter.ai\n",
        [],
        ("0:21",),
    ),
    Written(
        "zoom-plain.vtt",
        "WEBVTT\n\n1\n00:00:02.500 --> 00:00:03.900\nBudi: Halo.\n\n2\n00:00:04.100 --> 00:00:05.500\nSri Wahyuni 2: Ya, halo: apa kabar?\n\n3\n00:00:06.100 --> 00:00:07.500\nBudi: Baik.\nSri Wahyuni 2: Syukurlah.\n\n4\n00:00:08.100 --> 00:00:09.500\nBudi: Ya.\n",
        [
            ("Budi", 2, "Halo."),
            ("Sri Wahyuni 2", 4, "Ya, halo: apa kabar?"),
            ("Budi", 6, "Baik."),
            ("Sri Wahyuni 2", 6, "Syukurlah."),
            ("Budi", 8, "Ya."),
        ],
    ),
    Written(
        "zoom-caption.txt",
        "[Emily de Groot] 10:01:13\nHello there.\n\n[Ann-Marie O'Neil] 10:01:20\nHi.\nSecond line.\n\n[Emily de Groot] 10:02:00\nBye.\n",
        [
            ("Emily de Groot", None, "Hello there."),
            ("Ann-Marie O'Neil", None, "Hi. Second line."),
            ("Emily de Groot", None, "Bye."),
        ],
    ),
    Written(
        "zoom-chat2.txt",
        '2025-03-14 09:01:12 From Rina K. to Everyone:\n\tselamat pagi: semua\n2025-03-14 09:01:40 From Tono (HR) to Rina K. (direct message):\n\tpagi\n\tbu\n2025-03-14 09:02:40 From Ibu Ani to Everyone:\n\tReplying to "selamat pagi"\n\n\tpagi juga\n',
        [
            ("Rina K.", None, "selamat pagi: semua"),
            ("Tono (HR)", None, "pagi bu"),
            ("Ibu Ani", None, "pagi juga"),
        ],
        ("Everyone", "direct", "Replying"),
    ),
    Written(
        "zoom-chat3.txt",
        "00:12:01\tRina Kartika:\tselamat pagi\n00:12:30\tTono Subagyo:\tpagi bu\n00:13:00\tRina Kartika:\tsudah makan?\n",
        [
            ("Rina Kartika", None, "selamat pagi"),
            ("Tono Subagyo", None, "pagi bu"),
            ("Rina Kartika", None, "sudah makan?"),
        ],
    ),
    Written(
        "zoom-chat4.txt",
        "10:15:01 From Rina Kartika to Everyone : halo semua\n10:15:20 From Tono to Rina Kartika(Privately) : halo juga\nbaris kedua\n10:16:00 From Rina Kartika to Everyone : ok\n",
        [
            ("Rina Kartika", None, "halo semua"),
            ("Tono", None, "halo juga baris kedua"),
            ("Rina Kartika", None, "ok"),
        ],
        ("Privately",),
    ),
    Written(
        "zoom-chat5.txt",
        "10:15:01 Dari Rina Kartika ke Semua Orang:\n\thalo semua\n10:15:20 Dari Tono ke Rina Kartika (Pesan Langsung):\n\thalo juga\n10:16:00 Dari Rina Kartika ke Semua Orang:\n\tok\n",
        [("Rina Kartika", None, "halo semua"), ("Tono", None, "halo juga"), ("Rina Kartika", None, "ok")],
        ("Semua Orang",),
    ),
    Written(
        "teams.vtt",
        "WEBVTT\r\n\r\nab12-cd34/1-0\r\n00:00:01.000 --> 00:00:02.000\r\n<v Ketut, I Made>Selamat pagi.</v>\r\n\r\nab12-cd34/2-0\r\n00:00:03.000 --> 00:00:04.000\r\n<v Ketut, I Made>Kita mulai\r\nsekarang.</v>\r\n\r\nab12-cd34/3-0\r\n00:00:05.000 --> 00:00:06.000\r\n<v >Ya.</v>\r\n",
        [("Ketut, I Made", 1, "Selamat pagi. Kita mulai sekarang. Ya.")],
    ),
    Written(
        "teams-docx.txt",
        "Web Governance-20260615_133555-Meeting Transcript\n15 June 2026, 03:35am\n27m 42s\nNick Miller started transcription\nDavid Mulholland   0:03\nthat from the planning discussion.\nYes.\nNick Miller   0:41\nRight.\nJoan d'Arc   1:02\nHm.\nDavid Mulholland   1:10:41\nEnd.\nNick Miller stopped transcription\n",
        [
            ("David Mulholland", 3, "that from the planning discussion. Yes."),
            ("Nick Miller", 41, "Right."),
            ("Joan d'Arc", 62, "Hm."),
            ("David Mulholland", 4241, "End."),
        ],
        ("stopped",),
    ),
    Written(
        "teams-old2.txt",
        "0:0:3.0 --> 0:0:5.500\nNadia\nSelamat pagi.\n\n0:0:7.0 --> 0:0:9.500\nPak Joko\nBoleh.\nBaris dua.\n\n1:0:7.0 --> 1:0:9.500\nTamu 3\nHalo\n",
        [("Nadia", 3, "Selamat pagi."), ("Pak Joko", 7, "Boleh. Baris dua."), ("Tamu 3", 3607, "Halo")],
        ("-->",),
    ),
    Written(
        "meet2.txt",
        "Mar 14, 2025\n\nProject sync - Transcript\n\n00:00:00\n \nAna Lopez: Good morning.\nBo Li: Hi: there.\n\n00:05:12\n \nAna Lopez: So?\nBo Li: Well, 10:30 is fine.\n\nMeeting ended after 00:11:42 👋\n\nThis editable transcript was computer generated and might contain errors. People can also change the text after it was created.\n",
        [
            ("Ana Lopez", 0, "Good morning."),
            ("Bo Li", None, "Hi: there."),
            ("Ana Lopez", 312, "So?"),
            ("Bo Li", None, "Well, 10:30 is fine."),
        ],
        ("ended", "editable", "00:05:12"),
    ),
    Written(
        "meet.sbv",
        "0:00:01.000,0:00:03.000\nAna: Good morning.\n\n0:00:04.000,0:00:06.000\nBo: Hi.\n\n0:00:07.000,0:00:08.000\nAna: Bye.\n",
        [("Ana", 1, "Good morning."), ("Bo", 4, "Hi."), ("Ana", 7, "Bye.")],
    ),
    Written(
        "webex.vtt",
        'WEBVTT\n\n1 "Nadia K" (1234567)\n00:00:03.500 --> 00:00:05.500\nSelamat pagi.\n\n2 "Nadia K" (1234567)\n00:00:06.500 --> 00:00:07.500\nSemua.\n\n3 "Pak Joko" (222)\n00:00:08.500 --> 00:00:09.500\nPagi: juga.\n',
        [("Nadia K", 3, "Selamat pagi. Semua."), ("Pak Joko", 8, "Pagi: juga.")],
    ),
    Written(
        "ids.vtt",
        "WEBVTT\n\nSpeaker 1\n00:02:00.000 --> 00:03:00.000\nHey there\n\nSpeaker 2\n00:04:00.000 --> 00:05:00.000\nHi\n\nSpeaker 1\n00:06:00.000 --> 00:07:00.000\nOk\n\nSpeaker 2\n00:08:00.000 --> 00:09:00.000\nFine\n",
        [
            ("Speaker 1", 120, "Hey there"),
            ("Speaker 2", 240, "Hi"),
            ("Speaker 1", 360, "Ok"),
            ("Speaker 2", 480, "Fine"),
        ],
    ),
    Written(
        "paren.vtt",
        "WEBVTT\n\n00:00:08.000 --> 00:00:12.000\n(Danyel F)\nI wanted to start\n\n00:00:12.000 --> 00:00:16.000\n(Danyel F)\nto. Um\n\n00:00:16.000 --> 00:00:20.000\n(Dana B)\nor\n\n00:00:20.000 --> 00:00:24.000\n(Dana B)\nJewish\n",
        [("Danyel F", 8, "I wanted to start to. Um"), ("Dana B", 16, "or Jewish")],
    ),
    Written(
        "gigaam.srt",
        "1\n00:00:00,638 --> 00:00:01,198\nSpeaker №1: Selamat pagi.\n\n2\n00:00:01,279 --> 00:00:02,880\nSilakan duduk.\n\n3\n00:00:07,444 --> 00:00:10,327\nSpeaker №2: Ya.\n\n4\n00:00:11,444 --> 00:00:12,327\nSpeaker №1: Begini: dulu.\n",
        [
            ("Speaker №1", 0, "Selamat pagi. Silakan duduk."),
            ("Speaker №2", 7, "Ya."),
            ("Speaker №1", 11, "Begini: dulu."),
        ],
    ),
    Written(
        "turbo.txt",
        "(Transcribed by TurboScribe.ai. Go Unlimited to remove this message.)\n\n[Speaker 1] (0:00 - 0:28)\nOke, kita mulai.\n\n[Speaker 2] (0:28 - 1:02)\nBaik.\n\n[Speaker 1] (1:02 - 1:30)\nSiap: jalan.\n",
        [("Speaker 1", 0, "Oke, kita mulai."), ("Speaker 2", 28, "Baik."), ("Speaker 1", 62, "Siap: jalan.")],
        ("TurboScribe",),
    ),
    Written(
        "turbo2.txt",
        "(0:00 - 0:28)\n(Transcribed by TurboScribe.ai. Go Unlimited to remove this message.) Oke, kita mulai.\n\n(0:28 - 1:02)\nBaik.\n",
        [],
        ("TurboScribe", "0:28"),
    ),
    Written(
        "turbo3.txt",
        "[Pembicara 1] (0:00 - 0:28)\nOke.\n\n[Pembicara 2] (0:28 - 1:02)\nBaik.\n",
        [("Pembicara 1", 0, "Oke."), ("Pembicara 2", 28, "Baik.")],
    ),
    Written(
        "turbo4.txt",
        "[Speaker 1]\nOke, kita mulai.\n\n[Speaker 2]\nBaik.\n\n[Speaker 1]\nSiap.\n",
        [("Speaker 1", None, "Oke, kita mulai."), ("Speaker 2", None, "Baik."), ("Speaker 1", None, "Siap.")],
    ),
    Written(
        "noscribe.txt",
        "Transcribed with noScribe vers. 0.6\nAudio source: /x/y.wav\n(Start: 00:00:00)\n\nS00: Halo //S01: Ya.// terus\n\nS01: [00:00:07] Sama-sama.\n\nS00: [00:01:00] Kita bicara.\n",
        [("S00", None, "Halo //S01: Ya.// terus"), ("S01", 7, "Sama-sama."), ("S00", 60, "Kita bicara.")],
        ("[00:",),
    ),
    Written(
        "atrain.txt",
        "Transcription for 20250314-abc\n\nSPEAKER_00\n[00:00:00] - Selamat pagi.\n[00:00:03] - Kita mulai.\n\nSPEAKER_01\n[00:00:07] - Baik.\n\nSPEAKER_00\n[00:01:07] - Terus?\n\nSPEAKER_01\n[00:01:10] - Ya.\n",
        [
            ("SPEAKER_00", 0, "Selamat pagi. Kita mulai."),
            ("SPEAKER_01", 7, "Baik."),
            ("SPEAKER_00", 67, "Terus?"),
            ("SPEAKER_01", 70, "Ya."),
        ],
        ("[00",),
    ),
    Written(
        "atrain2.txt",
        "Transcription for 20250314-abc\n\nSPEAKER_00\nSelamat pagi.\nKita mulai.\n\nSPEAKER_01\nBaik.\n\nSPEAKER_00\nTerus?\n",
        [
            ("SPEAKER_00", None, "Selamat pagi. Kita mulai."),
            ("SPEAKER_01", None, "Baik."),
            ("SPEAKER_00", None, "Terus?"),
        ],
    ),
    Written(
        "atrain3.txt",
        "Transcription for 20250314-abc\n\nSPEAKER_00\n00:00:00 - Selamat pagi. \n\nSPEAKER_01\n00:00:07 - Baik.\n\nSPEAKER_00\n00:01:07 - Terus?\n",
        [("SPEAKER_00", 0, "Selamat pagi."), ("SPEAKER_01", 7, "Baik."), ("SPEAKER_00", 67, "Terus?")],
        ("00:0",),
    ),
    Written(
        "atrain4.txt",
        "Transcription for 20250314-abc\n\nSPEAKER_00\n[00:00:00] - Selamat pagi. [00:00:03] - Kita mulai. \n\nSPEAKER_01\n[00:00:07] - Baik. \n\nSPEAKER_00\n[00:01:07] - Terus? \n",
        [
            ("SPEAKER_00", 0, "Selamat pagi. Kita mulai."),
            ("SPEAKER_01", 7, "Baik."),
            ("SPEAKER_00", 67, "Terus?"),
        ],
        ("[00",),
    ),
    Written(
        "f4b.txt",
        "Interviewer: Wie war das? #00:00:05-9#\n\nB1: Gut.\nUnd dann mehr. #00:00:15-2#\n\nInterviewer: Ja? #00:01:15-2#\n\nB1: Ja, um 10:30 Uhr. #01:01:15-2#\n",
        [
            ("Interviewer", None, "Wie war das?"),
            ("B1", None, "Gut. Und dann mehr."),
            ("Interviewer", None, "Ja?"),
            ("B1", None, "Ja, um 10:30 Uhr."),
        ],
        ("#",),
    ),
    Written(
        "f4c.txt",
        "#00:00:00-0# P: Boleh saya rekam? #00:00:03-0#\n#00:00:03-0# I: Boleh. #00:00:07-1#\n#00:00:07-1# P: Terus? #00:00:09-1#\n",
        [("P", 0, "Boleh saya rekam?"), ("I", 3, "Boleh."), ("P", 7, "Terus?")],
        ("#",),
    ),
    Written(
        "f4d.txt",
        "P: Boleh saya rekam?\n#00:00:03-0#\nI: Boleh.\n#00:00:07-1#\nP: Terus?\n#00:00:09-1#\n",
        [("P", None, "Boleh saya rekam?"), ("I", None, "Boleh."), ("P", None, "Terus?")],
        ("#",),
    ),
    Written(
        "otr.txt",
        "0:03P: Selamat pagi, boleh?\n\n0:07I: Boleh, silakan.\n\n1:00:15P: Berapa lama?\n",
        [("P", 3, "Selamat pagi, boleh?"), ("I", 7, "Boleh, silakan."), ("P", 3615, "Berapa lama?")],
    ),
    Written(
        "otr.md",
        "0:03 **P:** Selamat pagi.\n\n0:07 **I:** Boleh.\n\n0:15 **P:** Lama?\n",
        [("P", 3, "Selamat pagi."), ("I", 7, "Boleh."), ("P", 15, "Lama?")],
    ),
    Written(
        "a.otr",
        '{"text": "<p>Wawancara loket</p><p><span class=\\"timestamp\\" contenteditable=\\"false\\" data-timestamp=\\"0\\">0:00</span>&nbsp;<b>Ana:</b> Halo &amp; pagi.</p><p><br></p><p><span class=\\"timestamp\\" data-timestamp=\\"65.1\\">1:05</span>&nbsp;<b>Bo:</b> Ya.<br />Dan lagi.</p><p><span class=\\"timestamp\\" data-timestamp=\\"3605\\">1:00:05</span> <b>Ana:</b> Oke</p>", "media": "x.mp3", "media-time": 1}',
        [("Ana", 0, "Halo & pagi."), ("Bo", 65, "Ya. Dan lagi."), ("Ana", 3605, "Oke")],
    ),
    Written(
        "inq.txt",
        "[00:00:03.15] Q: Where?\n[00:00:07.02] A: Here. [00:00:09.00] And there.\n[01:00:10.00] Q: When?\n",
        [("Q", 3, "Where?"), ("A", 7, "Here. And there."), ("Q", 3610, "When?")],
        ("[00",),
    ),
    Written(
        "inq2.txt",
        "{00:00:03.15} Q: Where?\n{00:00:07.02} A: Here.\n{00:00:10.00} Q: When?\n",
        [("Q", 3, "Where?"), ("A", 7, "Here."), ("Q", 10, "When?")],
    ),
    Written(
        "inq3.txt",
        "<00:03.15> Where is it then?\n<00:07.02> Here it is.\n<00:10.00> When was that?\n",
        [],
        ("00:03",),
    ),
    Written(
        "trint2.txt",
        "[00:00:03] Speaker 1 Yes we do.\n\n[00:00:06] Ana Lopez Good morning.\n\n[00:00:09] Speaker 1 Yes again.\n\n[00:00:12] Ana Lopez Good evening.\n\n[00:00:15] Speaker 2 Hm.\n",
        [
            ("Speaker 1", 3, "Yes we do."),
            ("Ana Lopez", 6, "Good morning."),
            ("Speaker 1", 9, "Yes again."),
            ("Ana Lopez", 12, "Good evening."),
            ("Speaker 2", 15, "Hm."),
        ],
    ),
    Written(
        "trint3.txt",
        "Ana Lopez [00:00:03]\nGood morning.\n\nBo [00:00:06]\nHi.\n\nAna Lopez [00:00:09]\nBye.\n",
        [("Ana Lopez", 3, "Good morning."), ("Bo", 6, "Hi."), ("Ana Lopez", 9, "Bye.")],
    ),
    Written(
        "trint4.txt",
        "[00:00:03] Ana Lopez: Good morning.\n[00:00:06] Bo: Hi.\n[00:00:09] Ana Lopez: Bye.\n",
        [("Ana Lopez", 3, "Good morning."), ("Bo", 6, "Hi."), ("Ana Lopez", 9, "Bye.")],
    ),
    Written(
        "sonix2.txt",
        "Interview\n\nAna [00:00:03] Good morning.\n\nBo [00:00:06] Hi: there.\n\nAna [00:00:09] Bye.\n\nBo [00:00:12] Bye bye.\n",
        [("Ana", 3, "Good morning."), ("Bo", 6, "Hi: there."), ("Ana", 9, "Bye."), ("Bo", 12, "Bye bye.")],
    ),
    Written(
        "sonix3.txt",
        "Speaker1: [00:00:03] Good.\nSpeaker2: [00:00:06] Yes [00:01:00] no.\nSpeaker1: (00:00:09) How?\n",
        [("Speaker1", 3, "Good."), ("Speaker2", 6, "Yes no."), ("Speaker1", 9, "How?")],
        ("[", "("),
    ),
    Written(
        "descript2.md",
        "# Talk\n\n[00:00:03] **Ana:** Good.\n\n[00:00:06] **Bo:** Hi.\n\n[00:00:09] **Ana:** Bye.\n",
        [("Ana", 3, "Good."), ("Bo", 6, "Hi."), ("Ana", 9, "Bye.")],
    ),
    Written(
        "descript3.md",
        "**Ana**: Good [00:00:05] day.\n\n**Bo**: Hi.\n\n**Ana**: Bye.\n",
        [("Ana", None, "Good day."), ("Bo", None, "Hi."), ("Ana", None, "Bye.")],
        ("**", "[00"),
    ),
    Written(
        "rev.txt",
        "Speaker 1 (00:03):\nGood morning.\n\nSpeaker 2 (00:06):\nHi: there.\n\nSpeaker 1 (01:02:09):\nBye.\n",
        [("Speaker 1", 3, "Good morning."), ("Speaker 2", 6, "Hi: there."), ("Speaker 1", 3729, "Bye.")],
    ),
    Written(
        "happy.txt",
        "[00:00:03.10] - Speaker 1\nGood morning.\n\n[00:00:06.20] - Speaker 2\nHi.\n\n[00:00:09.30] - Speaker 1\nBye.\n\n[00:00:12.30] - Speaker 2\nBye bye.\n",
        [
            ("Speaker 1", 3, "Good morning."),
            ("Speaker 2", 6, "Hi."),
            ("Speaker 1", 9, "Bye."),
            ("Speaker 2", 12, "Bye bye."),
        ],
    ),
    Written(
        "w.json",
        '{"text":" Halo semua. Ya.","segments":[{"id":0,"start":0.0,"end":2.5,"text":" Halo semua.","words":[{"word":"Halo","start":0.0}]},{"id":1,"start":2.5,"end":4.0,"text":" Ya."}],"language":"id"}',
        [],
    ),
    Written(
        "wx.json",
        '{"segments":[{"start":0.5,"end":2.5,"text":" Halo semua.","speaker":"SPEAKER_00","words":[]},{"start":2.5,"end":4.0,"text":" Ya.","speaker":"SPEAKER_00"},{"start":3662.5,"end":3664.0,"text":" Apa?","speaker":"SPEAKER_01"}],"word_segments":[{"word":"Halo","start":1}]}',
        [("SPEAKER_00", 0, "Halo semua. Ya."), ("SPEAKER_01", 3662, "Apa?")],
    ),
    Written(
        "wcpp.json",
        '{"systeminfo":"x","transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,000"},"offsets":{"from":61000,"to":2000},"text":" Halo."},{"timestamps":{"from":"00:00:02,000","to":"00:00:04,000"},"offsets":{"from":62000,"to":4000},"text":" Ya."}]}',
        [],
    ),
    Written(
        "aai.json",
        '{"id":"x","text":"Halo. Ya.","words":[{"text":"Halo","start":250,"end":300,"speaker":"A"}],"utterances":[{"speaker":"A","start":250,"end":3000,"text":"Halo."},{"speaker":"B","start":63000,"end":64000,"text":"Ya."}]}',
        [("A", 0, "Halo."), ("B", 63, "Ya.")],
    ),
    Written(
        "pod.json",
        '{"version":"1.0.0","segments":[{"speaker":"Ana","startTime":0.5,"endTime":0.75,"body":"Halo"},{"speaker":"Bo","startTime":61,"endTime":62,"body":"Ya"}]}',
        [("Ana", 0, "Halo"), ("Bo", 61, "Ya")],
    ),
    Written(
        "slow-seconds.json",
        '[{"speaker": "Ani", "start": 3, "end": 5, "text": "Halo?"}, {"speaker": "Bo", "start": 8, "text": "Ya."}, {"speaker": "Ani", "start": 41, "text": "Lalu?"}]',
        [("Ani", 3, "Halo?"), ("Bo", 8, "Ya."), ("Ani", 41, "Lalu?")],
    ),
    Written(
        "times.tsv",
        "Start\tEnd\tSpeaker\tText\n00:00:03\t00:00:05\tAni\tHalo?\n01:00:08\t01:00:10\tBo\tYa: ada.\n",
        [("Ani", 3, "Halo?"), ("Bo", 3608, "Ya: ada.")],
    ),
    Written("w.tsv", 'start\tend\ttext\n0\t2500\tHalo semua.\n2500\t4000\tYa, "betul".\n', []),
    Written(
        "wx.tsv",
        "start\tend\ttext\n0\t2500\t[SPEAKER_00]: Halo semua.\n2500\t4000\t[SPEAKER_01]: Ya.\n4000\t5000\t[SPEAKER_00]: Oke.\n",
        [("SPEAKER_00", 0, "Halo semua."), ("SPEAKER_01", 2, "Ya."), ("SPEAKER_00", 4, "Oke.")],
    ),
    Written(
        "w1.txt",
        "[00:00.000 --> 00:03.000]  Kantor buka jam 08:00.\n[00:03.000 --> 01:00:06.400]  Jadi: begini.\n[01:00:06.400 --> 01:00:09.000]  Jadi: begitu.\n",
        [],
        ("-->",),
    ),
    Written(
        "wx2.txt",
        "[SPEAKER_00] Antre dari subuh.\n[SPEAKER_01] Siapa?\n[SPEAKER_00] Kami.\n",
        [
            ("SPEAKER_00", None, "Antre dari subuh."),
            ("SPEAKER_01", None, "Siapa?"),
            ("SPEAKER_00", None, "Kami."),
        ],
    ),
    Written(
        "wx3.txt",
        "SPEAKER_00: Antre dari subuh.\nSPEAKER_01: Siapa?\nSPEAKER_00: Kami.\nUNKNOWN: hm\n",
        [
            ("SPEAKER_00", None, "Antre dari subuh."),
            ("SPEAKER_01", None, "Siapa?"),
            ("SPEAKER_00", None, "Kami."),
            ("UNKNOWN", None, "hm"),
        ],
    ),
    Written(
        "wx4.txt",
        "[00:00.000 --> 00:03.000] [SPEAKER_00] Antre.\n[00:03.000 --> 00:06.000] [SPEAKER_01] Siapa?\n[00:06.000 --> 00:09.000] [SPEAKER_00] Kami.\n",
        [("SPEAKER_00", 0, "Antre."), ("SPEAKER_01", 3, "Siapa?"), ("SPEAKER_00", 6, "Kami.")],
    ),
    Written(
        "wx5.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n[SPEAKER_00]: Antre.\n\n00:06.500 --> 00:07.500\n[SPEAKER_01]: Siapa?\n\n00:07.500 --> 00:08.500\n[SPEAKER_00]: Kami.\n\n00:08.500 --> 00:09.500\n[SPEAKER_00]: Semua.\n",
        [("SPEAKER_00", 1, "Antre."), ("SPEAKER_01", 6, "Siapa?"), ("SPEAKER_00", 7, "Kami. Semua.")],
    ),
    Written(
        "yt.srt",
        "1\n00:00:00,160 --> 00:00:02,390\nhari ini rapat\n\n2\n00:00:02,390 --> 00:00:02,400\nhari ini rapat\n \n\n3\n00:00:02,400 --> 00:00:05,030\nhari ini rapat\nmembahas kursi\n\n4\n00:00:05,030 --> 00:00:05,040\nmembahas kursi\n \n\n5\n00:00:05,040 --> 00:00:07,000\nmembahas kursi\ndi loket\n",
        [],
    ),
    Written("yt.txt", "0:00\nhari ini rapat\n0:03\nmembahas kursi\n1:00:05\ndi loket\n", [], ("0:03",)),
    Written(
        "wa1.txt",
        '14/03/25 08.00 - Pesan dan panggilan terenkripsi secara end-to-end. Hanya orang di chat ini yang dapat membaca.\n14/03/25 08.01 - Wulan P: Halo: apa kabar?\n14/03/25 08.03 - Pak Darsono 2: Baik\nbaris dua\n14/03/25 08.04 - Wulan P: Oke\n14/03/25 09.00 - Wulan P mengubah nama grup menjadi "Loket: dua"\n',
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa2.txt",
        "3/14/25, 8:01\u202fPM - Wulan P: Halo: apa kabar?\n3/14/25, 8:03\u202fPM - Pak Darsono 2: Baik\nbaris dua\n3/14/25, 8:04\u202fPM - Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa3.txt",
        "[14/3/2025, 8:01:05 PM] Wulan P: Halo: apa kabar?\r\n[14/3/2025, 8:03:05 PM] Pak Darsono 2: Baik\r\nbaris dua\r\n\u200e[14/3/2025, 8:04:05 PM] Wulan P: \u200eOke\r\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa4.txt",
        "14.03.25, 20:01 - Wulan P: Halo: apa kabar?\n14.03.25, 20:03 - Pak Darsono 2: Baik\nbaris dua\n14.03.25, 20:04 - Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa5.txt",
        "2025-03-14, 20:01 - Wulan P: Halo: apa kabar?\n2025-03-14, 20:03 - Pak Darsono 2: Baik\nbaris dua\n2025-03-14, 20:04 - Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa6.txt",
        "\ufeff[14/03/25, 20:01:09] ~\u202fWulan P: Halo: apa kabar?\n[14/03/25, 20:03:09] Pak Darsono 2: Baik\nbaris dua\n[14/03/25, 20:04:09] ~\u202fWulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa7.txt",
        "14/03/2025 pukul 20.01 - Wulan P: Halo: apa kabar?\n14/03/2025 pukul 20.03 - Pak Darsono 2: Baik\nbaris dua\n14/03/2025 pukul 20.04 - Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa8.txt",
        "14-03-25 8:01 p.m. - Wulan P: Halo: apa kabar?\n14-03-25 8:03 p.m. - Pak Darsono 2: Baik\nbaris dua\n14-03-25 8:04 p.m. - Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "wa9.txt",
        "[14.03.25 08.01.05] wulan kecil: <Media tidak disertakan>\n[14.03.25 08.02.05] +62 800-0001-234: IMG-20250314-WA0001.jpg (file terlampir)\nini fotonya\n[14.03.25 08.03.05] wulan kecil: Pesan ini dihapus\n[14.03.25 08.04.05] wulan kecil menambahkan +62 800-0001-999\n",
        [
            ("wulan kecil", None, "<Media tidak disertakan>"),
            ("+62 800-0001-234", None, "IMG-20250314-WA0001.jpg (file terlampir) ini fotonya"),
            ("wulan kecil", None, "Pesan ini dihapus"),
        ],
    ),
    Written(
        "wa10.txt",
        "[2025/03/14 20:01:05] Wulan P: Halo: apa kabar?\n[2025/03/14 20:03:05] Pak Darsono 2: Baik\nbaris dua\n[2025/03/14 20:04:05] Wulan P: Oke\n",
        [
            ("Wulan P", None, "Halo: apa kabar?"),
            ("Pak Darsono 2", None, "Baik baris dua"),
            ("Wulan P", None, "Oke"),
        ],
    ),
    Written(
        "typed1.txt",
        "1. Pewawancara: Pagi, Bu.\n2. Ibu Kepala Seksi Pelayanan Umum: Begini, kursinya.\n3. Pewawancara: Sejak kapan?\n4. Ibu Kepala Seksi Pelayanan Umum: Sejak itu.\n",
        [
            ("Pewawancara", None, "Pagi, Bu."),
            ("Ibu Kepala Seksi Pelayanan Umum", None, "Begini, kursinya."),
            ("Pewawancara", None, "Sejak kapan?"),
            ("Ibu Kepala Seksi Pelayanan Umum", None, "Sejak itu."),
        ],
    ),
    Written(
        "typed2.txt",
        "P:Pagi, Bu.\nI1:Begini.\nP:Sejak kapan?\nI2:Sejak itu.\nI1:Ya.\n",
        [
            ("P", None, "Pagi, Bu."),
            ("I1", None, "Begini."),
            ("P", None, "Sejak kapan?"),
            ("I2", None, "Sejak itu."),
            ("I1", None, "Ya."),
        ],
    ),
    Written(
        "typed3.txt",
        "Pewawancara\nApa kabar, Bu?\n\nInforman\nBaik.\nSekali.\n\nPewawancara\nSejak kapan?\n\nInforman\nDulu.\n",
        [
            ("Pewawancara", None, "Apa kabar, Bu?"),
            ("Informan", None, "Baik. Sekali."),
            ("Pewawancara", None, "Sejak kapan?"),
            ("Informan", None, "Dulu."),
        ],
    ),
    Written(
        "typed4.txt",
        "Pewawancara:\nApa kabar, Bu?\n\nInforman:\nBaik.\nSekali.\n\nPewawancara:\nSejak kapan?\n\nInforman:\nDulu.\n",
        [
            ("Pewawancara", None, "Apa kabar, Bu?"),
            ("Informan", None, "Baik. Sekali."),
            ("Pewawancara", None, "Sejak kapan?"),
            ("Informan", None, "Dulu."),
        ],
    ),
    Written(
        "typed5.txt",
        "A: Pagi.\nB: Pagi.\nA: Kata dia begini: ya.\nB: Kata dia begini: tidak.\nA. bukan label\n",
        [
            ("A", None, "Pagi."),
            ("B", None, "Pagi."),
            ("A", None, "Kata dia begini: ya."),
            ("B", None, "Kata dia begini: tidak. A. bukan label"),
        ],
    ),
    Written(
        "typed6.txt",
        "Dr. H. Asep Kartiwan, M.Si.: Pagi.\nPeneliti (P1): Pagi.\nDr. H. Asep Kartiwan, M.Si.: Ya?\nPeneliti (P1): Jadi pukul 10:30 pagi.\n",
        [
            ("Dr. H. Asep Kartiwan, M.Si.", None, "Pagi."),
            ("Peneliti (P1)", None, "Pagi."),
            ("Dr. H. Asep Kartiwan, M.Si.", None, "Ya?"),
            ("Peneliti (P1)", None, "Jadi pukul 10:30 pagi."),
        ],
    ),
    Written(
        "typed7.txt",
        "Peneliti: Pagi.\nSuami Informan (ikut duduk): Pagi juga.\nInforman: Ya?\nPeneliti: Jadi?\nInforman: Oke\n",
        [
            ("Peneliti", None, "Pagi."),
            ("Suami Informan (ikut duduk)", None, "Pagi juga."),
            ("Informan", None, "Ya?"),
            ("Peneliti", None, "Jadi?"),
            ("Informan", None, "Oke"),
        ],
    ),
    Written(
        "typed8.txt",
        "Pertanyaan 1: Apa tugas Ibu?\nJawaban 1: Di loket.\nPertanyaan 2: Sejak kapan?\nJawaban 2: Lama.\n",
        [
            ("Pertanyaan 1", None, "Apa tugas Ibu?"),
            ("Jawaban 1", None, "Di loket."),
            ("Pertanyaan 2", None, "Sejak kapan?"),
            ("Jawaban 2", None, "Lama."),
        ],
    ),
    Written(
        "typed9.txt",
        "[P]: Apa?\n[I]: Ya.\n[P]: Lalu?\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?")],
    ),
    Written(
        "typed10.txt",
        "(P): Apa?\n(I): Ya.\n(P): Lalu?\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?")],
    ),
    Written(
        "typed11.txt",
        "a. Pewawancara: Apa?\nb. Informan: Ya.\nc. Pewawancara: Lalu?\nd. Informan: Oke.\n",
        [
            ("Pewawancara", None, "Apa?"),
            ("Informan", None, "Ya."),
            ("Pewawancara", None, "Lalu?"),
            ("Informan", None, "Oke."),
        ],
    ),
    Written(
        "typed12.txt",
        "P\t: Apa?\nI\t: Ya.\nP\t: Lalu?\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?")],
    ),
    Written(
        "typed13.txt",
        "1: Apa?\n2: Ya.\n1: Lalu?\n2: Oke.\n",
        [("1", None, "Apa?"), ("2", None, "Ya."), ("1", None, "Lalu?"), ("2", None, "Oke.")],
    ),
    Written(
        "typed14.txt",
        "P: Apa kabar?\nI: Baik.\nP: Lalu?\nCatatan: informan tertawa.\nI: Oke.\n",
        [
            ("P", None, "Apa kabar?"),
            ("I", None, "Baik."),
            ("P", None, "Lalu? Catatan: informan tertawa."),
            ("I", None, "Oke."),
        ],
    ),
    Written(
        "tactiq.txt",
        "Ana Lopez\n00:03\nGood morning.\n\nBo\n00:06\nHi.\nMore.\n\nAna Lopez\n00:09\nBye.\n",
        [("Ana Lopez", 3, "Good morning."), ("Bo", 6, "Hi. More."), ("Ana Lopez", 9, "Bye.")],
    ),
    Written(
        "dash.txt",
        "Ana Lopez - 00:03\nGood morning.\n\nBo - 00:06\nHi.\n\nAna Lopez - 00:09\nBye.\n",
        [("Ana Lopez", 3, "Good morning."), ("Bo", 6, "Hi."), ("Ana Lopez", 9, "Bye.")],
    ),
    Written("norole.txt", "P: Apa kabar?\nI: Baik.\n", [("P", None, "Apa kabar?"), ("I", None, "Baik.")]),
    Written(
        "note2.vtt",
        "WEBVTT - file\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\nREGION\nid:fred\n\nSTYLE\n::cue { }\n\n00:00:01.000 --> 00:00:02.500\n- <v Ana>Hi <cough> there.</v>\n- <v Bo>Ya.</v>\n\nNOTE\nlama\n\n00:00:03.000 --> 00:00:04.000\n<v Ana>A --> B itu panah\n",
        [("Ana", 1, "Hi <cough> there."), ("Bo", 1, "Ya."), ("Ana", 3, "A --> B itu panah")],
        ("lama", "fred"),
    ),
    Written(
        "gt.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n>> ANA: Hi.\n\n2\n00:00:02,000 --> 00:00:03,000\n>> BO: Yes?\n\n3\n00:00:03,000 --> 00:00:04,000\n>> ANA: No.\n",
        [("ANA", 1, "Hi."), ("BO", 2, "Yes?"), ("ANA", 3, "No.")],
    ),
    Written(
        "srt-spaces.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nHi.\n \n2\n00:00:02,000 --> 00:00:03,000\nYes?\n \n3\n00:00:03,000 --> 00:00:04,000\nNo.\n\nstill no\n",
        [],
    ),
    Written(
        "o1.txt",
        "Siti  00:00\nYa?\n\nBudi  00:02\nYa.\n\nSiti  00:03\nOke. Jadi begini Pak Budi 2:30 itu jadwalnya.\nSelasa 9:15\nLalu?\n\nBudi  59:58\nHm.\n\nSiti  1:00:01\nBaik.\n\nRina  1:00:05\nSaya ikut.\n",
        [
            ("Siti", 0, "Ya?"),
            ("Budi", 2, "Ya."),
            ("Siti", 3, "Oke. Jadi begini Pak Budi 2:30 itu jadwalnya. Selasa 9:15 Lalu?"),
            ("Budi", 3598, "Hm."),
            ("Siti", 3601, "Baik."),
            ("Rina", 3605, "Saya ikut."),
        ],
    ),
    Written(
        "o2.txt",
        "Interview\nThu, Nov 14, 2024 10:09AM • 45:12\n\nSUMMARY KEYWORDS\nwater, school\n\nSPEAKERS\nAnn, Bo\n\nAnn  00:00\nHi.\n\nBo  00:04\nHello.\n",
        [("Ann", 0, "Hi."), ("Bo", 4, "Hello.")],
    ),
    Written(
        "o3.txt",
        "R1  00:12\nFirst.\n\nR2  00:20\nSecond.\n\nR3  00:31\nThird.\n",
        [("R1", 12, "First."), ("R2", 20, "Second."), ("R3", 31, "Third.")],
    ),
    Written(
        "o4.txt",
        "speaker 1  0:03\nhello.\n\nspeaker 2  0:07\nhi.\n",
        [("speaker 1", 3, "hello."), ("speaker 2", 7, "hi.")],
    ),
    Written(
        "o5.txt",
        "Maria José de la Cruz  0:03\nhola.\n\nO'Brien, Pat  0:07\nhi.\n\nMaria José de la Cruz  0:09\nadios.\n",
        [
            ("Maria José de la Cruz", 3, "hola."),
            ("O'Brien, Pat", 7, "hi."),
            ("Maria José de la Cruz", 9, "adios."),
        ],
    ),
    Written(
        "o6.txt",
        "H. Asep bin Udin  0:03\nhalo.\n\nNyi Mas 2  0:07\nya.\n",
        [("H. Asep bin Udin", 3, "halo."), ("Nyi Mas 2", 7, "ya.")],
    ),
    Written(
        "o7.txt",
        "Speaker 1\nHello there, good morning.\n\nSpeaker 2\nHi.\nAnd more.\n\nSpeaker 1\nFine.\n",
        [
            ("Speaker 1", None, "Hello there, good morning."),
            ("Speaker 2", None, "Hi. And more."),
            ("Speaker 1", None, "Fine."),
        ],
    ),
    Written(
        "t1.vtt",
        "\ufeffWEBVTT\n\n00:00:03.500 --> 00:00:05.500\n<v Guru (Tamu)>Boleh mulai?</v>\n\n00:01:06.100 --> 00:01:08.100\n<v Kartiwan, Asep>Boleh. \nSaya siap.</v>\n\n01:00:09.500 --> 01:00:11.500\n<v Guru (Tamu)>Ya: begitu.</v>\n",
        [
            ("Guru (Tamu)", 3, "Boleh mulai?"),
            ("Kartiwan, Asep", 66, "Boleh. Saya siap."),
            ("Guru (Tamu)", 3609, "Ya: begitu."),
        ],
    ),
    Written(
        "t2.txt",
        "Rapat-20250314-Meeting Recording\n\n14 Maret 2025, 9:00AM\n\n11m 42s\n\n\nNadia memulai transkripsi\n\nNadia Kusworini   0:03\nSelamat pagi.\n\nDarsono (Tamu)   1:02:07\nPagi.\n\nNadia menghentikan transkripsi\n",
        [("Nadia Kusworini", 3, "Selamat pagi."), ("Darsono (Tamu)", 3727, "Pagi.")],
        ("menghentikan",),
    ),
    Written(
        "t3.txt",
        "0:0:0.0 --> 0:0:1.230\nAna\nHi.\n0:0:1.400 --> 0:0:2.0\nAna\nAgain.\n0:0:3.0 --> 0:0:4.0\nBo Li\nYes.\n",
        [("Ana", 0, "Hi. Again."), ("Bo Li", 3, "Yes.")],
    ),
    Written(
        "t4.txt",
        "00:00:03 --> 00:00:05\nAna: Hi.\n00:00:06 --> 00:00:07\nBo: Yes.\n00:00:08 --> 00:00:09\nAna: Ok.\n",
        [("Ana", 3, "Hi."), ("Bo", 6, "Yes."), ("Ana", 8, "Ok.")],
    ),
    Written(
        "m1.txt",
        "Interview (2025-03-14 09:00 GMT+7) - Transcript\nAttendees\nAna Lopez, Bo\nTranscript\nAna Lopez: Hi.\nBo: Hello.\n00:05:00\nAna Lopez: Next: the chairs?\nBo: Six.\nTranscription ended after 00:06:10\n",
        [
            ("Ana Lopez", None, "Hi."),
            ("Bo", None, "Hello."),
            ("Ana Lopez", 300, "Next: the chairs?"),
            ("Bo", None, "Six."),
        ],
        ("ended",),
    ),
    Written(
        "m2.txt",
        "00:00:00\n\nAna Lopez: Hi.\nBo Li: Hello.\n",
        [("Ana Lopez", 0, "Hi."), ("Bo Li", None, "Hello.")],
    ),
    Written(
        "x1.vtt",
        "WEBVTT\n\n1\n00:00:03.500 --> 00:00:05.500\n<v Nadia>Pagi</v>\n\n2\n00:00:06.100 --> 00:00:08.100\n<v Nadia>semua</v>\n\nNOTE Confidence: 0.8\n\n3\n00:00:09.100 --> 00:00:10.100\n<v Bo>ya</v>\n\nNOTE Confidence: 0.9\n",
        [("Nadia", 3, "Pagi semua"), ("Bo", 9, "ya")],
        ("Confidence",),
    ),
    Written(
        "x2.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nSatu.\n00:02.000 --> 00:03.000\nDua.\n\n00:03.000 --> 00:04.000\nTiga.\n",
        [],
    ),
    Written(
        "x3.srt",
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}Ana: Hi\r\nthere\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\n<i>Bo:</i> Yes\r\n\r\n3\r\n00:00:03,000 --> 00:00:04,000\r\nAna: 10:30 ok\r\n",
        [("Ana", 1, "Hi there"), ("Bo", 2, "Yes"), ("Ana", 3, "10:30 ok")],
    ),
    Written(
        "x4.vtt",
        "WEBVTT\n\nNOTE\nnoScribe 0.7\n\n1\n00:00:00.010 --> 00:00:00.910\n<v S00>Halo //\n\n2\n00:00:01.250 --> 00:00:02.150\n<v S01>Ya. [00:00:02] terus\n\n3\n00:00:08.000 --> 00:00:08.900\n<v S00>Oke (..) ya\n",
        [("S00", 0, "Halo //"), ("S01", 1, "Ya. terus"), ("S00", 8, "Oke (..) ya")],
        ("[00",),
    ),
    Written(
        "yt1.vtt",
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.000 --> 00:00:02.000\nhello there\n\n00:00:02.000 --> 00:00:04.000\nhello there\nhow are you\n\n00:00:04.000 --> 00:00:06.000\nhow are you\ntoday\n",
        [],
    ),
    Written(
        "yt2.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nYa.\n\n00:00:02.000 --> 00:00:04.000\nYa.\n\n00:00:04.000 --> 00:00:06.000\nTidak.\n\n00:00:06.000 --> 00:00:08.000\nBesok.\n",
        [],
    ),
    Written(
        "yt3.txt",
        "0:00\n[Music]\n0:05\nhello everyone\n0:10\nJadi: begini\n0:12\nwelcome back\n",
        [],
        ("0:05",),
    ),
    Written(
        "b1.txt",
        '12/03/2025, 18:01 - Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n12/03/2025, 18:01 - You created group "Loket"\n12/03/2025, 18:02 - Owen: <Media omitted>\n12/03/2025, 18:03 - Bu Tini RT 03: halo\n\ndua baris: ya\n12/03/2025, 18:04 - Owen left\n',
        [("Owen", None, "<Media omitted>"), ("Bu Tini RT 03", None, "halo dua baris: ya")],
        ("encrypted", "left", "created"),
    ),
    Written(
        "b2.txt",
        "[12/03/25 18.01.05] Grup Loket: \u200ePesan dan panggilan terenkripsi secara end-to-end. Hanya orang.\n[12/03/25 18.02.05] Tini 🌸: halo\n[12/03/25 18.03.05] +62\xa0800‑0000‑111: \u200eaudio tidak disertakan\n[12/03/25 18.04.05] Tini 🌸: https://contoh.id/a: lihat\n\u200e[12/03/25 18.05.05] Tini 🌸: \u200eAnda menghapus pesan ini.\n",
        [
            ("Tini 🌸", None, "halo"),
            ("+62 800‑0000‑111", None, "audio tidak disertakan"),
            ("Tini 🌸", None, "https://contoh.id/a: lihat Anda menghapus pesan ini."),
        ],
        ("end-to-end",),
    ),
    Written(
        "b3.txt",
        '12/3/25, 6:01 pm - Owen: hi\n12/3/25, 6:02 pm - Tini: ya\n12/3/25, 6:03 pm - Owen changed the subject from "A: b" to "C"\n12/3/25, 6:04 pm - Owen added Tini\n12/3/25, 6:05 pm - Owen: null\n',
        [("Owen", None, "hi"), ("Tini", None, "ya"), ("Owen", None, "null")],
        ("subject", "added"),
    ),
    Written(
        "b4.txt",
        "12 Mar 2025 18:01 - Owen: hi\n12 Mar 2025 18:02 - Tini: ya\n12 Mar 2025 18:04 - Owen: ok\n",
        [("Owen", None, "hi"), ("Tini", None, "ya"), ("Owen", None, "ok")],
    ),
    Written(
        "b5.txt",
        "[12/03/25, 18:01:05] Owen: hi\n[12/03/25, 18:02:05] Tini: [09:00] rapat\nP: apa ini\nI: tidak tahu\n[12/03/25, 18:04:05] Owen: ok\n",
        [
            ("Owen", None, "hi"),
            ("Tini", None, "[09:00] rapat P: apa ini I: tidak tahu"),
            ("Owen", None, "ok"),
        ],
    ),
    Written(
        "b6.txt",
        "25/12/2024 07.05 - Ani: Selamat\n25/12/2024 07.06 - Ani: pagi\n",
        [("Ani", None, "Selamat pagi")],
    ),
    Written(
        "f1.txt",
        "I: Eins. #00:00:03-0#\r\nB: Zwei, (lacht) ja. #00:00:07-1# Und weiter. #00:00:09-1#\r\nI: Drei? #01:00:11-2#\r\n",
        [("I", 0, "Eins."), ("B", 3, "Zwei, (lacht) ja. Und weiter."), ("I", 9, "Drei?")],
        ("#",),
    ),
    Written(
        "f2.txt",
        "I: Eins. #00:03#\nB: Zwei. #00:07#\nI: Drei? #00:11#\n",
        [("I", None, "Eins."), ("B", None, "Zwei."), ("I", None, "Drei?")],
        ("#",),
    ),
    Written(
        "tr1.txt",
        "[00:00:03] Maria van Dijk Good morning, shall we?\n\n[00:00:06] Speaker 2 Yes, but: ten minutes.\n\n[00:01:09] Maria van Dijk How long?\n\n[01:00:12] Speaker 2 Two hours.\n",
        [
            ("Maria van Dijk", 3, "Good morning, shall we?"),
            ("Speaker 2", 6, "Yes, but: ten minutes."),
            ("Maria van Dijk", 69, "How long?"),
            ("Speaker 2", 3612, "Two hours."),
        ],
    ),
    Written(
        "tr2.txt",
        "[00:00:03] Interviewer I think so.\n[00:00:06] Pak Darsono Ya, tapi nanti.\n[00:00:09] Interviewer Kapan?\n[00:00:12] Pak Darsono Besok.\n[00:00:15] Bu Tini Siap.\n",
        [
            ("Interviewer", 3, "I think so."),
            ("Pak Darsono", 6, "Ya, tapi nanti."),
            ("Interviewer", 9, "Kapan?"),
            ("Pak Darsono", 12, "Besok."),
            ("Bu Tini", 15, "Siap."),
        ],
    ),
    Written(
        "so1.txt",
        "Speaker1: [00:00:03] Good.\n\nSpeaker2: [00:00:06] Yes, but: no.\n\nSpeaker3: [01:00:09] How?\n",
        [("Speaker1", 3, "Good."), ("Speaker2", 6, "Yes, but: no."), ("Speaker3", 3609, "How?")],
    ),
    Written(
        "so2.txt", "Ana: [00:00:03] Good.\n\nBo: [00:00:06] Yes.\n", [("Ana", 3, "Good."), ("Bo", 6, "Yes.")]
    ),
    Written(
        "de1.md",
        "# Talk\n\n**Ana van Dijk:** [00:00:03] Good.\nSecond line.\n\n**Bo:** [00:00:06] Yes.\n\n**Ana van Dijk:** [01:02:15] 1. One thing\n",
        [
            ("Ana van Dijk", 3, "Good. Second line."),
            ("Bo", 6, "Yes."),
            ("Ana van Dijk", 3735, "1. One thing"),
        ],
    ),
    Written(
        "l1.txt",
        "Peneliti: Pagi.\nKepala Bidang Pelayanan Pendaftaran Penduduk: Begini.\nKepala Bidang Pencatatan Sipil Kabupaten Galuhpura: Begitu.\nPeneliti: Lalu?\nKepala Bidang Pelayanan Pendaftaran Penduduk: Ya.\nKepala Bidang Pencatatan Sipil Kabupaten Galuhpura: Sudah.\n",
        [
            ("Peneliti", None, "Pagi."),
            ("Kepala Bidang Pelayanan Pendaftaran Penduduk", None, "Begini."),
            ("Kepala Bidang Pencatatan Sipil Kabupaten Galuhpura", None, "Begitu."),
            ("Peneliti", None, "Lalu?"),
            ("Kepala Bidang Pelayanan Pendaftaran Penduduk", None, "Ya."),
            ("Kepala Bidang Pencatatan Sipil Kabupaten Galuhpura", None, "Sudah."),
        ],
    ),
    Written(
        "l2.txt",
        "Head of the Civil Registry Office: Well.\nInterviewer: When?\nHead of the Civil Registry Office: Since May.\n",
        [
            ("Head of the Civil Registry Office", None, "Well."),
            ("Interviewer", None, "When?"),
            ("Head of the Civil Registry Office", None, "Since May."),
        ],
    ),
    Written(
        "l3.txt",
        "ibu kepala seksi pelayanan umum: Well.\npewawancara: When?\nibu kepala seksi pelayanan umum: Since May.\npewawancara: oke\n",
        [
            ("ibu kepala seksi pelayanan umum", None, "Well."),
            ("pewawancara", None, "When?"),
            ("ibu kepala seksi pelayanan umum", None, "Since May."),
            ("pewawancara", None, "oke"),
        ],
    ),
    Written(
        "l4.txt",
        "P1 : Apa?\nP2 : Ya.\nI.3 : Lalu?\nP1 : Oke.\nI.3 : hm\n",
        [
            ("P1", None, "Apa?"),
            ("P2", None, "Ya."),
            ("I.3", None, "Lalu?"),
            ("P1", None, "Oke."),
            ("I.3", None, "hm"),
        ],
    ),
    Written(
        "l5.txt",
        "A) Apa?\nB) Ya.\nA) Lalu?\nB) Oke.\n",
        [("A", None, "Apa?"), ("B", None, "Ya."), ("A", None, "Lalu?"), ("B", None, "Oke.")],
    ),
    Written(
        "l6.txt",
        "P. Apa?\nI. Ya.\nP. Lalu?\nI. Oke.\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?"), ("I", None, "Oke.")],
    ),
    Written(
        "l7.txt",
        "P - Apa?\nI - Ya.\nP - Lalu?\nI - Oke.\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?"), ("I", None, "Oke.")],
    ),
    Written(
        "l8.md",
        "**Peneliti** Apa?\n\n**Informan** Ya.\n\n**Peneliti** Lalu?\n\n**Informan** Oke.\n",
        [
            ("Peneliti", None, "Apa?"),
            ("Informan", None, "Ya."),
            ("Peneliti", None, "Lalu?"),
            ("Informan", None, "Oke."),
        ],
    ),
    Written(
        "l9.txt",
        "PEWAWANCARA\t\tApa kabar?\nINFORMAN 1\t\tBaik.\nPEWAWANCARA\t\tLalu?\nINFORMAN 1\t\tYa.\n",
        [
            ("PEWAWANCARA", None, "Apa kabar?"),
            ("INFORMAN 1", None, "Baik."),
            ("PEWAWANCARA", None, "Lalu?"),
            ("INFORMAN 1", None, "Ya."),
        ],
    ),
    Written(
        "l10.txt",
        "Q1: What?\nA1: That.\nQ2: When?\nA2: Then.\n",
        [("Q1", None, "What?"), ("A1", None, "That."), ("Q2", None, "When?"), ("A2", None, "Then.")],
    ),
    Written(
        "l11.txt",
        "1 P: Apa?\n2 I: Ya.\n3 P: Lalu?\n4 I: Oke.\n",
        [("P", None, "Apa?"), ("I", None, "Ya."), ("P", None, "Lalu?"), ("I", None, "Oke.")],
    ),
    Written(
        "l12.txt",
        "Wulan: Pagi\nDarsono: Pagi juga.\n",
        [("Wulan", None, "Pagi"), ("Darsono", None, "Pagi juga.")],
    ),
    Written(
        "e1.eaf",
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" AUTHOR="" DATE="2025" FORMAT="3.0" VERSION="3.0" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd"><LICENSE LICENSE_URL=""/><HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///x.wav" MIME_TYPE="audio/x-wav"/><PROPERTY NAME="lastUsedAnnotationId">4</PROPERTY></HEADER><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="3661000"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="2000"/></TIME_ORDER>\n<TIER LINGUISTIC_TYPE_REF="d" TIER_ID="P"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>Lalu: apa?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>\n<TIER LINGUISTIC_TYPE_REF="d" PARTICIPANT="" TIER_ID="I-ujaran"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4"><ANNOTATION_VALUE>Ya &lt;tertawa&gt;\nbegitu</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>\n<TIER LINGUISTIC_TYPE_REF="t" PARENT_REF="P" TIER_ID="P-en"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>So what?</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>',
        [("I-ujaran", 1, "Ya <tertawa> begitu"), ("P", 3661, "Lalu: apa?")],
    ),
    Written(
        "o2.otr",
        '{"text":"Wawancara<br /><span class=\\"timestamp\\" data-timestamp=\\"3\\">00:03</span> P: Halo?<br />\\n<span class=\\"timestamp\\" data-timestamp=\\"9\\">00:09</span> I: Ya: halo.<br />lagi<br /><span class=\\"timestamp\\" data-timestamp=\\"3700\\">1:01:40</span>P: Oke<br />","media":"","media-time":0}',
        [("P", 3, "Halo?"), ("I", 9, "Ya: halo. lagi"), ("P", 3700, "Oke")],
    ),
    Written(
        "o3.otr",
        '{"text":"<p><span class=\\"timestamp\\" data-timestamp=\\"3\\">0:03</span>Selamat pagi.</p><p><span class=\\"timestamp\\" data-timestamp=\\"9\\">0:09</span>Pagi juga.</p>","media":"a.mp3","media-time":""}',
        [],
    ),
    Written(
        "o4.otr",
        '{"text":"<p>Ana: Selamat <span class=\\"timestamp\\" data-timestamp=\\"5\\">0:05</span> pagi.</p><p>Bo: Ya.</p><p>Ana: Oke.</p>","media":"a.mp3"}',
        [("Ana", None, "Selamat pagi."), ("Bo", None, "Ya."), ("Ana", None, "Oke.")],
    ),
    Written(
        "w9.txt",
        "[00:00:00.000 --> 00:00:03.000]   Kantor buka.\n[00:00:03.000 --> 01:00:06.400]   Loketnya: tiga.\n",
        [],
    ),
    Written(
        "w10.json",
        '[{"speaker":"A","start":0.1,"end":2,"text":"Halo"},{"speaker":"B","start":62.1,"end":63,"text":"Ya"}]',
        [("A", 0, "Halo"), ("B", 62, "Ya")],
    ),
    Written(
        "nos.vtt",
        "WEBVTT wawancara\n\nNOTE\nnoScribe 0.6.2\n\nNOTE media: /home/x/a.m4a\n\n1\n01:00:00.010 --> 01:00:00.910\n<v S01>Selamat pagi &amp; terima kasih.\n\n2\n01:00:07.250 --> 01:00:08.150\n<v S00>(..) Ya.\n\n3\n01:00:09.250 --> 01:00:10.150\n<v S00>Sama-sama.\n",
        [("S01", 3600, "Selamat pagi & terima kasih."), ("S00", 3607, "(..) Ya. Sama-sama.")],
    ),
    Written(
        "teams-copied.txt",
        "Bu Rini\n0 minutes 12 seconds0:12\nBu Rini 0 minutes 12 seconds\nBoleh mulai?\nP2\n0 minutes 20 seconds0:20\nP2 0 minutes 20 seconds\nBoleh: 5 menit.\nBu Rini\n1 hour 2 minutes 5 seconds1:02:05\nBu Rini 1 hour 2 minutes 5 seconds\nTerima kasih.\n",
        [("Bu Rini", 12, "Boleh mulai?"), ("P2", 20, "Boleh: 5 menit."), ("Bu Rini", 3725, "Terima kasih.")],
        ("minutes",),
    ),
    Written(
        "teams-disalin.txt",
        "Bu Rini\n0 menit 12 detik\nBoleh mulai?\nP2\n0 menit 20 detik\nBoleh.\nBu Rini\n1 jam 2 menit 5 detik\nTerima kasih.\n",
        [("Bu Rini", 12, "Boleh mulai?"), ("P2", 20, "Boleh."), ("Bu Rini", 3725, "Terima kasih.")],
    ),
    Written(
        "slack-copied.txt",
        "Ana Lopez\n  9:31 AM\nShall we start?\nBo\n  9:32 AM\nYes: now.\nAna Lopez\n  9:40 AM\nGood.\n",
        [("Ana Lopez", None, "Shall we start?"), ("Bo", None, "Yes: now."), ("Ana Lopez", None, "Good.")],
    ),
    Written(
        "slack.json",
        json.dumps(
            [
                {
                    "type": "message",
                    "subtype": "channel_join",
                    "ts": "1710401400.1",
                    "user": "U1",
                    "text": "<@U1> has joined",
                },
                {
                    "type": "message",
                    "user": "U1",
                    "ts": "1710401410.1",
                    "text": "a &lt; b",
                    "user_profile": {"real_name": "Ana", "name": "x"},
                },
                {"type": "message", "user": "U2", "ts": "1710401420.1", "text": "Why?"},
            ]
        ),
        [("Ana", None, "a < b"), ("U2", None, "Why?")],
        ("joined",),
    ),
    Written(
        "discord.txt",
        "=====\nGuild: Riset\nChannel: umum\n=====\n\n[3/14/2024 9:31 AM] bo#1234\nHalo?\n\n[14-Mar-24 09:32 AM] Ana\nYa: ada\n\n=====\nExported 2 message(s)\n=====\n",
        [("bo#1234", None, "Halo?"), ("Ana", None, "Ya: ada")],
        ("Guild", "Exported", "===="),
    ),
    Written(
        "discord.html",
        '<div class="chatlog"><div class="chatlog__message"><span class="chatlog__author">Bo</span><span class="chatlog__timestamp">14/03/2024</span><div class="chatlog__content chatlog__markdown">Halo?</div></div><div class="chatlog__message"><div class="chatlog__content">Ada?</div></div><div class="chatlog__message"><span class="chatlog__author">Ana</span><div class="chatlog__content">Ya</div></div></div>',
        [("Bo", None, "Halo? Ada?"), ("Ana", None, "Ya")],
        ("2024",),
    ),
    Written(
        "telegram.html",
        '<div class="page_body chat_page"><div class="message service"><div class="body details">14 March 2024</div></div><div class="message default clearfix"><div class="body"><div class="pull_right date details">09:31</div><div class="from_name">Ana</div><div class="text">Lihat<br>ini</div></div></div><div class="message default clearfix joined"><div class="body"><div class="date details">09:32</div><div class="forwarded body"><div class="from_name">Kanal</div><div class="text">Berita</div></div></div></div><div class="message default clearfix"><div class="body"><div class="initials">B</div><div class="from_name">Bo</div><div class="text">Oke</div></div></div></div>',
        [("Ana", None, "Lihat ini Berita"), ("Bo", None, "Oke")],
        ("09:3", "Kanal", "March"),
    ),
    Written(
        "sigtop.txt",
        "Conversation: Bo\n\nFrom: Ana (+1)\nType: incoming\nSent: Thu, 14 Mar 2024 09:31:00 +0700\nReceived: Thu, 14 Mar 2024 09:31:01 +0700\n\nHalo?\n\nFrom: You\nType: outgoing\nSent: Thu, 14 Mar 2024 09:32:00 +0700\n\nYa: ada.\n",
        [("Ana (+1)", None, "Halo?"), ("You", None, "Ya: ada.")],
        ("incoming", "Sent"),
    ),
    Written(
        "audacity.txt",
        "3.250000\t5.500000\tP: Mulai?\n\\\t120.0\t300.0\n65,000000\t70,000000\tBu Ani: Ya: siap.\n",
        [("P", 3, "Mulai?"), ("Bu Ani", 65, "Ya: siap.")],
    ),
    Written(
        "elan.txt",
        "P\t\t00:00:03.250\t3.250\t00:00:04.000\t4.000\tMulai?\nP\t\t00:01:10.000\t70.000\t00:01:11.000\t71.000\tLalu?\nN@u\tBu Ani\t00:00:09.000\t9.000\t00:00:10.000\t10.000\tYa.\n",
        [("P", 3, "Mulai?"), ("Bu Ani", 9, "Ya."), ("P", 70, "Lalu?")],
    ),
    Written(
        "fireflies.json",
        json.dumps(
            [
                {"sentence": "Mulai?", "startTime": "00:03", "speaker_name": "P"},
                {"sentence": "Ya.", "startTime": "01:09", "speaker_name": "Bu Ani"},
            ]
        ),
        [("P", 3, "Mulai?"), ("Bu Ani", 69, "Ya.")],
    ),
    Written(
        "messenger.json",
        json.dumps(
            {
                "messages": [
                    {"sender_name": "Bo", "timestamp_ms": 1710401402000, "content": "Ya \u00c3\u00a9"},
                    {"sender_name": "Ana", "timestamp_ms": 1710401401000, "content": "Halo?"},
                ]
            }
        ),
        [("Ana", None, "Halo?"), ("Bo", None, "Ya é")],
    ),
    Written(
        "stream.json",
        json.dumps(
            {
                "entries": [
                    {
                        "text": "Halo?",
                        "speakerId": "u1",
                        "speakerDisplayName": "Ana",
                        "startOffset": "00:00:03.1200000",
                    },
                    {"text": "Ya.", "speakerDisplayName": "Bo", "startOffset": "00:01:09.0"},
                ]
            }
        ),
        [("Ana", 3, "Halo?"), ("Bo", 69, "Ya.")],
    ),
    Written(
        "whole-seconds.json",
        json.dumps(
            {
                "segments": [
                    {"start": 3.0, "end": 5.0, "text": " Mulai?", "speaker": "A"},
                    {"start": 690.0, "end": 695.0, "text": " Ya.", "speaker": "B"},
                ]
            }
        ),
        [("A", 3, "Mulai?"), ("B", 690, "Ya.")],
    ),
    Written(
        "captions.ttml",
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata><ttm:agent xml:id="a" type="person"><ttm:name>Ana</ttm:name></ttm:agent></metadata></head><body><div><p begin="00:00:03.500" end="00:00:05.000" ttm:agent="a">Shall<br/>we?</p><p begin="70s" end="71s" ttm:agent="b">Yes.</p></div></body></tt>',
        [("Ana", 3, "Shall we?"), ("b", 70, "Yes.")],
    ),
    Written(
        "turbo-first.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n(Transcribed by TurboScribe.ai. Go Unlimited to remove this message.) [Speaker 1] Halo?\n\n2\n00:00:03,000 --> 00:00:04,000\n[Speaker 2] Ya.\n\n3\n00:00:05,000 --> 00:00:06,000\n[Speaker 1] Lalu?\n",
        [("Speaker 1", 1, "Halo?"), ("Speaker 2", 3, "Ya."), ("Speaker 1", 5, "Lalu?")],
        ("TurboScribe",),
    ),
    Written(
        "sonix-below.txt",
        "Ana: [00:00:03]\nShall we?\n\nBo: [00:00:09]\nYes.\n\nAna: [00:01:10]\nGood.\n",
        [("Ana", 3, "Shall we?"), ("Bo", 9, "Yes."), ("Ana", 70, "Good.")],
    ),
    Written(
        "irc.txt",
        "<ana> shall we?\n<bo> yes: now\n<ana> good\n<bo> bye\n",
        [("ana", None, "shall we?"), ("bo", None, "yes: now"), ("ana", None, "good"), ("bo", None, "bye")],
    ),
]

# tables of Word documents, a line of a cell for each of its paragraphs
TABLES: list[tuple[list[list[str]], Turns]] = [
    (
        [
            ["Peneliti", "Apa yang berubah?"],
            ["Kepala Dinas Kependudukan dan Pencatatan Sipil", "Banyak. Loket tinggal dua, orangnya tetap."],
            ["Peneliti", "Dan gaji?"],
            ["Kepala Dinas Kependudukan dan Pencatatan Sipil", "Tetap, tidak naik sejak saya masuk."],
        ],
        [
            ("Peneliti", None, "Apa yang berubah?"),
            (
                "Kepala Dinas Kependudukan dan Pencatatan Sipil",
                None,
                "Banyak. Loket tinggal dua, orangnya tetap.",
            ),
            ("Peneliti", None, "Dan gaji?"),
            ("Kepala Dinas Kependudukan dan Pencatatan Sipil", None, "Tetap, tidak naik sejak saya masuk."),
        ],
    ),
    (
        [["P: Boleh saya mulai?\nI: Silakan.\n\nP: Lalu?\nI: Ya."]],
        [("P", None, "Boleh saya mulai?"), ("I", None, "Silakan."), ("P", None, "Lalu?"), ("I", None, "Ya.")],
    ),
    (
        [["Transkrip"], ["Peneliti: Mulai?\nBu Ani: Silakan.\nPeneliti: Lalu?\nBu Ani: Ya.\nlanjut."]],
        [
            ("Peneliti", None, "Mulai?"),
            ("Bu Ani", None, "Silakan."),
            ("Peneliti", None, "Lalu?"),
            ("Bu Ani", None, "Ya. lanjut."),
        ],
    ),
    (
        [["No", "Transkrip", "Koding"], ["1", "P: Mulai?\nI: Silakan.\nP: Lalu?\nI: Ya.", "izin"]],
        [("P", None, "Mulai?"), ("I", None, "Silakan."), ("P", None, "Lalu?"), ("I", None, "Ya.")],
    ),
    (
        [["00:03 Ann: Hi.\n00:07 Bo: Yes.\n00:09 Ann: So?\n00:12 Bo: No."]],
        [("Ann", 3, "Hi."), ("Bo", 7, "Yes."), ("Ann", 9, "So?"), ("Bo", 12, "No.")],
    ),
    (
        [
            ["No", "Kode", "Hasil"],
            ["1", "P", "Apa?"],
            ["2", "I1", "Kursi kurang."],
            ["3", "P", "Lalu?"],
            ["4", "I2", "Ya, begitu."],
            ["5", "I1", "Betul."],
        ],
        [
            ("P", None, "Apa?"),
            ("I1", None, "Kursi kurang."),
            ("P", None, "Lalu?"),
            ("I2", None, "Ya, begitu."),
            ("I1", None, "Betul."),
        ],
    ),
    (
        [
            ["Baris", "Tokoh", "Ujaran", "Makna"],
            ["1", "Guru", "Apa kabar?", "menyapa"],
            ["2", "Siswa", "Baik.", ""],
            ["3", "Guru", "Sudah makan?", "bertanya"],
            ["4", "Siswa", "Belum.", ""],
        ],
        [
            ("Guru", None, "Apa kabar?"),
            ("Siswa", None, "Baik."),
            ("Guru", None, "Sudah makan?"),
            ("Siswa", None, "Belum."),
        ],
    ),
    (
        [["P", "Apa kabar?"], ["I", "Baik."], ["P", "Lalu?"], ["I", "Ya."]],
        [("P", None, "Apa kabar?"), ("I", None, "Baik."), ("P", None, "Lalu?"), ("I", None, "Ya.")],
    ),
    (
        [
            ["Time", "Who", "What was said"],
            ["0:03", "Ann Lee", "Who waters?"],
            ["0:09", "Bo", "We do."],
            ["1:02:15", "Ann Lee", "When?"],
            ["1:02:20", "Cy", "Daily."],
        ],
        [
            ("Ann Lee", 3, "Who waters?"),
            ("Bo", 9, "We do."),
            ("Ann Lee", 3735, "When?"),
            ("Cy", 3740, "Daily."),
        ],
    ),
    (
        [["Pewawancara", "Informan"], ["Sejak kapan?", "Sejak dulu."], ["Di mana?", "Di sini."]],
        [
            ("Pewawancara", None, "Sejak kapan?"),
            ("Informan", None, "Sejak dulu."),
            ("Pewawancara", None, "Di mana?"),
            ("Informan", None, "Di sini."),
        ],
    ),
    (
        [
            ["Pelaku", "Pernyataan Informan", "Interpretasi", "Tema"],
            ["P", "Bagaimana perasaan Ibu waktu itu?", "", ""],
            ["I", "Sedih.", "informan merasa kehilangan yang sangat dalam sekali sesudah itu", "duka"],
            ["P", "Lalu?", "", ""],
            ["I", "Bangun lagi.", "bangkit dari duka yang lama sekali dan kembali bekerja", "bangkit"],
        ],
        [
            ("P", None, "Bagaimana perasaan Ibu waktu itu?"),
            ("I", None, "Sedih."),
            ("P", None, "Lalu?"),
            ("I", None, "Bangun lagi."),
        ],
    ),
    (
        [
            ["No.", "Pertanyaan", "Jawaban Informan"],
            ["1.", "Sejak kapan?", "Sejak dulu.\nLama."],
            ["2.", "Di mana?", "Di sini."],
        ],
        [
            ("Pertanyaan", None, "Sejak kapan?"),
            ("Jawaban Informan", None, "Sejak dulu. Lama."),
            ("Pertanyaan", None, "Di mana?"),
            ("Jawaban Informan", None, "Di sini."),
        ],
    ),
    (
        [["Speaker", "Transcript"], ["Interviewer", "Shall we?"], ["Hope", "We shall."]],
        [("Interviewer", None, "Shall we?"), ("Hope", None, "We shall.")],
    ),
    (
        [
            ["Subjek (W1)", "Verbatim", "Pemadatan Fakta", "Interpretasi"],
            ["Iter", "Apa?", "", ""],
            ["Itee", "Sedih sekali.", "sedih", "duka"],
            ["Iter", "Lalu?", "", ""],
            ["Itee", "Ya.", "ya", ""],
        ],
        [
            ("Iter", None, "Apa?"),
            ("Itee", None, "Sedih sekali."),
            ("Iter", None, "Lalu?"),
            ("Itee", None, "Ya."),
        ],
    ),
    (
        [
            ["Penanya", "Bagaimana antreannya?"],
            ["Penjawab", "Panjang."],
            ["Penanya", "Sejak kapan?"],
            ["Penjawab", "Dulu."],
        ],
        [
            ("Penanya", None, "Bagaimana antreannya?"),
            ("Penjawab", None, "Panjang."),
            ("Penanya", None, "Sejak kapan?"),
            ("Penjawab", None, "Dulu."),
        ],
    ),
    (
        [
            ["Waktu", "Uraian"],
            ["00:01:05", "P: Apa?"],
            ["00:01:10", "I: Kursi."],
            ["00:01:15", "P: Lalu?"],
            ["00:01:20", "I: Ya."],
        ],
        [("P", 65, "Apa?"), ("I", 70, "Kursi."), ("P", 75, "Lalu?"), ("I", 80, "Ya.")],
    ),
    (
        [["No", "Uraian"], ["1", "P: Apa?"], ["2", "I: Kursi."], ["3", "P: Lalu?"], ["4", "I: Ya."]],
        [("P", None, "Apa?"), ("I", None, "Kursi."), ("P", None, "Lalu?"), ("I", None, "Ya.")],
    ),
    (
        [["Informan", "Jawaban"], ["Peneliti", "Apa?"], ["Bu Ani", "Kursi."], ["Bu Ani", "Ya."]],
        [("Peneliti", None, "Apa?"), ("Bu Ani", None, "Kursi. Ya.")],
    ),
    (
        [
            ["No", "Informan", "Pertanyaan", "Jawaban"],
            ["1", "I1", "Apa?", "Kursi."],
            ["2", "I1", "Lalu?", "Ya."],
        ],
        [
            ("Pertanyaan", None, "Apa?"),
            ("I1", None, "Kursi."),
            ("Pertanyaan", None, "Lalu?"),
            ("I1", None, "Ya."),
        ],
    ),
    (
        [["Responden", "Hasil Wawancara"], ["R1", "Kursi kurang."], ["R2", "Ya, benar."]],
        [("R1", None, "Kursi kurang."), ("R2", None, "Ya, benar.")],
    ),
]
