"""The demo: two invented forces, an episode carried across the boundary, and an encounter at night."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import click

from missingpersons import wire
from missingpersons.cli.printing import console, format_option, print_json, print_table, watched
from missingpersons.cli.showing import print_candidates
from missingpersons.converters import Tally
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.exchange import keys
from missingpersons.exchange.seal import seal
from missingpersons.findings import CannotRun, entry
from missingpersons.models import Episode
from missingpersons.register.encounter import Encounter
from missingpersons.register.lookup import Candidate, lookup
from missingpersons.register.store import Register
from missingpersons.risk import suggest
from missingpersons.statistics.counts import counts
from missingpersons.testing.exports import EXPORTED_AT, mapping_text, table
from missingpersons.testing.reports import man_in_the_shelter, reports
from missingpersons.testing.story import Story, story

SEALED_AT = "2026-11-14T21:00:00Z"
EPISODES_A_FORCE = 100
STYLES = ("comma", "semicolon")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demo came to, for whoever runs it from a test."""

    episodes: int
    found: Counter[str]
    suggested: Counter[str]
    received: Counter[str]
    candidates: tuple[Candidate, ...]
    wanted: str | None
    consultations: int

    def as_dict(self) -> dict[str, Any]:
        """The outcome as the JSON object that is printed."""
        return {
            "episodes": self.episodes,
            "found": dict(self.found),
            "suggested": dict(self.suggested),
            "received": dict(self.received),
            "candidates": [each.as_dict() for each in self.candidates],
            "wanted": self.wanted,
            "consultations": self.consultations,
        }


@click.command()
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the files that it makes in DIR, to look at or to go on with.",
)
@click.option("--seed", type=int, default=14, show_default=True, help="Which invented people.")
@format_option
def demo(keep: Path | None, seed: int, form: str) -> None:
    """Show the whole library at work on invented data. Nothing else is needed, and nothing is sent anywhere."""
    shown = contextlib.redirect_stdout(io.StringIO()) if form == "json" else contextlib.nullcontext()
    with _folder(keep) as folder, shown:
        outcome = run(folder, seed=seed)
    if form == "json":
        print_json(outcome.as_dict())
    elif keep:
        click.echo(f"\nThe files are in {keep}. Try: missingpersons check {keep / 'test-north.ndjson'}")


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="missingpersons-") as name:
            yield Path(name)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        used = any(keep.iterdir())
    except OSError as error:
        reason = error.strerror or "cannot be made"
    else:
        if not used:
            yield keep
            return
        reason = "there is something in it already; give a new or empty folder"
    raise CannotRun(f"{keep.name}: {reason}")


def run(
    folder: Path,
    *,
    seed: int,
    forces: tuple[str, str] = ("test-north", "test-south"),
    wardrobe: int | None = None,
    with_the_man: bool = True,
) -> Outcome:
    """Run every step in ``folder``. The man is reported to the first force, and met by the second."""
    random = Random(seed)  # noqa: S311 - invented people, not secrets
    night = story(random, wardrobe=wardrobe)
    wanted = _export(folder, random, forces, night, with_the_man=with_the_man)
    found = _convert(folder, forces)
    episodes, suggested = _judge(folder, forces)
    received = _exchange(folder, forces)
    with Register.open(folder / "register.db") as register:
        candidates = _encounter(register, night, forces)
        consultations = _count_and_audit(register)
    return Outcome(episodes, found, suggested, received, candidates, wanted, consultations)


def _say(title: str, text: str) -> None:
    console().print(f"\n[bold]{title}[/bold]")
    click.echo(text)


def _export(folder: Path, random: Random, forces: tuple[str, str], night: Story, *, with_the_man: bool) -> str | None:
    _say(
        "1. Two forces, two systems, two exports",
        f"{forces[0]} writes a comma-separated file with British dates, {forces[1]} a semicolon-separated one with "
        "codes.\nEverybody in them is invented. They have the faults that real exports have.",
    )
    wanted = None
    for force, style in zip(forces, STYLES, strict=True):
        made = reports(random, force.removeprefix("test-").upper(), EPISODES_A_FORCE)
        if force == forces[0]:
            man = man_in_the_shelter(random, "NIGHT", night)
            if with_the_man:
                made.insert(random.randrange(len(made)), man)
                wanted = man.reference
        (folder / f"{force}.csv").write_bytes(table(style, made))
        (folder / f"{force}.toml").write_text(mapping_text(style, force), encoding="utf-8")
    return wanted


def _convert(folder: Path, forces: tuple[str, str]) -> Counter[str]:
    _say("2. Convert", "Each force's mapping says which column goes where. Nothing is dropped without a word.")
    found: Counter[str] = Counter()
    rows = []
    for force in forces:
        mapping = read_mapping((folder / f"{force}.toml").read_text(encoding="utf-8"), name=f"{force}.toml")
        tally, episodes = Tally(), 0
        with (folder / f"{force}.csv").open("rb") as stream, (folder / f"{force}.ndjson").open("wb") as out:
            for row in watched(
                convert(stream, mapping, name=f"{force}.csv", recorded_at=EXPORTED_AT), f"converting {force}"
            ):
                tally.add(row)
                found.update(each.code for each in row.findings)
                if row.document:
                    episodes += 1
                    out.write(row.document + b"\n")
        aside, cells = tally.set_aside()
        rows.append((f"{force}.csv", episodes, cells - aside, f"{aside} of {cells}"))
    print_table("", ("file", "episodes", "cells carried", "cells set aside, and reported"), rows)
    _print_codes("What was found in the cells", found)
    return found


