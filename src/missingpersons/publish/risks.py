"""What is published about judging risk: the schemes, the questions and forms, and the indicators and guards."""

from __future__ import annotations

from typing import Any

from missingpersons.codes import RiskCategory, RiskLevel, RiskScheme
from missingpersons.models import STANDARD_VERSION
from missingpersons.risk.definitions import code_answers, indicators, terms
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.lacking import BELOW, RANKS, ROLES, STANDS_BY_ROLE
from missingpersons.risk.questions import forms, questions
from missingpersons.risk.schemes import Scheme, schemes, translate
from missingpersons.values.usual import lists

_WORDS = ("no", "unknown", "yes")


def risk_document() -> dict[str, Any]:
    """The schemes with what their levels are in the others, the questions, the forms that they stand for; and by which
    lists a review judges the rationale and the approval of a grade below the one called for.
    """
    return {
        "standard_version": STANDARD_VERSION,
        "schemes": {
            str(code): {**each.as_dict(), "translations": _translations(each)} for code, each in schemes().items()
        },
        "questions": {code: each.as_dict() for code, each in questions().items()},
        "forms": {code: each.as_dict() for code, each in forms().items()},
        "only_usual": lists(),
        "approval": {
            "ranks": [sorted(each) for each in RANKS],
            "below": sorted(BELOW),
            "stands_by_role": sorted(STANDS_BY_ROLE),
            "roles": [sorted(each) for each in ROLES],
        },
    }


def indicators_document() -> dict[str, Any]:
    """How the episode itself answers a question, and the guards: precise enough to implement from."""
    return {
        "standard_version": STANDARD_VERSION,
        "terms": {name: {"definition": each.definition, "reads": list(each.reads)} for name, each in terms().items()},
        "indicators": {
            question: {
                "definition": each.definition,
                "reads": list(each.reads),
                "places": list(each.places),
                "basis": each.basis,
            }
            for question, each in indicators().items()
        },
        "codes": {
            field: {
                "basis": each.basis,
                "answers": {
                    code: {question: _WORDS[gravity] for question, gravity in given}
                    for code, given in each.answers.items()
                },
            }
            for field, each in code_answers().items()
        },
        "guards": {code: each.as_dict() for code, each in GUARDS.items()},
    }


def _translations(scheme: Scheme) -> dict[str, dict[str, Any]]:
    steps = [each.code for each in (*scheme.categories, *scheme.levels)]
    others = [each for each in RiskScheme if each is not scheme.code]
    return {str(step): {str(other): _translated(step, scheme.code, other) for other in others} for step in steps}


def _translated(step: RiskLevel | RiskCategory, scheme: RiskScheme, other: RiskScheme) -> dict[str, Any]:
    mapped = translate(step, scheme, other)
    level = {"level": str(mapped.level)} if mapped.level else {}
    return {**level, "lossy": mapped.lossy, "reason": mapped.reason}
