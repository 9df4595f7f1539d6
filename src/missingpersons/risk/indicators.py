"""How a risk question is answered from the episode itself, and which fields answer it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from missingpersons.codes import Answer, EpisodeRelation
from missingpersons.models import Episode
from missingpersons.risk.coded import Entries, Fact, Told, codes, entries, one_code
from missingpersons.risk.definitions import NO, UNKNOWN, YES, code_answers
from missingpersons.risk.elapsed import (
    MISSING_SINCE_EARLIEST,
    Elapsed,
    ages,
    ages_on_going,
    missing_for,
    reported_after,
)

ADULT_AGE = 18
VERY_YOUNG_BELOW = 12
VERY_OLD_FROM = 80
LONG = timedelta(hours=24)
"""The library's own threshold, for being missing, for a late report, and for medicine if nobody said how long."""

_GRAVITY = {Answer.NO: NO, Answer.UNKNOWN: UNKNOWN, Answer.YES: YES}
_OF_CONCERN = (
    "/person/identifiers/*/scheme",
    "/person/relations/*/relation",
    "/companions/*/relation",
    "/person/addresses/*/kind",
    "/places_of_interest/*/kind",
    "/vehicles/*/use",
    "/actions/*/code",
    "/notifications/*/to",
)
"""Where an entry of a list says that somebody may be exploited by what it is."""
_SAYS_NOTHING = frozenset({"none", "unknown"})
_NO_REASON = frozenset({"unknown", "other", "not_missing", "accident_or_illness", "lost_or_unintentional"})


def derived(episode: Episode, as_of: datetime) -> list[Fact]:
    """Everything that the episode itself answers at ``as_of``, in one pass."""
    found: list[Fact] = []
    tell = found.append
    _person(episode, as_of, tell)
    _time(episode, as_of, tell)
    care = episode.care
    if care is not None:
        if care.out_of_area is not None:
            tell(("out_of_area_placement", _GRAVITY[care.out_of_area], ("/care/out_of_area",)))
        one_code(care.status, "/care/status", tell)
        one_code(care.legal_status, "/care/legal_status", tell)
        one_code(care.placement, "/care/placement", tell)
        one_code(care.missing_type, "/care/missing_type", tell)
    if episode.missing_from is not None:
        one_code(episode.missing_from.kind, "/missing_from/kind", tell)
    if episode.out_of_character is not None:
        tell(("out_of_character", _GRAVITY[episode.out_of_character], ("/out_of_character",)))
    if episode.preparations is not None:
        tell(("preparations_made", UNKNOWN, ("/preparations",)))
    if episode.failed_intentions is not None:
        tell(("intentions_not_completed", UNKNOWN, ("/failed_intentions",)))
    if episode.reasons:
        codes(episode.reasons, "/reasons", tell)
        for index, code in enumerate(episode.reasons):
            if code not in _NO_REASON:
                tell(("reason_to_go", YES, (f"/reasons/{index}",)))
    _exploitation(episode, tell)
    for index, related in enumerate(episode.related):
        if related.relation is EpisodeRelation.SAME_PERSON:
            tell(("previous_missing", YES, (f"/related/{index}",)))
    return found


def derive(question: str, episode: Episode, as_of: datetime) -> tuple[Answer, tuple[str, ...]] | None:
    """What the episode itself answers to ``question`` at ``as_of``, or None if it does not say."""
    facts = [each for each in derived(episode, as_of) if each[0] == question]
    if not facts:
        return None
    gravest = max(gravity for _, gravity, _ in facts)
    places = dict.fromkeys(at for _, gravity, where in facts if gravity == gravest for at in where)
    return (Answer.NO, Answer.UNKNOWN, Answer.YES)[gravest], tuple(places)


def _person(episode: Episode, as_of: datetime, tell: Told) -> None:
    person = episode.person
    _age(episode, as_of, tell)
    if person.vulnerabilities:
        codes(person.vulnerabilities, "/person/vulnerabilities", tell)
    if person.protection_plan is not None:
        one_code(person.protection_plan.kind, "/person/protection_plan/kind", tell)
    if person.health or person.disabilities:
        _health(episode, tell)
    for index, need in enumerate(person.communication_needs):
        if need != "none":
            tell(
                ("communication_need", UNKNOWN if need == "unknown" else YES, (f"/person/communication_needs/{index}",))
            )
    for index, language in enumerate(person.languages):
        if language.interpreter_needed in (Answer.YES, Answer.UNKNOWN):
            at = f"/person/languages/{index}/interpreter_needed"
            tell(("communication_need", _GRAVITY[language.interpreter_needed], (at,)))
    previous = person.previous_missing
    if previous is None:
        return
    at = "/person/previous_missing"
    if previous.count is not None:
        tell(("previous_missing", YES if previous.count else NO, (f"{at}/count",)))
    if previous.periods:
        tell(("previous_missing", YES, (f"{at}/periods",)))
    if previous.harmed is not None:
        tell(("harmed_when_missing_before", _GRAVITY[previous.harmed], (f"{at}/harmed",)))
        if previous.harmed is Answer.YES:
            tell(("previous_missing", YES, (f"{at}/harmed",)))
    if previous.harms:
        codes(previous.harms, f"{at}/harms", tell)
        for index, code in enumerate(previous.harms):
            # A fact for each entry: one that came in later says nothing of when the others were known.
            tell(("previous_missing", YES, (f"{at}/harms/{index}",)))
            if code != "none":
                gravity = UNKNOWN if code == "unknown" else YES
                tell(("harmed_when_missing_before", gravity, (f"{at}/harms/{index}",)))


def _age(episode: Episode, as_of: datetime, tell: Told) -> None:
    for possible, at in ages(episode, as_of):
        _of_age(episode, possible, at, tell)


