"""Made-up British police reports with identifiers planted in them, and where each stands.

Written apart from the rules it tests: the forms below are how officers, banks and networks write
these things, drawn without a look at any pattern. Each report also holds numbers that identify
nothing (`DISTRACTORS`): crime numbers, exhibits, collar numbers, measures, versions, results.
Check digits are worked out here by the published methods, not by the project's code.
"""

import random
import string
from dataclasses import dataclass, field

__all__ = ["FORMS", "Planted", "Report", "noisy", "report"]

L = "ABCDEFGHJKLMNPRSTUVWXY"
STREETS = ("Mill Lane", "Station Road", "High Street", "Bewick Close", "Quarry Hill", "Park View")
TOWNS = ("Luton", "Oldham", "Truro", "Wigan", "Perth", "Swansea", "Newry", "Dover", "Crewe")
NAMES = ("Nolan", "Okafor", "Patel", "Kowalski", "Bright", "Hussain", "Evans", "MacLeod", "Chen")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AREAS = ("LU", "OL", "TR", "WN", "PH", "SA", "BT", "CT", "CW", "E", "N", "M", "B", "SW", "EC")


@dataclass(frozen=True)
class Planted:
    type: str
    begin: int
    end: int
    text: str
    value: str | None
    """Normal form to be found; None where this test does not say."""


@dataclass
class Report:
    text: str = ""
    planted: list[Planted] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.text += text

    def plant(self, kind: str, text: str, value: str | None = None) -> None:
        begin = len(self.text)
        self.text += text
        self.planted.append(Planted(kind, begin, len(self.text), text, value))


def digits(r: random.Random, count: int) -> str:
    return "".join(r.choice(string.digits) for _ in range(count))


def letters(r: random.Random, count: int) -> str:
    return "".join(r.choice(L) for _ in range(count))


