"""Every format that is written: a fate for each value, a table that tells the truth, and back again what was said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from tests.drawn import examples
from tests.property.carried import (
    agrees_with_table,
    example_episodes,
    generated_episodes,
    is_accounted_for,
    is_back,
    ours,
    written,
)

from missingpersons import views, wire
from missingpersons.codes import codelist
from missingpersons.converters import interpol
from missingpersons.models import Episode
from missingpersons.rules.publicity import THAT_IT_IS_OVER
from missingpersons.testing import complete, episodes
from missingpersons.views.grounds import MayBeTold, is_over

FORMATS = ours()
EXAMPLES = dict(example_episodes())
STYLES = {
    "pole": [{}, {"codes": "ihub"}],
    "parquet": [{}, {"shape": "flat"}],
    "niem": [{}],
    "interpol-yellow": [{"audience": "police"}],
}


@pytest.fixture(autouse=True, scope="module")
def everybody_may_be_asked_for():
    """A notice is written of everybody here, ready or not: what is asked is what becomes of each value.

    The public is told of everybody all that it is ever told, as if there were a ground for it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interpol, "_missing", lambda _: [])
        patch.setattr(views, "may_be_told", every_ground)
        yield


def every_ground(episode, channel, as_of):
    if is_over(episode):
        return MayBeTold(THAT_IT_IS_OVER, frozenset())
    photos = frozenset(photo.photo_id for photo in episode.person.photos if photo.photo_id)
    return MayBeTold(frozenset(codelist("publicity_scopes").entries) - THAT_IT_IS_OVER, photos)


OF_A_COPY = ("person_record_id", "source_name", "source_url", "expiry_date")

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

    @pytest.mark.no_cover
    def test_generated_episode_does(self, form, options):
        for name, episode in generated_episodes(25):
            is_back(form, name, episode, options)

    @pytest.mark.no_cover
    @settings(max_examples=examples(25), deadline=None, database=None)
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
    "pfif": {
        *(f"/extensions/ca.zesty.pfif/{name}" for name in OF_A_COPY),
        "/person/photos/*/photo_id",
    },
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
"""What no example and no generated episode has: the documents that structure takes do, or the test below."""


def test_the_fullest_document_is_accounted_for():
    episode = wire.parse(json.dumps(complete("episode")), Episode)

    for form in FORMATS.values():
        is_back(form, "full", episode, {})


def test_a_copy_and_a_photo_at_an_address_meet_the_fates_that_pfif_promises():
    tree = wire.to_tree(EXAMPLES["first_minute"])
    tree["extensions"] = {"ca.zesty.pfif": dict.fromkeys(OF_A_COPY, "2099-01-01T00:00:00Z")}
    tree["person"]["photos"] = [{"photo_id": "https://example.org/photo.jpg"}]
    episode = wire.parse(json.dumps(tree), Episode)

    told = is_back(FORMATS["pfif"], "copy", episode, {})

    used = {path for path, fate in agrees_with_table(FORMATS["pfif"], told) if fate == "carried"}
    assert used >= RARE["pfif"]
