"""What invented people look like, wear and carry."""

from __future__ import annotations

from functools import cache
from typing import Any

from missingpersons.testing.invented import numbers
from missingpersons.testing.invented.chance import Chance, weighted
from missingpersons.testing.people import COLOURS, GARMENTS

_BRANDS = ("Northwold", "Tarn & Fell", "Quayside", "Larkspur", "Ironbridge")
_HEIGHTS = (75, 80, 88, 96, 103, 110, 116, 122, 128, 133, 139, 145, 151, 157)
"""Of children, in centimetres, by their age in years."""

_GROWN = 165
_BUILDS = ("slim", "slim", "medium", "medium", "proportionate", "stocky", "broad", "heavy", "slight")
_HAIR = ("brown", "dark_brown", "light_brown", "black", "blonde", "fair", "ginger", "auburn", "multi")
_STYLES = ("straight", "wavy", "curly", "ponytail", "braids", "cropped", "bob", "fade_or_undercut", "locs", "covered")
_LENGTHS = ("very_short", "short", "short", "collar", "shoulder", "long")
_EYES = ("brown", "brown", "blue", "blue", "green", "hazel", "grey")
_MARKS = (
    ("scar", "forehead", "right", "a thin scar above the eyebrow"),
    ("freckles", "face", "both", "many, over nose and cheeks"),
    ("birthmark", "neck", "left", "the size of a coin"),
    ("dental", "teeth", "middle", "a chipped front tooth"),
    ("surgical_scar", "knee", "right", "a straight scar as long as a finger"),
    ("piercing", "nose", "left", "a silver stud"),
    ("tattoo", "forearm", "left", "a swallow in black ink"),
    ("tattoo", "hand", "right", "three dots between thumb and finger"),
    ("self_harm_scars", "arm", "left", "old and healed"),
)
_MARKS_OF_CHILDREN = _MARKS[:4]
_EFFECTS_OF_CHILDREN = (
    ("toy", "a grey rabbit with one ear", "cloth"),
    ("bottle_or_flask", "a yellow drinking bottle", "plastic"),
    ("rucksack", "a small rucksack with a dinosaur", "nylon"),
)
_EFFECTS = (
    ("rucksack", "a grey rucksack with one strap mended", "canvas"),
    ("keys", "keys on a green ribbon", "metal"),
    ("inhaler_or_injector", "a blue inhaler", "plastic"),
    ("wallet", "a brown wallet", "leather"),
    ("necklace", "a thin gold chain", "gold"),
    ("ring", "a plain ring", "silver"),
    ("watch", "a steel watch with a blue dial", "metal"),
    ("medical_alert", "a bracelet that names a condition", "steel"),
    ("walking_aid", "a wooden stick with a rubber foot", "wood"),
)
_YOUNG = 13
_INSCRIPTIONS = ("For ever, A.", "14 June", "To the best of us", "H + R")
_PHOTO_TERMS = ("for police use in this search only", "the family's own picture")
_SHOWN = weighted({"face": 4, "head_and_shoulders": 3, "full_length": 2, "mark_or_tattoo": 1, "cctv_still": 1})


