"""The codes of INTERPOL's public notices, as far as they have been seen. None of them is from INTERPOL's own papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from missingpersons.codes import codelist

SEXES: Mapping[str, str] = MappingProxyType({"female": "F", "male": "M", "unknown": "U"})
EYES: Mapping[str, str] = MappingProxyType({"brown": "BRO", "blue": "BLU", "green": "GRE"})
HAIR: Mapping[str, str] = MappingProxyType({"black": "BLA", "brown": "BRO"})
"""Seen in programs that read the notices. The lists have more, which the library does not know."""

_TWO_LETTERS = re.compile(r"The two-letter code is ([A-Z]{2})\.")

_LANGUAGES = (
    "am:amh ar:ara bg:bul bn:ben bs:bos da:dan en:eng es:spa et:est fi:fin fil:fil ga:gle gd:gla gu:guj gv:glv ha:hau "
    "he:heb hi:hin hr:hrv hu:hun ig:ibo it:ita ja:jpn ko:kor ku:kur kw:cor ln:lin lt:lit lv:lav ml:mal mr:mar ne:nep "
    "no:nor om:orm pa:pan pl:pol ps:pus pt:por rom:rom ru:rus rw:kin sco:sco si:sin sl:slv sn:sna so:som sr:srp sv:swe "
    "sw:swa ta:tam te:tel th:tha ti:tir tr:tur tw:twi uk:ukr ur:urd uz:uzb vi:vie wo:wol yi:yid yo:yor"
)
_TWO_CODES = "cs:cze,ces cy:wel,cym de:ger,deu el:gre,ell fa:per,fas fr:fre,fra ms:may,msa my:bur,mya nl:dut,nld"
_MORE_WITH_TWO = "ro:rum,ron sk:slo,slk sq:alb,sqi zh:chi,zho"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {code: three.upper() for code, three in (each.split(":") for each in _LANGUAGES.split())}
)
"""ISO 639-2, in capitals: ENG, HIN and SWA have been seen. A language that has two codes there is not written."""


@cache
def languages_read() -> Mapping[str, str]:
    """What each code of a language means, whichever of two codes ISO 639-2 has for it."""
    two = [each.split(":") for each in f"{_TWO_CODES} {_MORE_WITH_TWO}".split()]
    told = {three.upper(): code for code, both in two for three in both.split(",")}
    return MappingProxyType({**told, **{three: code for code, three in LANGUAGES.items()}})


@cache
def countries() -> Mapping[str, str]:
    """The two-letter code of ISO 3166-1 for each code of the list ``countries``, where it has one."""
    found = {each.code: _TWO_LETTERS.search(each.definition) for each in codelist("countries").entries.values()}
    return MappingProxyType({code: match[1] for code, match in found.items() if match})


@cache
def countries_read() -> Mapping[str, str]:
    """The code of the list ``countries`` for each two-letter code."""
    return MappingProxyType({two: code for code, two in countries().items()})
