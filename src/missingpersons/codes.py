"""Code lists: the closed ones as enumerations, and any list as data."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType


class DocumentType(StrEnum):
    """Which kind of document this is."""

    EPISODE = "episode"
    UNIDENTIFIED_CASE = "unidentified_case"
    CALL = "call"
    VIEW = "view"
    TRUST_LIST = "trust_list"


class Status(StrEnum):
    """Where an episode stands."""

    OPEN = "open"
    LOCATED = "located"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """An answer to a question that was asked. Not asked is no answer at all: the entry is absent."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    """ISO 5218, in words."""

    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"
    NOT_APPLICABLE = "not_applicable"


class NameKind(StrEnum):
    """What a name is to the person."""

    LEGAL = "legal"
    KNOWN_AS = "known_as"
    ALIAS = "alias"
    FORMER = "former"
    MAIDEN = "maiden"
    TRANSLITERATION = "transliteration"


class RiskScheme(StrEnum):
    """The published scheme that a risk level belongs to. A level never travels without it."""

    ACPO_2010 = "acpo-2010"
    ACPO_2013 = "acpo-2013"
    APP_2017 = "app-2017"
    APP_VERY_LOW = "app-very-low"
    SCOTLAND = "scotland"


class RiskLevel(StrEnum):
    """How high the risk was judged. Which levels exist depends on the scheme."""

    NO_APPARENT_RISK = "no_apparent_risk"
    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Its place in the order of every scheme: 0 the lowest, 3 the highest."""
        return _RANKS[self]


_RANKS = {level: max(0, place - 1) for place, level in enumerate(RiskLevel)}


class RiskCategory(StrEnum):
    """A category that is not a level: the 2013 scheme's absent."""

    ABSENT = "absent"


class ProvenanceBasis(StrEnum):
    """Whether a statement is a fact or somebody's judgement (Data Protection Act 2018, section 38)."""

    FACT = "fact"
    ASSESSMENT = "assessment"
    OPINION = "opinion"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Which side of the body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "middle"
    UNKNOWN = "unknown"


class AgeBasis(StrEnum):
    """How an age is known."""

    STATED = "stated"
    FROM_DATE_OF_BIRTH = "from_date_of_birth"
    ESTIMATED = "estimated"
    APPARENT = "apparent"
    UNKNOWN = "unknown"


class Availability(StrEnum):
    """Whether material for identification can be had. Never the material itself."""

    HELD = "held"
    CAN_BE_GOT = "can_be_got"
    NOT_AVAILABLE = "not_available"
    NOT_ASKED = "not_asked"


class PublicityBasis(StrEnum):
    """On what ground the public may be told: police may appeal without consent, and then somebody answers for it."""

    CONSENT = "consent"
    AUTHORISED = "authorised"


class EpisodeRelation(StrEnum):
    """What another episode is to this one."""

    SAME_PERSON = "same_person"
    MISSING_TOGETHER = "missing_together"
    SAME_PLACE = "same_place"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    NOT_SAME_PERSON = "not_same_person"


class UnidentifiedKind(StrEnum):
    """What was found and not yet put to a name."""

    LIVE_PERSON = "live_person"
    BODY = "body"
    REMAINS = "remains"
    BODY_PART = "body_part"
    ARTICLES = "articles"


class CaseStatus(StrEnum):
    """Where an unidentified case stands."""

    OPEN = "open"
    IDENTIFIED = "identified"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CallSubject(StrEnum):
    """Whether a call was about a child or an adult."""

    CHILD = "child"
    ADULT = "adult"
    UNKNOWN = "unknown"


class ProcessingRegime(StrEnum):
    """Which data protection law a disclosure rests on."""

    PART_3 = "part_3"
    UK_GDPR = "uk_gdpr"
    BOTH = "both"


class Audience(StrEnum):
    """Who a view of an episode is made for."""

    POLICE = "police"
    ENCOUNTER = "encounter"
    STATISTICS = "statistics"
    SAFEGUARDING = "safeguarding"
    CHARITY = "charity"
    PUBLIC = "public"


class AuditOperation(StrEnum):
    """What was done with personal data (Data Protection Act 2018, section 62)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


class TransferAnswer(StrEnum):
    """What the force that was asked to take an episode over says."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class TransferEnding(StrEnum):
    """How a request to take an episode over ended without an answer."""

    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class EnquiryOutcome(StrEnum):
    """What came of something that another force was asked to do."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    REFUSED = "refused"


class RetractionManner(StrEnum):
    """Whether something that was sent is no longer meant, or must no longer be held."""

    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class ReceiptOutcome(StrEnum):
    """What became of a message that was received."""

    OK = "ok"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    LOST = "lost"


_THREE = frozenset({RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH})

LEVELS: Mapping[RiskScheme, frozenset[RiskLevel]] = MappingProxyType(
    {
        RiskScheme.ACPO_2010: _THREE,
        RiskScheme.ACPO_2013: _THREE,
        RiskScheme.APP_2017: _THREE | {RiskLevel.NO_APPARENT_RISK},
        RiskScheme.APP_VERY_LOW: _THREE | {RiskLevel.VERY_LOW},
        RiskScheme.SCOTLAND: _THREE,
    }
)
"""Which levels each scheme has."""

CLOSED: Mapping[str, type[StrEnum]] = MappingProxyType(
    {
        "document_types": DocumentType,
        "statuses": Status,
        "answers": Answer,
        "sexes": Sex,
        "name_kinds": NameKind,
        "risk_schemes": RiskScheme,
        "risk_levels": RiskLevel,
        "risk_categories": RiskCategory,
        "provenance_bases": ProvenanceBasis,
        "sides": Side,
        "age_bases": AgeBasis,
        "availability": Availability,
        "publicity_bases": PublicityBasis,
        "episode_relations": EpisodeRelation,
        "unidentified_kinds": UnidentifiedKind,
        "case_statuses": CaseStatus,
        "call_subjects": CallSubject,
        "processing_regimes": ProcessingRegime,
        "audiences": Audience,
        "audit_operations": AuditOperation,
        "transfer_answers": TransferAnswer,
        "transfer_endings": TransferEnding,
        "enquiry_outcomes": EnquiryOutcome,
        "retraction_manners": RetractionManner,
        "receipt_outcomes": ReceiptOutcome,
    }
)
"""The enumeration of each closed list, by the list's name."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of a list. ``source`` says whose it is; ``title_cy`` is empty until a Welsh label is official."""

    code: str
    title: str
    title_cy: str
    definition: str
    since: str
    deprecated: str
    use_instead: str
    source: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """A published list of codes, ``closed`` (frozen within a major version) or ``open``."""

    name: str
    kind: str
    title: str
    description: str
    source: str
    entries: Mapping[str, CodeEntry]

    def __contains__(self, code: object) -> bool:
        return code in self.entries

    def __len__(self) -> int:
        return len(self.entries)


@cache
def codelists() -> Mapping[str, Mapping[str, str]]:
    """Every list by name, with its kind, title, description and source."""
    return MappingProxyType({row["name"]: row for row in _rows("index")})


@cache
def codelist(name: str) -> CodeList:
    """The list called ``name``. Raises ``KeyError`` if there is none: ``codelists()`` names them."""
    about = codelists()[name]
    entries = {row["code"]: CodeEntry(**row) for row in _rows(name)}
    return CodeList(
        name, about["kind"], about["title"], about["description"], about["source"], MappingProxyType(entries)
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = (Path(__file__).parent / "codelists" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
