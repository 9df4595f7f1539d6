"""Write the transcripts of the exchange anew: ``python -m tests.published.transcripts``.

What is committed is what this writes: run again, it changes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import key_stories, opening_stories, state_stories
from .story_messages import KEYS, ROOT
from .transcribing import with_kept_signatures, written

FOLDER = Path(__file__).resolve().parents[1] / "conformance" / "exchange"
STORIES = {**opening_stories.FILES, **key_stories.FILES, **state_stories.FILES}


def files(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """The name and the text of each file. ``folder`` has the signatures that need not be made anew."""
    for name, (stories, why) in STORIES.items():
        whole = written(KEYS, ROOT, stories(), why)
        path = folder / f"{name}.json"
        text = _text(whole)
        yield path.name, with_kept_signatures(text, path.read_text(encoding="utf-8") if path.exists() else text)


def _text(whole: dict[str, Any]) -> str:
    """One line for each step, so that a change is seen where it is."""
    cases = whole.pop("cases")
    head = json.dumps(whole, ensure_ascii=False, indent=2)[:-2]
    told = ",\n".join(
        f'    {{"why": {json.dumps(case["why"], ensure_ascii=False)}, "steps": [\n'
        + ",\n".join(f"      {json.dumps(step, ensure_ascii=False)}" for step in case["steps"])
        + "\n    ]}"
        for case in cases
    )
    return f'{head},\n  "cases": [\n{told}\n  ]\n}}\n'


def main() -> int:
    """Write every file, and say which are otherwise than before."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in files():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