def _judge(folder: Path, forces: tuple[str, str]) -> tuple[int, Counter[str]]:
    _say(
        "3. Check, and suggest a level of risk",
        "Every rule is published, with its reason. A person decides on risk.",
    )
    found: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    below = episodes = 0
    example = None
    for force in forces:
        for line in (folder / f"{force}.ndjson").read_bytes().splitlines():
            episode = wire.parse(line, Episode)
            suggestion = suggest(episode)
            episodes += 1
            levels[str(suggestion.level)] += 1
            found.update({each.code for each in wire.check(line)})
            recorded = episode.assessments[-1].level if episode.assessments else None
            if recorded is not None and recorded.rank < suggestion.level.rank:
                below += 1
                example = example or (episode.local_reference, recorded, suggestion)
    _print_codes(f"What the rules found in {episodes} episodes", found)
    told = ", ".join(f"{level} in {number}" for level, number in levels.most_common())
    click.echo(f"The library's policy calls for {told}.")
    click.echo(f"In {below} episodes the level that was recorded is lower than that. For example:")
    if example:
        reference, recorded, suggestion = example
        reasons = [(each.calls_for, each.question, each.answer, each.basis) for each in suggestion.reasons[:4]]
        title = f"{reference}: recorded {recorded}, {suggestion.policy} calls for {suggestion.level}"
        print_table(title, ("calls for", "question", "answer", "basis"), reasons)
        click.echo(f"Ask next: {', '.join(suggestion.ask_next[:4])}")
    return episodes, levels


def _exchange(folder: Path, forces: tuple[str, str]) -> Counter[str]:
    _say(
        "4. Seal, carry across, receive",
        "Each force signs its episodes; the register trusts the two public keys.",
    )
    received: Counter[str] = Counter()
    with Register.create(folder / "register.db") as register:
        messages = []
        for force in forces:
            key = keys.new_key(force)
            keys.save(key, folder / "keys")
            register.trust([key.public])
            lines = (folder / f"{force}.ndjson").read_bytes().splitlines()
            sealed = [seal(line, key, time=SEALED_AT) for line in watched(lines, f"sealing {force}")]
            (folder / f"{force}.messages.ndjson").write_bytes(b"".join(each + b"\n" for each in sealed))
            messages += sealed
        with register.writing():
            for number, message in enumerate(watched(messages, "receiving"), 1):
                received[register.receive(message, source=f"messages.ndjson:{number}").outcome] += 1
            again = register.receive(messages[0], source="messages.ndjson:1")
            changed = messages[0].replace(b'"revision":1', b'"revision":2', 1)
            tampered = register.receive(changed, source="tampered")
        received.update([again.outcome, tampered.outcome])
    told = ", ".join(f"{number} {outcome}" for outcome, number in received.most_common())
    click.echo(f"{len(messages)} messages, one of them sent twice and once more with one character changed: {told}.")
    click.echo(f"Why the changed one was refused: {tampered.findings[0].message}")
    return received


def _encounter(register: Register, night: Story, forces: tuple[str, str]) -> tuple[Candidate, ...]:
    wearing = night.wardrobe.seen
    _say(
        "5. The encounter",
        f"At {night.met:%H:%M} officers of {forces[1]} speak to a man in a bus shelter. He will not give his name.\n"
        f"He seems to be in his thirties ({night.ethnicity.replace('_', ' ')}) and wears: {'; '.join(wearing)}.\n"
        "Is he missing anywhere?",
    )
    encounter = Encounter(
        sex="male",
        age_min=30,
        age_max=39,
        ethnicity_observed=night.ethnicity,
        wearing=wearing,
        latitude=f"{night.shelter[0]:.5f}",
        longitude=f"{night.shelter[1]:.5f}",
        place="bus shelter",
        at=night.met.isoformat(),
    )
    found = lookup(register, encounter, reason="encounter", reference="LOG-0231", limit=3)
    print_candidates(found)
    return found


def _count_and_audit(register: Register) -> int:
    _say(
        "6. Count, and show who asked",
        "Numbers state their unit. Every question is in the log with its reason.",
    )
    totals: Counter[tuple[str, str, str]] = Counter()
    for row in counts(register):
        totals[str(row.unit), str(row.force), str(row.age_group)] += int(row.number or 0)
    print_table("", ("unit", "force", "age", "number"), [(*key, number) for key, number in sorted(totals.items())])
    consultations = [each for each in register.audit if each.operation == "consultation"]
    rows = [
        (each.sequence, each.operation, each.reason, each.reference, ", ".join(each.asked)) for each in consultations
    ]
    print_table("Look-ups in the audit log", ("row", "what", "why", "reference", "asked by"), rows)
    verdict = register.audit.verify()
    click.echo(f"The log is {'whole' if verdict.ok else 'broken'}: {verdict.rows} rows.")
    return len(consultations)


def _print_codes(title: str, found: Counter[str]) -> None:
    rows = [(code, entry(code).severity, number, entry(code).message) for code, number in found.most_common()]
    print_table(title, ("code", "severity", "found", "what it means"), rows)