def luhn(number: str) -> str:
    double = [int(d) * 2 for d in number[::-1][::2]]
    single = [int(d) for d in number[::-1][1::2]]
    total = sum(d // 10 + d % 10 for d in double) + sum(single)
    return str((10 - total % 10) % 10)


def phone(r: random.Random) -> tuple[str, str, str]:
    way = r.randrange(9)
    if way < 6:
        n = r.choice(("7700900", "7912", "7946", "7535", "7812", "7459"))
        n += digits(r, 10 - len(n))
        forms = (
            f"0{n[:4]} {n[4:]}",
            f"0{n}",
            f"0{n[:4]} {n[4:7]} {n[7:]}",
            f"+44{n}",
            f"+44 {n[:4]} {n[4:]}",
            f"+44 (0){n[:4]} {n[4:]}",
            f"0044 {n[:4]} {n[4:]}",
            f"0{n[:4]}-{n[4:7]}-{n[7:]}",
            f"(0{n[:4]}) {n[4:]}",
        )
        return "Phone", r.choice(forms), f"+44{n}"
    area = r.choice(("20", "161", "121", "1582", "131"))
    n = area + (
        r.choice("378") + digits(r, 7)
        if area == "20"
        else digits(r, 0) + r.choice("23467") + digits(r, 9 - len(area))
    )
    body = n[len(area) :]
    forms = (
        f"0{area} {body[:-4]} {body[-4:]}" if len(area) < 4 else f"0{area} {body}",
        f"(0{area}) {body}",
        f"+44 {area} {body}",
        f"0{n}",
    )
    return "Phone", r.choice(forms), f"+44{n}"


def mark(r: random.Random) -> tuple[str, str, str]:
    year = r.choice(("02", "07", "12", "15", "19", "20", "54", "59", "65", "70"))
    a, b = letters(r, 2) + year, r.choice(L) + letters(r, 2)
    return "VRM", r.choice((f"{a} {b}", f"{a}{b}")), a + b


def old_mark(r: random.Random) -> tuple[str, str, str, str]:
    n = str(r.randint(1, 999))
    a, b = r.choice(
        (
            (r.choice("ABCDEFGHJKLMNPRSTVWXY") + n, letters(r, 3)),
            (letters(r, 3), n + r.choice("BCDFGHJKLMNPRSTVWXY")),
            (letters(r, 2), str(r.randint(100, 9999))),
            (r.choice("ABDFJK") + "IZ"[r.randrange(2)] + r.choice(L), str(r.randint(1000, 9999))),
        )
    )
    return "VRM", r.choice((f"{a} {b}", f"{a} {b}", a + b)), a + b, "named"


def postcode(r: random.Random) -> tuple[str, str, str]:
    inward = r.choice(string.digits) + "".join(r.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in "ab")
    out = r.choice(AREAS) + str(r.randint(1, 9))
    if r.random() < 0.4 and out[:2] not in ("EC", "SW"):
        out += r.choice(string.digits) if len(out) < 4 else ""
    if out.startswith("EC"):
        out += r.choice("AMNPRVY")
    return "Postcode", f"{out} {inward}" if r.random() < 0.85 else out + inward, f"{out} {inward}"


def email(r: random.Random) -> tuple[str, str, str]:
    who = r.choice(("{a}.{b}", "{a}{n}", "{a}_{b}", "{a}-{b}+{n}"))
    host = r.choice(("example.com", "mail.example.org", "btinternet.example.net", "example.co.uk"))
    text = who.format(
        a=r.choice(("kim", "lee", "jo", "sam")), b=r.choice(NAMES), n=r.randint(1, 99)
    )
    return "Email", f"{text}@{host}", f"{text}@{host}".lower()


def url(r: random.Random) -> tuple[str, str, str]:
    path = r.choice(("", "/", "/listing/8841", "/a/b?item=12&x=y", "/~sam/index.html#top"))
    text = (
        r.choice(("https://", "http://", "www.", "https://www."))
        + f"shop{r.randint(1, 99)}.example"
    )
    return "Url", text + path, text + path


def nino(r: random.Random) -> tuple[str, str, str]:
    a = r.choice(("AB", "CE", "JN", "PA", "SK", "TT", "WM", "YZ", "NA", "LR", "HX"))
    n, z = digits(r, 6), r.choice("ABCD")
    forms = (f"{a}{n}{z}", f"{a} {n[:2]} {n[2:4]} {n[4:]} {z}", f"{a}{n} {z}", f"{a} {n} {z}")
    return "NINO", r.choice(forms[:3]), f"{a}{n}{z}"


def pnc(r: random.Random) -> tuple[str, str, str]:
    year, n = r.randint(1976, 2019), r.randint(1, 999999)
    check = "ZABCDEFGHJKLMNPQRTUVWXY"[int(f"{year % 100:02}{n:07}") % 23]
    short = f"{year % 100:02}/{n}{check}"
    return "PNC", r.choice((short, f"{year}/{n:07}{check}")), f"{year}/{n:07}{check}"


def cro(r: random.Random) -> tuple[str, str, str, str]:
    year, n = r.randint(40, 95), r.randint(1000, 999999)
    check = "ZABCDEFGHJKLMNPQRTUVWXY"[int(f"{year}{n:06}") % 23]
    return "CRO", f"{n}/{year}{check}", f"{n:06}/{year}{check}", "named"


def imei(r: random.Random) -> tuple[str, str, str, str]:
    n = r.choice(("35", "86", "01")) + digits(r, 12)
    n += luhn(n)
    return (
        "IMEI",
        r.choice((n, f"{n[:2]}-{n[2:8]}-{n[8:14]}-{n[14]}", f"{n[:8]} {n[8:14]} {n[14]}")),
        n,
        "named",
    )


def imsi(r: random.Random) -> tuple[str, str, str, str]:
    n = r.choice(("23410", "23415", "23420", "23430")) + digits(r, 10)
    return "IMSI", n, n, "named"


def internet(r: random.Random) -> tuple[str, str, str]:
    if r.random() < 0.2:
        a, b = f"{r.randint(1, 65535):x}", f"{r.randint(1, 65535):x}"
        return "IP", f"2001:db8::{a}:{b}", f"2001:db8::{a}:{b}"
    text = ".".join(str(r.randint(1, 254)) for _ in range(4))
    return "IP", text, text


def account(r: random.Random) -> tuple[str, str, str, str]:
    s = f"{r.randint(1, 99):02}{digits(r, 4)}"
    n = str(r.randint(1, 9)) + digits(r, 7)
    code = f"{s[:2]}-{s[2:4]}-{s[4:]}"
    forms = (
        f"{code} {n}",
        f"{code} account {n}",
        f"{code}, account number {n}",
        f"{code} / {n}",
    )
    return "Account", r.choice(forms), f"{code} {n}", "sort"


def iban(r: random.Random) -> tuple[str, str, str]:
    bban = r.choice(("WEST", "BARC", "LOYD", "NWBK")) + digits(r, 14)
    number = "".join(str(int(c, 36)) for c in bban + "GB00")
    whole = f"GB{98 - int(number) % 97:02}{bban}"
    spaced = " ".join(whole[i : i + 4] for i in range(0, 22, 4))
    return "IBAN", r.choice((whole, spaced)), whole


def card(r: random.Random) -> tuple[str, str, str, str]:
    n = r.choice(("4539", "4929", "5412", "5567")) + digits(r, 11)
    n += luhn(n)
    spaced = " ".join(n[i : i + 4] for i in range(0, 16, 4))
    return (
        "Card",
        r.choice((n, spaced, spaced.replace(" ", "-"))),
        f"{n[:6]}******{n[-4:]}",
        "named",
    )


def money(r: random.Random) -> tuple[str, str, str]:
    n = r.randint(5, 99999)
    forms = (
        (f"£{n:,}", f"GBP {n}.00"),
        (f"£{n}.{n % 90 + 10}", f"GBP {n}.{n % 90 + 10}"),
        (f"{n:,} pounds", f"GBP {n}.00"),
        (f"€{n}", f"EUR {n}.00"),
        (f"£{n % 90 + 1}k", f"GBP {n % 90 + 1}000.00"),
        (f"£{n % 9 + 1}.5 million", f"GBP {n % 9 + 1}500000.00"),
        (f"{n % 95 + 1} quid", f"GBP {n % 95 + 1}.00"),
    )
    text, value = r.choice(forms)
    return "Money", text, value


def when(r: random.Random) -> tuple[str, str, str | None]:
    y, m, d = r.randint(1995, 2023), r.randint(1, 12), r.randint(13, 28)
    iso, name = f"{y}-{m:02}-{d:02}", MONTHS[m - 1]
    h, n = r.randint(13, 23), r.randint(10, 59)
    ending = "st" if d == 21 else "nd" if d == 22 else "rd" if d == 23 else "th"
    forms = (
        (f"{d} {name} {y}", iso),
        (f"{d}{ending} {name} {y}", iso),
        (f"{d}/{m:02}/{y}", iso),
        (iso, iso),
        (f"{name} {d}, {y}", iso),
        (f"{d}.{m:02}.{y}", iso),
        (f"{d} {name[:3]} {y}", iso),
        (f"{h}:{n} on {d} {name} {y}", f"{iso} {h}:{n}"),
        (f"{d} {name} {y} at {h}:{n}", f"{iso} {h}:{n}"),
        (f"{h}{n} hours on {d}/{m:02}/{y}", f"{iso} {h}:{n}"),
        (f"{d} {name} {y} at {h - 12}.{n}pm", f"{iso} {h}:{n}"),
        (f"{h}:{n}", None),
        (f"{h}{n}hrs", None),
        (f"{h - 12}pm", None),
        (f"{name} {y}", f"{y}-{m:02}"),
        ("yesterday evening", "relative"),
        (f"last {r.choice(DAYS)}", "relative"),
        ("two days ago", "relative"),
        ("last month", "relative"),
        ("this morning", "relative"),
        ("three weeks ago", "relative"),
        ("last night", "relative"),
        (f"{r.choice(DAYS)} evening", None),
        ("the following day", "relative"),
    )
    text, value = r.choice(forms)
    return "Temporal", text, value


def place(r: random.Random) -> tuple[str, str, str | None]:
    lat, lon = r.uniform(50.5, 55), r.uniform(-4, 0.2)
    square = r.choice(("TQ", "SU", "SJ", "NZ", "SP", "TL"))
    e, n = digits(r, 4), digits(r, 4)
    forms = (
        f"{lat:.5f}, {lon:.5f}",
        f"{lat:.4f}N {abs(lon):.4f}{'W' if lon < 0 else 'E'}",
        f"{square} {e} {n}",
        f"grid reference {square}{e[:3]}{n[:3]}",
    )
    return "Location", r.choice(forms), None


FORMS = {
    "phone": phone,
    "mark": mark,
    "old mark": old_mark,
    "postcode": postcode,
    "email": email,
    "url": url,
    "nino": nino,
    "pnc": pnc,
    "cro": cro,
    "imei": imei,
    "imsi": imsi,
    "ip": internet,
    "account": account,
    "iban": iban,
    "card": card,
    "money": money,
    "when": when,
    "place": place,
}

CUES = {
    "old mark": ("index ", "registration ", "reg. ", "VRM ", "plate "),
    "cro": ("CRO ", "CRO number "),
    "imei": ("IMEI ", "handset IMEI: ", "IMEI number "),
    "imsi": ("IMSI ", "SIM with IMSI ", "IMSI: "),
    "account": ("sort code ", "sort code: ", "account held at ", "paid into "),
    "card": ("card ", "Visa debit card ", "credit card number ", "a Mastercard, "),
    "money": ("He paid ", "He was owed ", "They took ", "It cost "),
    "phone": ("He uses ", "She can be reached on ", "A call came from ", "Tel: ", "mobile "),
    "mark": ("The car was ", "He drives a Ford Focus, ", "Vehicle ", "A silver van "),
    "postcode": (
        "He lives at 14 {street}, {town}, ",
        "Address: Flat 2, 9 {street}, {town} ",
    ),
    "email": ("He writes from ", "E-mail: ", "Contact "),
    "url": ("Advertised at ", "Seen on ", "The site is "),
    "nino": ("NI number ", "National Insurance ", "He gave "),
    "pnc": ("PNC ", "Known as ", "PNC ID "),
    "ip": ("Logged in from ", "The IP address was ", "Connection from "),
    "iban": ("Sent to ", "IBAN ", "The account is "),
    "when": ("He was seen ", "This happened ", "They met ", "It was reported "),
    "place": ("Found at ", "The phone was at ", "Last seen near "),
}

DISTRACTORS = (
    "Crime number 12/{n6}/20 refers.",
    "Exhibit {l2}{l1}/{d} was bagged.",
    "PC {n4} {name} attended.",
    "Incident log {n4} of the day.",
    "Custody record {l2}{n5}.",
    "He is 5 foot {d} and weighs {n2} kg.",
    "The score was 3-1 and the odds 10/1.",
    "Firmware version 10.{d}.{d}.1 was installed.",
    "See section 4.{d} and paragraph 12.",
    "The A{n3} and the M{d} were closed.",
    "The parcel number was {n15}.",
    "Order {n8} was cancelled.",
    "Batch {n6} and lot {n4}.",
    "About {n3} people were there.",
    "Room {d}, floor {d}.",
    "Flight BA {n3} was late.",
    "The meter read {n6}.",
    "Ratio 3:{d} by weight.",
    "The bus was number {n2}.",
    "A {n2} mm socket and {d} bolts.",
    "He is {n2} years of age.",
    "Page {n3} of {n3}.",
    "Unit {n2}, Block {l1}.",
    "Collar number {n4}, call sign {l2}{n2}.",
    "Property ref {l2}/{n5}.",
    "The reference was {n10}.",
    "Seal number {l1}{n7}.",
    "The tyre was a 205/55 R16.",
    "It holds {n3} ml and costs little.",
    "Chapter {d}, verse {n2}.",
    "Form MG{n2} is attached.",
    "The serial was {l2}-{n4}-{l2}-{n4}.",
    "Officers from B division and C relief may march again.",
    "Post 9{n3} was checked; 12.5 per cent were blank.",
    "The lens was f/2.8 at 1/{n3}.",
)

PROSE = (
    "The officer spoke to the occupant, who was calm and gave an account of the day.",
    "There was nothing further of note and no damage was seen to the door or the windows.",
    "The source has been reliable before and has direct access to the people named here.",
    "House to house enquiries were made along the street and no one had heard anything unusual.",
    "He said that the others had left before the argument began and that he had stayed behind.",
    "It is assessed that the group will meet again and that more property will be moved.",
    "She described the man as tall, of slim build, with short dark hair and a grey jacket.",
    "The property was searched, photographed and left secure, and a copy of the record was given.",
)


def report(seed: int, sentences: int = 14) -> Report:
    """One report; the same seed gives the same report."""
    r, made = random.Random(seed), Report()
    made.say(f"INTELLIGENCE REPORT\nOfficer: {r.choice(NAMES)}\n")
    s, i, h = r.choice("123"), r.choice("ABCDE"), r.choice("PC")
    made.say(r.choice(("Grade: ", "3x5x2: ", "Grading: ")))
    gap = r.choice(("", "/", " ", "-"))
    made.plant("Grade", gap.join((s, i, h)), s + i + h)
    made.say("\n\n")
    names = list(FORMS)
    for n in range(sentences):
        if n % 2:
            made.say(r.choice(PROSE) + " ")
        if r.random() < 0.6:
            made.say(_filled(r, r.choice(DISTRACTORS)) + " ")
        name = names[(seed * sentences + n) % len(names)]
        cue = r.choice(CUES[name])
        made.say(cue.format(street=r.choice(STREETS), town=r.choice(TOWNS)))
        kind, text, value, *_ = FORMS[name](r)
        if name == "place" and text.startswith("grid"):
            made.say("grid reference ")
            text = text.removeprefix("grid reference ")
        if name == "when" and value == "relative" and text == "the following day":
            made.say("on ")
            made.plant("Temporal", "14 May 2019", "2019-05-14")
            made.say(" and ")
        made.plant(kind, text, value)
        made.say(r.choice((". ", ". ", ".\n", ", as stated. ", "; see above. ")))
    return made


def _filled(r: random.Random, text: str) -> str:
    for n in (2, 3, 4, 5, 6, 7, 8, 10, 15):
        while f"{{n{n}}}" in text:
            text = text.replace(f"{{n{n}}}", str(r.randint(1, 9)) + digits(r, n - 1), 1)
    for mark, make in (
        ("{l1}", lambda: letters(r, 1)),
        ("{l2}", lambda: letters(r, 2)),
        ("{d}", lambda: str(r.randint(2, 9))),
        ("{name}", lambda: r.choice(NAMES)),
    ):
        while mark in text:
            text = text.replace(mark, make(), 1)
    return text


OCR = {"0": "O", "O": "0", "1": "l", "l": "1", "5": "S", "S": "5", "8": "B", "B": "8", "I": "1"}
KEYS = "qwertyuiop asdfghjkl zxcvbnm 1234567890"


def noisy(made: Report, how: str, seed: int, rate: float = 0.01) -> Report:
    """The same report in lower case, misread (`ocr`) or mistyped (`typing`) at `rate` a character.

    What is planted moves with the text; a planted thing hurt by the noise stays planted, so recall
    falls with every one that can no longer be told.
    """
    if how == "lower":
        low = [Planted(p.type, p.begin, p.end, p.text.lower(), p.value) for p in made.planted]
        return Report(made.text.lower(), low)
    r, out, place = random.Random(seed), [], []
    length = 0
    for char in made.text:
        place.append(length)
        new = char
        if how == "ocr" and char in OCR and r.random() < rate * 4:
            new = OCR[char]
        elif how == "typing" and r.random() < rate:
            new = r.choice(("", char * 2, r.choice(KEYS)))
        out.append(new)
        length += len(new)
    place.append(length)
    text = "".join(out)
    moved = [
        Planted(p.type, place[p.begin], place[p.end], text[place[p.begin] : place[p.end]], p.value)
        for p in made.planted
    ]
    return Report(text, moved)
