"""Feeds of PFIF with something wrong in them, by the thousand: ``python -m tests.property.pfif_fuzz --minutes 10``.

Whatever the bytes, nothing but CannotRun is raised, every document can be read, and every value that is not carried
is in a finding of its row. Before anything is broken, every value of the feed is counted by another parser, and the
rows have as many.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from contextlib import suppress
from random import Random
from xml.etree import ElementTree

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Reading
from missingpersons.converters.pfif import FORMAT
from missingpersons.findings import CannotRun

TEXTS = (
    *("female", "other", "1970", "1970-13", "2011-06", "35-45", "9", "about nine", "GB", "XX", "true", "false", ""),
    *("believed_alive", "believed_dead", "is_note_author", "51.5,-0.1", "95 200", "19.16592425362802 -71.9384765625"),
    *("2026-03-01T09:00:00Z", "2026-03-01T09:00:00.5Z", "2026-02-30T09:00:00Z", "2026-03-01", "Amara Lanyon", "  x \n"),
    *("example.org/p.1", "example.org/p.2", "test-south.missingpersons.example/0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"),
    *("test-south.missingpersons.example/0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10.found", "https://example.org/a", "no"),
    *(
        "description:\n    tall\n",
        "description:\n    tall\nhair: red\n",
        "a\nb\n\nc",
        "x" * 400,
        "y" * 21_000,
        "Zoë א 😀",
    ),
)
FIELDS = (
    *("person_record_id", "note_record_id", "linked_person_record_id", "entry_date", "expiry_date", "source_date"),
    *(
        "author_name",
        "author_phone",
        "source_name",
        "full_name",
        "given_name",
        "first_name",
        "family_name",
        "last_name",
    ),
    *("alternate_names", "description", "other", "sex", "date_of_birth", "age", "home_street", "home_city", "home_zip"),
    *(
        "home_postal_code",
        "home_country",
        "photo_url",
        "profile_urls",
        "found",
        "author_made_contact",
        "status",
        "text",
    ),
    *("last_known_location", "email_of_found_person", "shoe_size"),
)
NOISE = (
    *(b"&lol;", b"&", b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x", b"?>", b"\x00", b"\xff", b"\xe9"),
    *(b"</person>", b"<person>", b"</pfif:person>", b"<pfif:person>", b"<note>", b"</note>", b"<person/>", b"</pfif>"),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!DOCTYPE", b' xmlns="http://zesty.ca/pfif/1.2"', b' xmlns:pfif="urn:x"'),
    *(
        b"</full_name>",
        b"<sex>",
        b"<b>x</b>",
        b"&#0;",
        b"&#x110000;",
        b"\xef\xbf\xbf",
        b"encoding='utf-16'",
        b"'",
        b'"',
    ),
)
HEADS = (
    *(b"", b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n', b'<?xml version="1.0" encoding="latin-1"?>'),
    *(b'<?xml version="1.0" encoding="shift_jis"?>', b'<?xml version="1.0" encoding="rot13"?>'),
)


AROUND = (
    *("<title>All</title>", "<entry><title>x</title><author><name>y</name></author></entry>", "loose", "\n", "<b/>"),
    *("<o:person xmlns:o='urn:x'><o:name a='1'>z</o:name></o:person>", "<link href='u' rel=''/>", "<!-- no -->"),
)


def feed(random: Random) -> bytes:
    """A feed that is well formed, of whatever version, in whatever envelope."""
    prefix = random.choice(["", "pfif:"])
    version = random.choice(["1.1", "1.2", "1.3", "1.4", "1.4", "9.9"])
    xmlns = f'xmlns{":" if prefix else ""}{prefix.rstrip(":")}="http://zesty.ca/pfif/{version}"'
    records = "".join(
        record(random, prefix, random.choice(["person", "person", "note"])) for _ in range(random.randint(1, 5))
    )
    around = "".join(random.choice(AROUND) for _ in range(random.choice([0, 0, 1, 4])))
    if prefix and random.random() < 0.3:
        outer = f"xmlns='http://www.w3.org/2005/Atom' {xmlns}"
        return f"<feed {outer}>{around}<entry>{records}</entry>{random.choice(AROUND)}</feed>".encode()
    return f"<{prefix}pfif {xmlns}>{around}{records}</{prefix}pfif>".encode()


def record(random: Random, prefix: str, kind: str) -> str:
    """A person with notes, or a note."""
    inner = "".join(field(random, prefix) for _ in range(random.randint(0, 12)))
    if kind == "person" and random.random() < 0.6:
        inner += "".join(record(random, prefix, "note") for _ in range(random.randint(1, 3)))
    if random.random() < 0.8:
        told = random.choice(["example.org/p.1", "example.org/p.2"])
        inner = f"<{prefix}person_record_id>{told}</{prefix}person_record_id>{inner}"
    stray = random.choice(["stray", "<!-- no -->", "<a b='1'>x<c>y</c></a>"]) if random.random() < 0.1 else ""
    return f"<{prefix}{kind}{attribute(random)}>{inner}{stray}</{prefix}{kind}>"


def attribute(random: Random) -> str:
    """Mostly nothing."""
    return random.choice([" xml:lang='cy'", ' a="1" b="2"']) if random.random() < 0.05 else ""


def field(random: Random, prefix: str) -> str:
    """One element with something that some element could say."""
    name, text = random.choice(FIELDS), random.choice(TEXTS)
    told = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<{prefix}{name}{attribute(random)}>{told}</{prefix}{name}>\n"


def broken(random: Random, data: bytes) -> bytes:
    """The same with something wrong, in the bytes."""
    for _ in range(random.choice([0, 1, 1, 2, 5])):
        at, to = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
        what = random.randrange(5)
        if what == 0:
            data = data[:at] + random.choice(NOISE) + data[at:]
        elif what == 1:
            data = data[:at] + data[min(to, at + 40) :]
        elif what == 2:
            data = data[:at] + random.randbytes(random.randint(1, 8)) + data[at:]
        elif what == 3:
            data = data[:to] + data[at:]
        else:
            data = data[:at]
    return random.choice(HEADS) + data


def rows(data: bytes, recorded_at: str | None) -> list[Row]:
    """What a feed gives: as much as it gave before the reader refused the whole."""
    result: list[Row] = []
    with suppress(CannotRun):
        result += FORMAT.read(io.BytesIO(data), Reading("in.xml", recorded_at, {"owner_force": "test-north"}))
    return result


def accounted(row: Row) -> bool:
    """Whether the document can be read, and what is not carried is reported at its place or for the whole record."""
    if row.document and wire.read(row.document)[0] is None:
        return False
    places = {each.at for each in row.findings}
    lost = {place for place, fate in row.cells if fate in (Fate.SET_ASIDE, Fate.APPROXIMATED, Fate.REPEATED)}
    return "" in places or lost <= places


def values(data: bytes) -> int:
    """How many values a feed has: attributes, and texts, where what stands on between comments is one text."""
    number = 0
    for element in ElementTree.fromstring(data).iter():
        number += sum(1 for told in element.attrib.values() if told.strip())
        number += sum(1 for text in (element.text, *(each.tail for each in element)) if text and text.strip())
    return number


def counted(told: list[Row]) -> int:
    """How many values met a fate."""
    return sum(fate is not Fate.EMPTY for row in told for _, fate in row.cells)


def trial(seed: int) -> None:
    """One feed, and what is always so."""
    random = Random(seed)
    sound = feed(random)
    assert counted(rows(sound, "2026-03-01T09:00:00Z")) == values(sound), f"seed {seed}: a value met no fate"
    data = broken(random, sound)
    given = random.choice([None, "2026-03-01T09:00:00Z"])
    wrong = [row.source for row in rows(data, given) if not accounted(row)]
    assert not wrong, f"seed {seed}: {wrong}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    ends, number = time.monotonic() + 60 * arguments.minutes, arguments.seed
    while time.monotonic() < ends:
        try:
            trial(number)
        except BaseException:
            print(f"seed {number}")
            raise
        number += 1
    print(f"{number - arguments.seed} feeds in {arguments.minutes} minutes, and nothing was raised")
    return 0


if __name__ == "__main__":
    sys.exit(main())
