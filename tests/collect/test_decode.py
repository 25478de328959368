import pytest

from jalin.collect.blocks import Reading, Unreadable
from jalin.collect.decode import TEXT_LIMIT, decode, refuse_large
from jalin.collect.readers import read_file

INDONESIAN = "P: Bagaimana menurut Bapak?\nI: Ya… “netral” itu – apa namanya – sikap. Kuncén bilang begitu.\n"
SAMPLES = {
    INDONESIAN * 3: "cp1252 utf-16-le utf-16-be utf-32-le utf-32-be mac_roman",
    "I: Biasa saja, kata Kuncén, tidak ada apa-apa di kantor ini sejak dulu.\n": "cp1252 cp850 utf-16-le",
    "R: À l'hôpital, près de la forêt; c'était l'été. Ça va très bien.\n"
    * 3: "cp1252 iso8859-15 mac_roman cp850",
    "A: Müller, Jörg Müller aus Köln. Größe und Stärke übrigens, schöne Grüße.\n" * 3: "cp1252 utf-16-be",
    "О: Меня зовут Мария, я работаю учительницей в школе уже двадцать лет.\n" * 5: "cp1251 koi8-r utf-16-le",
    "答え：田中です。学校で二十年間教えています。\n" * 5: "shift_jis euc_jp iso2022_jp utf-16-le",
    "答：我叫王芳，我在学校工作了二十年，很喜欢这个工作。\n" * 5: "gb18030 utf-16-be",
    "답: 저는 김민수입니다. 학교에서 이십 년 동안 일했습니다.\n" * 5: "euc_kr",
    "ج: اسمي محمد وأنا أعمل معلما في المدرسة منذ عشرين عاما.\n" * 5: "cp1256 utf-16-le",
    "ת: שמי דוד ואני מורה בבית ספר כבר עשרים שנה.\n" * 5: "cp1255",
    "Ε: Πώς σας λένε; Α: Με λένε Μαρία και εργάζομαι ως δασκάλα εδώ και είκοσι χρόνια.\n"
    * 5: "cp1253 iso8859-7",
    "O: Nazywam się Łukasz, pracuję w szkole już dwadzieścia lat, żółć i gęś.\n" * 5: "cp1250 iso8859-2",
    "C: Adım Ayşe, yirmi yıldır okulda öğretmenlik yapıyorum, çok güzel iş.\n" * 5: "cp1254",
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(text, encoding) for text, encodings in SAMPLES.items() for encoding in encodings.split()],
    ids=lambda value: value if len(value) < 12 else value[:12],
)
def test_any_encoding_is_detected_and_reported(tmp_path, text, encoding):
    content = text.encode(encoding, "ignore")
    (tmp_path / "a.txt").write_bytes(content)
    reading = Reading()
    assert decode(tmp_path / "a.txt", "", reading) == content.decode(encoding)
    if encoding != "iso2022_jp":
        (remark,) = reading.remarks
        assert remark.kind == "encoding" and remark.detail.endswith(", detected")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_is_certain_needs_no_remark(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(INDONESIAN.encode(encoding))
    reading = Reading()
    assert decode(tmp_path / "a.txt", "", reading) == INDONESIAN and reading.remarks == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no text but a picture"),
        (bytes(range(256)) * 400, "no text"),
        (b"%PDF-1.4\n" + bytes(range(128, 256)) * 9, "no text but a PDF"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path, content, words):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(Unreadable, match=words):
        read_file(tmp_path / "a.txt")


def test_spanish_without_much_else_is_read_as_spanish(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("José: ¿Qué tal?\nMaría: Muy bien, ¿y tú?\n¡Así así!\n".encode("cp1252"))
    assert decode(path, "", Reading()) == "José: ¿Qué tal?\nMaría: Muy bien, ¿y tú?\n¡Así así!\n"


def test_a_table_may_be_larger_than_a_text(tmp_path):
    for name in ("a.csv", "a.txt"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(TEXT_LIMIT + 1)
    refuse_large(tmp_path / "a.csv")
    with pytest.raises(Unreadable, match="32 MB a text may have"):
        refuse_large(tmp_path / "a.txt")
