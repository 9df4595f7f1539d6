"""What reading PFIF costs beside others' parts of the work: ``python -m tests.benchmarks.pfif``.

The same records are read twice in one run: by the converter, which joins, maps, accounts and validates; and by
lxml's iterparse, which gives a dictionary a record, followed by bare pydantic over the episodes that the converter made
of them. Turns alternate, times are of the processor, and the ratio of the medians is what to read. Memory is that of a
process of its own, and the same from 10,000 records on: up to some 5,000 are held before a temporary file is used, and
what is looked up afterwards, a hash and a place for each record, is in another.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from lxml import etree

from missingpersons.converters.formats import Reading
from missingpersons.converters.pfif import FORMAT
from missingpersons.models import Episode
from missingpersons.testing import Generator
from missingpersons.wire import parse

NAMESPACE = "{http://zesty.ca/pfif/1.4}"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">\n'
FOOT = b"</pfif:pfif>\n"
LEAST = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", type=int, nargs="*", default=[10_000, 100_000], help="how many records to hold up")
    parser.add_argument("--only", type=int, help="read so many records, and print the greatest memory")
    parser.add_argument("--quick", action="store_true", help="few records: only shows that it runs")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a target is missed")
    arguments = parser.parse_args()
    if arguments.only:
        print(greatest_memory(arguments.only))
        return 0
    if arguments.quick:
        arguments.records, arguments.rounds, arguments.memory = 200, 1, [200]
    ratio = throughput(arguments.records, arguments.rounds)
    peaks = [memory_of(number) for number in arguments.memory]
    print("; ".join(f"{n} records: {peak // 1024} MiB" for n, peak in zip(arguments.memory, peaks, strict=True)))
    is_flat = not peaks or max(peaks) < 1.05 * min(peaks)
    return int(arguments.enforce and not (ratio >= LEAST and is_flat))


def throughput(number: int, rounds: int) -> float:
    """How fast the converter is, as a share of what lxml and pydantic alone reach over the same records."""
    data = HEAD + b"".join(records(number)) + FOOT
    documents = [row.document for row in read(io.BytesIO(data)) if row.document]
    validate = type(parse(documents[0], Episode)).__pydantic_validator__.validate_json

    def bare() -> None:
        for _, document in zip(iterparsed(data), documents, strict=True):
            validate(document)

    def ours() -> None:
        for _ in read(io.BytesIO(data)):
            pass

    took: dict[Callable[[], None], list[float]] = {bare: [], ours: []}
    for _ in range(rounds):
        for work, times in took.items():
            start = time.process_time()
            work()
            times.append((time.process_time() - start) / number * 1e6)
    medians = {work: statistics.median(times) for work, times in took.items()}
    ratio = medians[bare] / medians[ours]
    print(f"{number} persons of {len(data) / number / 1024:.1f} KB, each with a note; microseconds a person")
    print(f"lxml iterparse and bare pydantic {medians[bare]:.0f}; the converter {medians[ours]:.0f}; ratio {ratio:.2f}")
    return ratio


def records(number: int) -> Iterator[bytes]:
    """Persons as Person Finder has them, each with a note, about people who do not exist."""
    random = Random(1)
    generator = Generator(seed=1)
    people = [parse(each, Episode).person for each in generator.documents(200)]
    for index in range(number):
        person = people[index % len(people)]
        name = person.names[0] if person.names else None
        full = (name and (name.full or " ".join((*name.given, name.family or "")))) or "Nobody"
        day, age = random.randint(1, 28), random.randint(5, 90)
        fields = {
            "person_record_id": f"example.org/person.{index}",
            "entry_date": f"2026-03-{day:02}T12:00:00Z",
            "author_name": "Somebody Invented",
            "author_email": f"author{index}@example.org",
            "author_phone": "01632 960123",
            "source_name": "An invented site",
            "source_date": f"2026-03-{day:02}T09:00:00Z",
            "source_url": f"https://example.org/person/{index}",
            "full_name": full,
            "given_name": full.split()[0],
            "family_name": full.split()[-1],
            "description": "Short and fair, in a green coat with a hood and grey trousers.",
            "sex": random.choice(["female", "male"]),
            "date_of_birth": f"{2026 - age}",
            "age": str(age),
            "home_street": "Chapel Row",
            "home_city": "Cardew",
            "home_state": "Invented",
            "home_postal_code": "ZZ99 3VZ",
            "home_country": "GB",
            "photo_url": f"https://example.org/photo/{index}.jpg",
        }
        note = {
            "note_record_id": f"example.org/note.{index}",
            "author_name": "Somebody Else",
            "source_date": f"2026-03-{day:02}T15:00:00Z",
            "author_made_contact": random.choice(["true", "false"]),
            "status": random.choice(["believed_alive", "information_sought", "believed_missing"]),
            "last_known_location": "By the mill at Cardew",
            "text": "Seen by the mill at about two o'clock.",
        }
        inner = _written(fields) + "<pfif:note>\n" + _written(note) + "</pfif:note>\n"
        yield f"<pfif:person>\n{inner}</pfif:person>\n".encode()


def _written(fields: dict[str, str]) -> str:
    return "".join(f"<pfif:{name}>{text}</pfif:{name}>\n" for name, text in fields.items())


def iterparsed(data: bytes) -> Iterator[dict[str, Any]]:
    """Each person as a dictionary, with its notes, by lxml alone."""
    for _, element in etree.iterparse(io.BytesIO(data), tag=f"{NAMESPACE}person", resolve_entities=False):
        told: dict[str, Any] = {"notes": []}
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "note":
                told["notes"].append({each.tag.rpartition("}")[2]: each.text for each in child})
            else:
                told[name] = child.text
        yield told
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def read(stream: Any) -> Iterator[Any]:
    """The rows that the converter gives."""
    assert FORMAT.read
    return FORMAT.read(stream, Reading("in.xml", None, {"owner_force": "test-north"}))


class _Stream(io.RawIOBase):
    """Records that are made as they are read."""

    def __init__(self, number: int) -> None:
        self._records = records(number)
        self._data = HEAD

    def read(self, size: int = -1) -> bytes:
        parts = [self._data]
        held = len(self._data)
        while held < size and (more := next(self._records, None)):
            parts.append(more)
            held += len(more)
        whole = b"".join(parts)
        self._data = whole[size:]
        return whole[:size]


def greatest_memory(number: int) -> int:
    """The greatest memory of this process after so many records, in KiB."""
    for _ in read(_Stream(number)):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def memory_of(number: int) -> int:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.pfif", "--only", str(number)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    sys.exit(main())
