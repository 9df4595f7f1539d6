"""The encounter the library exists for: a man who will not give his name, missing from another force."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_register_store import KEYS, NOW, new_id, put, tree

from missingpersons.register.lookup import Candidate, Encounter, lookup
from missingpersons.register.store import Register

COLOURS = ("black", "black", "black", "navy", "dark blue", "blue", "grey", "grey", "green", "white", "red", "brown")
UPPER = ("jacket", "coat", "parka", "hoodie", "jumper", "fleece", "T-shirt", "shirt")
LOWER = ("jeans", "joggers", "trousers", "tracksuit bottoms", "shorts")
FEET = ("trainers", "boots", "shoes", "sneakers")
ETHNICITIES = ("white_north_european",) * 8 + ("asian", "black", "mixed")

# What the family said he was wearing, and what the officers of the other force said they saw.
WORDS = [
    (
        ["navy padded coat with a hood", "grey jogging bottoms", "white trainers"],
        ("dark blue puffer jacket", "grey tracksuit bottoms and white running shoes"),
    ),
    (["green parka", "blue jeans", "brown boots"], ("olive anorak", "blue denims", "walking boots, brown")),
    (
        ["maroon hooded top", "black chinos", "grey rucksack", "black shoes"],
        ("burgundy hoodie", "black trousers", "gray backpack"),
    ),
    (["red bobble hat", "black jacket", "blue jeans"], ("black coat, red woolly hat, jeans (blue)",)),
    (
        ["black hoodie", "grey joggers", "black trainers", "orange beanie"],
        ("dark hooded top", "grey sweatpants", "black sneakers", "beanie - orange"),
    ),
]


def somebody(chance: random.Random, force: str) -> dict[str, Any]:
    age = chance.randint(8, 85)
    worn = [f"{chance.choice(COLOURS)} {chance.choice(kind)}" for kind in (UPPER, LOWER, FEET) if chance.random() < 0.8]
    return tree(
        new_id(),
        owner_force=force,
        status=chance.choice(("open", "open", "closed", "located")),
        missing_since={"earliest": f"2026-11-{chance.randint(1, 21):02}T05:00:00Z"},
        last_seen={"place": {"point": point(53 + chance.random(), -1.8 + chance.random())}},
        person={
            "sex": chance.choice(("male", "female")),
            "age": {"min": age, "max": age},
            "ethnicity_observed": chance.choice(ETHNICITIES),
            "clothing": [{"text": each} for each in worn],
        },
    )


def point(latitude: float, longitude: float) -> dict[str, str]:
    return {"latitude": f"{latitude:.4f}", "longitude": f"{longitude:.4f}"}


def the_man(force: str, worn: list[str], age: int) -> dict[str, Any]:
    return tree(
        owner_force=force,
        reported_at="2026-11-21T08:40:00Z",
        missing_since={"earliest": "2026-11-21T06:30:00Z", "latest": "2026-11-21T08:00:00Z"},
        last_seen={"place": {"point": point(53.4, -1.4)}},
        officer_in_charge={"contact_point": "control room 01632 960001"},
        assessments=[{"scheme": "app-2017", "level": "medium"}],
        person={
            "names": [{"given": ["Cyril"], "family": "Redfern"}],
            "date_of_birth": f"{2026 - age}-03-05",
            "sex": "male",
            "ethnicity_observed": "white_north_european",
            "clothing": [{"text": each} for each in worn],
        },
    )


def met(said: tuple[str, ...]) -> Encounter:
    return Encounter(
        sex="male",
        age_min=30,
        age_max=40,
        ethnicity_observed="white_north_european",
        wearing=said,
        latitude="53.5200",
        longitude="-1.1500",
        place="bus shelter",
        at="2026-11-21T23:10:00Z",
    )


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory: pytest.TempPathFactory, seed: int, force: str, other: str) -> Path:
    """A register of others, filled once for both questions: each asks it of a copy of its own."""
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("others") / "register.db"
    with Register.create(path, clock=lambda: NOW) as register:
        register.trust(key.public for key in KEYS.values())
        put(register, *(somebody(chance, chance.choice((force, other))) for _ in range(200)))
    return path


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(5), scope="module")
@pytest.mark.parametrize(
    ("force", "other"), [("test-north", "test-south"), ("test-south", "test-north")], scope="module"
)
class TestTheMan:
    @pytest.fixture
    def register(self, two_hundred: Path, tmp_path: Path) -> Iterator[Register]:
        with Register.open(shutil.copy(two_hundred, tmp_path / "register.db"), clock=lambda: NOW) as register:
            yield register

    def look(self, register: Register, seed: int) -> tuple[Candidate, ...]:
        return lookup(register, met(WORDS[seed][1]), reason="encounter", reference="CAD 4411/26")

    def test_he_is_found_among_two_hundred(self, register: Register, seed: int, force: str, other: str) -> None:
        man = the_man(force, WORDS[seed][0], 31 + seed)
        put(register, man)

        found = self.look(register, seed)

        row = list(register.audit)[-1]
        first = found[0]
        assert (first.episode_id, first.status, first.owner_force) == (man["episode_id"], "open", force)
        assert (first.contact, first.scheme, first.level) == ("control room 01632 960001", "app-2017", "medium")
        assert {"sex agrees", "age within range"} <= set(first.reasons)
        assert (row.operation, row.reason, row.reference) == ("consultation", "encounter", "CAD 4411/26")
        assert row.episodes == tuple(each.episode_id for each in found)

    def test_without_him_the_answer_is_none(self, register: Register, seed: int, force: str, other: str) -> None:
        found = self.look(register, seed)

        row = list(register.audit)[-1]
        assert found == ()
        assert (row.operation, row.reason, row.outcome, row.episodes) == ("consultation", "encounter", "none", ())
