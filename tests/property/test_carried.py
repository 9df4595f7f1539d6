"""Every format that is written: a fate for each value, a table that tells the truth, and back again what was said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from tests.property.carried import (
    agrees_with_table,
    example_episodes,
    generated_episodes,
    is_accounted_for,
    is_back,
    ours,
    written,
)

from missingpersons import wire
from missingpersons.converters import interpol
from missingpersons.models import Episode
from missingpersons.testing import complete, episodes

FORMATS = ours()
EXAMPLES = dict(example_episodes())
STYLES = {"pole": [{}, {"codes": "ihub"}], "parquet": [{}, {"shape": "flat"}], "niem": [{}]}


@pytest.fixture(autouse=True, scope="module")
def everybody_may_be_asked_for():
    """A notice is written of everybody here, ready or not: what is asked is what becomes of each value."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpol, "_missing", lambda _: [])
        yield


EACH = [
    pytest.param(FORMATS[name], options, id="-".join([name, *options.values()]))
    for name in sorted(FORMATS)
    for options in STYLES.get(name, [{}])
]


@pytest.mark.parametrize(("form", "options"), EACH)
class TestEvery:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_example_comes_back_less_what_the_report_says(self, form, options, name):
        is_back(form, name, EXAMPLES[name], options)

    def test_generated_episode_does(self, form, options):
        for name, episode in generated_episodes(25):
            is_back(form, name, episode, options)

    @settings(max_examples=40, deadline=None, database=None)
    @given(episodes())
    def test_document_that_structure_takes_does(self, form, options, document):
        is_back(form, "any", wire.parse(json.dumps(document), Episode), options)

    def test_value_meets_each_fate_that_the_table_promises(self, form, options):
        used = set()
        for name, episode in [*EXAMPLES.items(), *generated_episodes(25)]:
            told, _ = written(form, name, episode, options)
            is_accounted_for(episode, told)
            used |= {path for path, fate in agrees_with_table(form, told) if told.written and fate != "set_aside"}

        unused = {line.path for line in form.table} - used

        assert unused <= RARE.get(form.name, set())


RARE = {
    "niem": {"/last_seen/place/lines/*"},
    "ukmpu": {
        "/person/ethnicity_self_defined",
        "/assessments/*/category",
        "/missing_since/latest",
        "/missing_since/earliest",
    },
    "interpol-yellow": {
        *(f"/person/identifiers/*/{part}" for part in ("scheme", "value", "issuer", "country")),
        *(f"/person/description/weight_{end}_kg" for end in ("min", "max")),
    },
    "pole": {
        "/person/names/*/script",
        "/person/addresses/*/place/uprn",
        "/person/addresses/*/place/point/latitude",
        "/person/addresses/*/place/point/longitude",
        "/person/addresses/*/place/country",
    },
}
"""What no example and no generated episode has: the documents that structure takes do."""


def test_the_fullest_document_is_accounted_for():
    episode = wire.parse(json.dumps(complete("episode")), Episode)

    for form in FORMATS.values():
        is_back(form, "full", episode, {})