def _of_age(episode: Episode, possible: range, at: str, tell: Told) -> None:
    youngest, oldest = possible[0], possible[-1]
    tell(("child", _all_or_some(oldest < ADULT_AGE, youngest < ADULT_AGE), (at,)))
    certain = oldest < VERY_YOUNG_BELOW or youngest >= VERY_OLD_FROM
    tell(("very_young_or_old", _all_or_some(certain, youngest < VERY_YOUNG_BELOW or oldest >= VERY_OLD_FROM), (at,)))
    then, gone_at = ages_on_going(episode, at)
    if not then:
        return
    if oldest < ADULT_AGE:
        tell(("turned_eighteen", NO, (at, *gone_at)))
    elif then[0] >= ADULT_AGE:
        # Whoever was reported, or gone by some moment, may have gone long before, as a child.
        if episode.missing_since is not None and episode.missing_since.earliest is not None:
            tell(("turned_eighteen", NO, tuple(dict.fromkeys((at, MISSING_SINCE_EARLIEST, *gone_at)))))
    else:
        # One end is certain: a child then, or an adult now. No birthday may leave them with less than the day before.
        certain = then[-1] < ADULT_AGE or youngest >= ADULT_AGE
        tell(("turned_eighteen", YES if certain else UNKNOWN, (at, *gone_at)))


def _time(episode: Episode, as_of: datetime, tell: Told) -> None:
    elapsed = missing_for(episode, as_of)
    if elapsed.least_at or elapsed.most_at:
        tell(("missing_long", *_judged(elapsed, LONG)))
    delay = reported_after(episode)
    if delay.least_at or delay.most_at:
        tell(("report_delay", *_judged(delay, LONG)))
    for index, each in enumerate(episode.person.medication):
        at = f"/person/medication/{index}"
        if each.hours_until_serious is not None:
            at = f"{at}/hours_until_serious"
            gravity, places = _judged(elapsed, timedelta(hours=each.hours_until_serious))
        elif each.effect_if_missed is not None:
            at = f"{at}/effect_if_missed"
            gravity, places = _judged(elapsed, LONG, may_be_no=False)
        else:
            tell(("medication_essential", UNKNOWN, (at,)))
            continue
        tell(("medication_essential", YES, (at,)))
        tell(("medication_overdue", gravity, (at, *places)))


def _judged(elapsed: Elapsed, limit: timedelta, *, may_be_no: bool = True) -> tuple[int, tuple[str, ...]]:
    if elapsed.least is not None and elapsed.least >= limit:
        return YES, elapsed.least_at
    if elapsed.most is not None and elapsed.most < limit and may_be_no:
        return NO, elapsed.most_at
    return UNKNOWN, tuple(dict.fromkeys((*elapsed.most_at, *elapsed.least_at)))


@cache
def _of_concern() -> tuple[Entries, ...]:
    return tuple(map(entries, _OF_CONCERN))


def _exploitation(episode: Episode, tell: Told) -> None:
    for each in _of_concern():
        each.tell(episode, tell)
    if episode.exploitation_indicators:
        _signs(episode.exploitation_indicators, "/exploitation_indicators", tell)
    if episode.referral is not None:
        if episode.referral.exploitation_types:
            codes(episode.referral.exploitation_types, "/referral/exploitation_types", tell)
        else:
            _may_be_exploited("/referral", tell)
    interview, outcome = episode.return_interview, episode.outcome
    if interview is not None:
        if interview.exploitation_indicators:
            _signs(interview.exploitation_indicators, "/return_interview/exploitation_indicators", tell)
        codes(interview.referrals, "/return_interview/referrals", tell)
        codes(interview.harms, "/return_interview/harms", tell)
        codes(interview.reasons, "/return_interview/reasons", tell)
    if outcome is not None:
        codes(outcome.harms, "/outcome/harms", tell)
        codes(outcome.reasons, "/outcome/reasons", tell)


def _signs(signs: tuple[str, ...], at: str, tell: Told) -> None:
    codes(signs, at, tell)
    for index in range(len(signs)):
        _may_be_exploited(f"{at}/{index}", tell)


def _may_be_exploited(at: str, tell: Told) -> None:
    # Each place is a fact by itself: a referral that comes later takes nothing from signs that were known.
    place = (at,)
    tell(("sexual_exploitation_or_trafficking", UNKNOWN, place))
    tell(("criminal_exploitation", UNKNOWN, place))


def _health(episode: Episode, tell: Told) -> None:
    health, disabilities = episode.person.health, episode.person.disabilities
    conditions = code_answers()["/person/health/*/condition"].answers
    for index, each in enumerate(health):
        for question, gravity in conditions.get(each.condition or "", ()):
            tell((question, gravity, (f"/person/health/{index}/condition",)))
        said = each.text is not None or each.condition not in _SAYS_NOTHING
        if each.condition != "none" or said:
            known = each.text is not None or (each.condition is not None and said)
            tell(("illness_or_disability", YES if known else UNKNOWN, (f"/person/health/{index}",)))
    if disabilities:
        codes(disabilities, "/person/disabilities", tell)
    for index, code in enumerate(disabilities):
        if code != "none":
            gravity = UNKNOWN if code in ("unknown", "prefers_not_to_say") else YES
            tell(("illness_or_disability", gravity, (f"/person/disabilities/{index}",)))
    nothing = all(each.condition == "none" and each.text is None for each in health)
    if health and disabilities and nothing and set(disabilities) == {"none"}:
        tell(("illness_or_disability", NO, ("/person/health", "/person/disabilities")))


def _all_or_some(every: bool, some: bool) -> int:
    return YES if every else UNKNOWN if some else NO
