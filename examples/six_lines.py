"""Check a document, read it, and ask what level of risk the library's policy calls for."""

import sys
from pathlib import Path

import missingpersons as mp

document = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("first_minute.json")).read_bytes()
for finding in mp.check(document):
    print(finding.severity, finding.at, finding.message)
suggestion = mp.suggest(mp.parse(document, mp.Episode))
for reason in suggestion.reasons[:5]:
    print(suggestion.scheme, reason.calls_for, reason.question, reason.answer)
