"""The parts of a workbook besides its sheets: which sheets there are, what refers to what, styles and shared texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from missingpersons.converters._cutting import Held
from missingpersons.converters._strings import SharedTexts
from missingpersons.converters.serials import Shown, built_in, shown_by
from missingpersons.converters.sheets import Style, style_of, unescaped

MOST_STYLES = 65_536


@dataclass(slots=True)
class Outline:
    """The sheets of ``workbook.xml`` in their order, and from when it counts the days."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id") or key == "id"), "")
            self.sheets.append((attributes.get("name", ""), key, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


@dataclass(slots=True)
class Targets:
    """The parts that another refers to, by its name for them and by what they are."""

    by_id: dict[str, str] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.by_id[attributes.get("Id", "")] = target
            self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], target)

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


@dataclass(slots=True)
class Styles:
    """The number formats of the cells' styles, in the order by which cells name them."""

    formats: dict[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    in_cells: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells and len(self.used) < MOST_STYLES:
            self.used.append(attributes.get("numFmtId", "0"))

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.in_cells = False

    def all(self) -> list[Style]:
        """The style of each number."""
        return [self._style(number) for number in self.used]

    def _style(self, number: str) -> Style:
        code = self.formats.get(number)
        if code is not None:
            return style_of(code, shown_by(code))
        shown: Shown | None = (
            built_in(int(number)) if number.isascii() and number.isdigit() and len(number) < 8 else None
        )
        return Style(shown)


@dataclass(slots=True)
class Texts:
    """The shared texts, each whole: of its runs, but not of how it is said."""

    texts: SharedTexts
    value: Held = field(default_factory=Held)
    takes: bool = False
    skips: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self.value.clear()
        elif name == "rPh":
            self.skips += 1
        elif name == "t":
            self.takes = not self.skips

    def text(self, text: str) -> None:
        if self.takes:
            self.value.add(text)

    def end(self, name: str) -> None:
        if name == "t":
            self.takes = False
        elif name == "rPh":
            self.skips -= 1
        elif name == "si":
            is_cut = self.value.is_cut
            self.texts.add(self.value.text() if is_cut else unescaped(self.value.text()), is_cut=is_cut)
