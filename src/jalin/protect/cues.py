"""What stands before a name and tells it: what introduces somebody, kin, who is spoken to; and where something is."""

import re

# what introduces a person, and what introduces anything that has a name
PERSON = re.compile(
    r"(?i)(?:(?<!\w)(?:nama(?: saya| aku| ku| gue| lengkap| asli| kecil| beliau| dia| istri| suami| anak| ibu| bapak| panggilan| lengkapnya){1,2}(?: adalah| itu|:)?|nama:|atas nama|a\.? ?n\.?|a/n|alias|bernama|berinisial|inisial(?:nya)?|initials?(?: was| were| is| are)?|"
    r"kenalkan(?:,)? saya|(?:my|his|her) (?:\w{2,10} )?name(?:'s| is| was)|the name(?:'s| is)|sebut saja|panggil saja|regards|wishes|yours|cheers|signed|interviewed by|note taker:|signed by|(?:maiden|first|last|middle|family|full|preferred|given) name:|surname:|"
    r"written by|dear|notulis|pemateri|pelapor|mewakili|call(?:s|ed)? (?:me|him|her|them)|panggil (?:saya|aku|dia|beliau|saja|aja)(?: saja| aja)?|dipanggil|disapa|panggilannya|"
    r"(?:man|woman|lad|lady|boy|girl|guy|chap|bloke|fella|fellow|kid|child|gentleman|person|friend|someone|somebody|teacher|nurse|doctor|priest|pastor|worker|driver|farmer|"
    r"trader|volunteer|manager|officer|neighbour|student|colleague) (?:called|named)),?:?\s{0,3})$"
)
# a line of a form, or of minutes
LABELLED = re.compile(
    r"(?i)(?<!\w)(?:note taker|notes taken by|minutes by|notulis|notulen|fasilitator|moderator|applicant|claimant|interviewee|participant|facilitator|chairperson|observer|penerima|pelapor|terlapor|ahli waris|penanggung jawab|pengawas|mengetahui|saksi|pewawancara|responden|narasumber|ketua|sekretaris|bendahara|wali|petugas|pendamping|anggota|hadir|peserta|ibu kandung|ayah kandung|kontak darurat|penerima kuasa|pemberi kuasa|pemohon|"
    r"next of kin|emergency contact|witness|witnessed by|referred by|respondent|guardian|chair|present|apologies|attendees|in attendance)(?: \w{1,10})?:\s{0,3}$"
)
INTRODUCED = re.compile(
    r"(?i)(?:(?<!\w)(?:nama|namanya|lengkapnya|dipanggil|panggilannya|panggilan|disapa|ngaranna|namina|wastana|jenenge|jenengku|name(?:'s| is| was|:)|goes by|went by|called him|i'm|i am|this is|"
    r"called her|known as|called|named|hadir|name of|interviewer|hello|hi|hey|hai|halo|hallo|thanks|thank you|thx|makasih|nuhun|bertanda tangan|ditandatangani(?: oleh)?),?:?\s{0,3})$"
)
KIN = re.compile(
    r"(?i)(?:(?<!\w)(?:suami|istri|isteri|anak|cucu|adik|kakak|paman|bibi|menantu|mertua|keponakan|sepupu|ipar|ibu|bapak|ayah|tetangga|teman|kawan|sahabat|pacar)"
    r"(?: saya|ku|nya| kami| sebelah| pertama| kedua| bungsu| sulung){1,2},?|(?<!\w)(?:my|his|her|our|their|your) (?:\w{2,12} ){0,2}?"
    r"(?:son|daughter|husband|wife|partner|boyfriend|girlfriend|brother|sister|uncle|aunt|auntie|cousin|niece|nephew|mother|father|mum|mom|dad|friend|mate|boss|manager|"
    r"supervisor|colleague|neighbour|neighbor|teacher|doctor|nurse|caretaker|landlord|tenant|rep|tutor|lodger|flatmate|roommate|baby|grandson|granddaughter),?)\s{0,3}$"
)
# who is spoken to, married or buried is a person; in Indonesian also whose wife or child somebody is
MET = re.compile(
    r"(?i)(?<!\w)(?:asks?|asked|ask for|me and|him and|saya dan|aku dan|gue dan|gue sama|met|married|phoned|rang|blamed?|thank|trust(?:ed)?|miss|missed|dated|divorced|hugged|kissed|fired|visited|raised|adopted|fostered|christened|nicknamed|baptised|baptized|lodged with|lived with|living with|engaged to|married to|daughter of|son of|widow of|owed?|paid|promote|nursed|loved|warn(?:ed)?|sued|texted|emailed|thanked|told|tell|hired|sacked|buried|(?:spoke|speak|speaking|talk|talked|talking|listened|listen|sat|sit|sits|sitting) (?:to|with|next to)|"
    r"hiya|poor|(?:rumah|toko|warung|kios|bengkel|motor|mobil|sepeda|sawah|kebun|ladang|tanah|kambing|sapi|ayam|bebek|kandang|perahu|hp|nomor|utang|hutang|dagangan|gerobak|ruko|kontrakan|kos|kosan|tetangga|teman|tulisan|suara|tanda tangan|ponakan|keponakan|kakak|adik|sepupu|cucu|mertua|menantu|ipar|pacar|istri|suami|anak|bapak|ibu|emak)nya|si|kata|keluarga|ketemu|bertemu|menikah dengan|nikah sama|istri|isteri|suami|anaknya|cucunya|menantunya|almarhum|salam buat|salam untuk|(?:titip|curhat|pamit|tanya|nanya|bilang|cerita|ngomong|lapor|ngadu|minta) (?:ke|kepada|sama|pada))\s{1,3}$"
)
# whoever did it, and whose it is
BY = re.compile(
    r"(?i)(?<!\w)(?:oleh|milik|keluarga|rumahnya|di[a-z]{3,12}(?<!kan)(?<!an)|by|with|sama|dengan|bareng|selain|behind|beside|besides|alongside)\s{1,3}$"
)
# after these a name is likely, and not sure
TOLD = re.compile(
    r"(?i)(?<!\w)(?:kata|ujar|ucap|tutur|bilang|menurut|ketemu|bertemu|sama|si|ceuk|saur|jare|called|named|namanya)\s{1,3}$"
)
ONE_PLACE = re.compile(r"(?i)(?<!\w)(?:orang|suku|asal|di|ti|ning|in|at|near|outside|around|across)\s{1,3}$")
# things have names after these
THING = re.compile(
    r"(?i)(?<!\w)(?:di|ke|ti|ka|ning|in|at|into|onto|near|outside|around|across|through|the|a|an|this|that|use|uses|using|used|via|on|pakai|pake|memakai|menggunakan|aplikasi|situs|bahasa|merek|merk|"
    r"orang|suku|asal|desa|dusun|kampung|kota|kabupaten|kecamatan|jalan|sungai|gunung|pulau|pasar|terminal|daerah|pupuk|benih|bibit|beras|padi|jagung|obat|pil|vaksin|rokok|kopi|susu|sabun|mesin|mobil|bus|bis|kereta|kapal|pesawat|laptop|merek|produk|kartu|program|proyek|game|lagu|film|buku|novel|majalah|koran|channel|bulan|tiap|festival|upacara|tari|kitab|naik|minggu|podcast|kanal|acara|penerbit|kain|batik|kuliner|makanan|minuman)\s{1,3}$"
)
# a thing, a place or a body stands after these that is called after somebody or a flower
NAMED_AFTER = re.compile(
    r"(?i)(?<!\w)(?:ruang|kelas|posyandu|paud|tk|sd|smp|sma|smk|masjid|musala|mushola|gereja|pura|vihara|rsud|rs|rumah sakit|klinik|apotek|hotel|pt|yayasan|pesantren|universitas|institut|partai|"
    r"pohon|hutan|waduk|embung|bendungan|danau|pantai|candi|tol|jembatan|stadion|stasiun|bandara|pelabuhan|gedung|aula|kawasan|surat|surah|lagu|film|novel|kereta|topan|badai|"
    r"hurricane|storm|cyclone|typhoon|river|hotel|hms|mv|ss)\s{1,3}$"
)
# who is written about by initials alone: terdakwa DS
ACCUSED = re.compile(
    r"(?i)(?<!\w)(?:terdakwa|tersangka|terlapor|korban|pelaku|penyintas|accused|victim|survivor|defendant|suspect|complainant),? $"
)
# the butcher, Royston, keeps; ada preman, Codet, yang
ROLED = re.compile(r"(?P<said>(?:(?<!\w)[a-z]{2,20} ){0,3}[a-z]{2,20}), $")
# in apposition: Tiny, the forklift driver
APPOSED = re.compile(r", (?:the|my|our|his|her|a|an) ((?:[a-z]{1,20} ){0,2}[a-z]{1,20})[,.]")
# who speaks in a chat says who it is, in small letters
SELF = re.compile(
    r"(?<!\w)(?:(?P<sure>atas nama|nama saya|namaku|nama gue|my name is|my name's) |(?:ini aku|ini saya|ini|aku|gue|gw|gua|i'm|im|its|it's|this is|ask|tell|text) )(?P<x>[a-z]{3,20})(?!\w)"
)
# between two names of a list
AND = re.compile(r",? (?:and|or|dan|atau|sama|jeung|sareng|karo|lan) |, | ?& ?|, (?:and|dan) ")
AND_BEFORE = re.compile(rf"(?:{AND.pattern})$")
# places and figures of two names, which tell nobody
KNOWN = re.compile(
    r"(?<!\w)(?:Hong Kong|Alice Springs|Kuala Lumpur|New York|Los Angeles|San Francisco|Las Vegas|Sri Lanka|Costa Rica|Puerto Rico|El Salvador|Sierra Leone|Addis Ababa|Dar es Salaam|Phnom Penh|Ho Chi Minh City|"
    r"Tel Aviv|Abu Dhabi|Washington,? D\.?C\b|Marks (?:and|&) Spencer|(?:Ku Klux|Klux|Klu Klux) Klan|Jim Crow|Dewi Sri|Nyi Roro Kidul|Upin Ipin|Ratu Adil|Rolls Royce|Harley Davidson|Johns Hopkins|Father Christmas|Santa Claus|"
    r"Big Ben|Milton Keynes|Viet Nam|Hewlett Packard|Erasmus Mundus|Big Brother|Old Bailey|Little Italy|Virgin Mary|Jesus Christ|Mickey Mouse|Harry Potter|Uncle Sam|Indiana Jones|Robin Hood|Tri Dharma|Bhinneka Tunggal Ika|Dharma Wanita|Karang Taruna|Ade Irma|Budi Utomo|Cipta Karya|Bina Marga|Adipura|Kalpataru)(?!\w)"
)
# before a place, and before a thing that is called after somebody
PLACED = re.compile(r"(?<!\w)(?:[Ii]n|[Aa]t|[Oo]n|[Dd]i|[Tt]i|ning|[Tt]he)\s{1,3}$")
# before a month or a season
WHEN = re.compile(
    r"(?i)(?<!\w)(?:in|on|by|since|until|till|from|to|of|last|next|this|every|early|late|mid|before|after|around|or|bulan|tanggal|tahun|sejak|sampai|hari|raya|idul|\d{1,4}(?:st|nd|rd|th)?)[ -]{1,2}$"
)
# so much of what stands before a name is read
BEFORE = 48
WHERE = re.compile(
    r"(?i)(?<!\w)(?:(?:schools|places|towns|cities|countries|companies|brands|shops|stores|states|villages|colleges|kota|daerah|sekolah|merek|perusahaan) (?:like|such as|seperti|kayak)|di|ke|dari|ti|ka|ning|in|at|from|to|near|the|of)\s{1,3}$"
)


def tells(cue: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The match of a cue that ends `before`; all of them end with a letter, which spares most searches."""
    return cue.search(before) if before.rstrip(" ,:\n")[-1:].isalpha() else None


def introduced(text: str, at: int) -> bool:
    """Whether what stands before `at` introduces a person, whatever word comes."""
    before = text[max(0, at - BEFORE) : at]
    # a.n. is the one cue that ends with a mark
    cue = PERSON.search(before) if before.rstrip().casefold().endswith("n.") else tells(PERSON, before)
    return cue is not None
