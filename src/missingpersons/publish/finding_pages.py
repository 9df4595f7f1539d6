"""The pages of the reference about what can be found: a table of every code, and a page for each subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from missingpersons.explanations import SUBJECTS, Subject, circumstances, gravity, lines
from missingpersons.findings import Entry, catalogue
from missingpersons.publish.explained import explained_document
from missingpersons.publish.pages import HEAD


def findings_pages() -> Iterator[tuple[str, str]]:
    """Each page: its place below the reference, and its text."""
    subjects = [each for each in SUBJECTS if each.codes()]
    yield "findings.md", _index(subjects)
    for subject in subjects:
        yield f"findings/{subject.name}.md", _page(subject)


def _index(subjects: list[Subject]) -> str:
    out = [
        HEAD,
        "# What the library can find\n\nEvery code leads to what it means, why it matters, an example at fault and ",
        "one that is not, and how to mend it; `missingpersons explain CODE` says the same.\n",
    ]
    for subject in subjects:
        out.append(f"\n## {subject.title}\n\n| code | severity | sentence |\n|---|---|---|\n")
        # A link to a code on this page, where all of it stood once, still leads to it.
        out.extend(
            f'| <a id="{code.lower()}"></a>[{code}](findings/{subject.name}.md#{code.lower()}) '
            f"| {catalogue()[code].severity} | {catalogue()[code].message} |\n"
            for code in subject.codes()
        )
    return "".join(out)


def _page(subject: Subject) -> str:
    told = explained_document()["examples"]
    parts = (part for code in subject.codes() for part in _entry(catalogue()[code], told[code]))
    return "".join([HEAD, f"# {subject.title}\n\n[Every code](../findings.md)\n", *parts])


def _entry(entry: Entry, told: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## {entry.code}\n\n{entry.message}\n\n"
    yield f"- severity: {gravity(entry)}\n- since: {entry.since}\n"
    yield f"- why it matters: {entry.why}\n- basis: {entry.basis}\n"
    if entry.definition:
        yield f"- definition: {entry.definition}\n- reads: {', '.join(f'`{each}`' for each in entry.reads)}\n"
    yield f"- how to mend it: {entry.mend}\n"
    for title, example in (("At fault", told["at_fault"]), ("Not at fault", told["sound"])):
        when = f" ({about})" if (about := circumstances(example)) else ""
        yield f"\n{title}: {example['said']}{when}\n"
        of_json = "document" in example
        if shown := list(lines(example, "// " if of_json else "")):
            text = "\n".join(shown)
            yield f"\n```{'jsonc' if of_json else 'text'}\n{text}\n```\n"