def description(c: Chance, age: int, sex: str) -> dict[str, Any]:
    """What the person looks like."""
    height = (_HEIGHTS[age] if age < len(_HEIGHTS) else _GROWN) + c.between(-6, 14)
    eye = c.one(_EYES)
    looks: dict[str, Any] = {
        "height_min_cm": height,
        "height_max_cm": height + c.between(0, 6),
        "build": c.one(_BUILDS),
        "hair_colour": c.one(("grey", "white", "none")) if age > 60 else c.one(_HAIR),
        "eye_left": eye,
        "eye_right": eye if c.random() < 0.98 else c.one(_EYES),
    }
    if c.random() < 0.3:
        weight = height * height // 480
        looks |= {"weight_min_kg": weight, "weight_max_kg": weight + 10}
    if c.random() < 0.4 and looks["hair_colour"] != "none":
        looks |= {"hair_style": c.one(_STYLES), "hair_length": c.one(_LENGTHS)}
    if c.random() < 0.35:
        looks["complexion"] = c.one(("fair", "fresh", "pale", "tanned", "dark", "ruddy"))
    if sex == "male" and age > 16 and c.random() < 0.6:
        looks["facial_hair"] = c.one(("none", "stubble", "moustache", "beard_short", "beard_full"))
    if c.random() < 0.3:
        looks["eyewear"] = c.one(
            ("none", "glasses_always", "glasses_sometimes", "contact_lenses", "glasses_left_behind")
        )
    if c.random() < 0.2:
        looks["handedness"] = c.one(("right", "right", "right", "left", "both"))
    if c.random() < 0.2:
        looks["accent"] = c.one(("soft, from the north", "local", "Welsh", "Irish", "learned English late"))
    if c.random() < 0.1:
        looks["gait"] = c.one(("leans to the left", "small, quick steps", "limps when tired"))
    if c.random() < 0.12:
        looks["text"] = c.one(("Bites nails.", "Hums when nervous.", "Looks younger than the age given."))
    return looks


def marks(c: Chance, age: int) -> list[dict[str, Any]]:
    """Scars, tattoos and the like."""
    return [
        dict(zip(("kind", "site", "side", "text"), each, strict=True))
        for each in c.some(_MARKS_OF_CHILDREN if age < _YOUNG else _MARKS, 2)
    ]


def clothing(c: Chance) -> list[dict[str, Any]]:
    """What the person wears this time: two to five garments."""
    return [c.one(garments) for garments in _wardrobe()[: c.between(2, 5)]]


@cache
def _wardrobe() -> tuple[tuple[dict[str, Any], ...], ...]:
    """Every garment, by what it is worn on: the same coat as it is told by different people."""
    c = Chance(0, 3)
    return tuple(
        tuple(_garment(c, colour, text) for text in GARMENTS[kind] for colour in COLOURS for _ in range(3))
        for kind in ("outer", "top", "legs", "feet", "head")
    )


def _garment(c: Chance, colour: str, text: str) -> dict[str, Any]:
    garment: dict[str, Any] = {"text": f"{colour} {text}"}
    if c.random() < 0.25:
        garment["colours"] = [colour]
    if c.random() < 0.15:
        garment["brand"] = c.one(_BRANDS)
    if c.random() < 0.08:
        garment["size"] = c.one(("S", "M", "L", "UK 7"))
    return garment


def effects(c: Chance, age: int) -> list[dict[str, Any]]:
    """What the person has with them this time."""
    carried: list[dict[str, Any]] = []
    for kind, text, material in c.some(_EFFECTS_OF_CHILDREN if age < _YOUNG else _EFFECTS, 3):
        effect: dict[str, Any] = {"kind": kind, "text": text}
        if c.random() < 0.2:
            effect["material"] = material
        if c.random() < 0.1:
            effect["inscription"] = c.one(_INSCRIPTIONS)
        if c.random() < 0.1:
            effect["brand"] = c.one(_BRANDS)
        if c.random() < 0.4:
            effect["with_them"] = c.one(("yes", "yes", "no", "unknown"))
        carried.append(effect)
    return carried


def photos(c: Chance, year: int, born: str) -> list[dict[str, Any]]:
    """Pictures that somebody holds, none from before the month of birth."""
    held: list[dict[str, Any]] = []
    for _ in range(c.between(1, 2)):
        photo: dict[str, Any] = {
            "photo_id": f"TEST-P-{c.digits(6)}",
            "shows": c.one(_SHOWN),
            "taken_on": max(f"{year - 1 - c.below(2)}-{c.between(1, 12):02d}", born[:7]),
        }
        if c.random() < 0.3:
            photo |= {"digest": numbers.digest(c), "media_type": "image/jpeg"}
        if c.random() < 0.4:
            photo["consent"] = c.one(("yes", "yes", "unknown", "no"))
        if c.random() < 0.15:
            photo["licence"] = c.one(_PHOTO_TERMS)
        held.append(photo)
    return held
