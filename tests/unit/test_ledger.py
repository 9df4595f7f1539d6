"""The fold: the same set of messages gives the same state, in any order and with any repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons.exchange.ledger import FORK, TWO_OWNERS, WAITS_FOR_TRANSFER, Publication, fold


def published(
    digest: str,
    *,
    force: str = "test-north",
    tenure: int = 1,
    revision: int = 1,
    status: str = "open",
    document: bytes = b"",
) -> Publication:
    return Publication(
        message_id=f"m-{digest}",
        digest=digest,
        force=force,
        episode_id="0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        tenure=tenure,
        revision=revision,
        status=status,
        document=document or digest.encode(),
    )


ONE, TWO, THREE = (published(f"{revision}", revision=revision) for revision in (1, 2, 3))

# Few digests, so that sets repeat themselves; what a message says follows from its digest alone.
PUBLICATIONS = st.builds(
    lambda force, tenure, revision, content: published(
        f"{force} {tenure} {revision} {content}",
        force=force,
        tenure=tenure,
        revision=revision,
        status={"a": "closed", "b": "open"}[content[0]],
        document=content[0].encode(),
    ),
    st.sampled_from(["test-north", "test-south"]),
    st.integers(1, 2),
    st.integers(1, 3),
    st.sampled_from(["a1", "a2", "b1"]),
)


class TestAnyOrder:
    @given(st.data())
    def test_the_same_set_gives_the_same_state(self, data: st.DataObject) -> None:
        messages = data.draw(st.lists(PUBLICATIONS, max_size=8))
        repeated = data.draw(st.lists(st.sampled_from(messages), max_size=4)) if messages else []
        turned = data.draw(st.permutations(messages + repeated))

        assert fold(turned) == fold(messages)

    @given(st.lists(PUBLICATIONS, max_size=8))
    def test_every_message_stands_or_was_overtaken_by_its_own_force(self, messages: list[Publication]) -> None:
        state = fold(messages)

        for each in messages:
            same = [claim for claim in state.claims if (claim.tenure, claim.force) == (each.tenure, each.force)]
            assert each.revision <= same[0].revision
            assert each.revision < same[0].revision or each.document in {claim.document for claim in same}

    @given(st.lists(PUBLICATIONS, max_size=8))
    def test_what_waits_is_what_has_a_later_tenure(self, messages: list[Publication]) -> None:
        state = fold(messages)

        assert set(state.held) == {each.digest for each in messages if each.tenure > 1}

    @given(st.lists(PUBLICATIONS, min_size=1, max_size=8))
    def test_who_is_missing_by_any_claim_is_missing_by_the_first(self, messages: list[Publication]) -> None:
        state = fold(messages)

        assert state.current is not None
        assert (state.current.status == "open") is any(each.status == "open" for each in state.claims)


class TestOneOwner:
    def test_nothing_is_nothing(self) -> None:
        state = fold([])

        assert (state.current, state.claims, dict(state.held), state.forks, state.findings) == (None, (), {}, (), ())

    def test_the_newest_version_is_current(self) -> None:
        state = fold([TWO, ONE, THREE, ONE])

        assert (state.claims, dict(state.held), state.forks, state.findings) == ((THREE,), {}, (), ())
        assert state.doubts(THREE) == ()

    def test_an_older_version_that_comes_late_changes_nothing(self) -> None:
        assert fold([THREE, ONE]) == fold([THREE, ONE, ONE])
        assert fold([THREE, ONE]).current == THREE


class TestWaiting:
    def test_a_later_tenure_waits_for_its_transfer_and_is_shown(self) -> None:
        later = published("later", force="test-south", tenure=2, revision=9)

        state = fold([later, ONE])

        assert state.claims == (ONE, later)
        assert dict(state.held) == {"later": WAITS_FOR_TRANSFER}
        assert (state.doubts(ONE), state.doubts(later)) == ((), (WAITS_FOR_TRANSFER,))
        assert state.findings == ()

    def test_alone_it_waits_too(self) -> None:
        later = published("later", tenure=2)

        state = fold([later])

        assert (state.claims, dict(state.held)) == ((later,), {"later": WAITS_FOR_TRANSFER})

    def test_who_is_missing_by_a_claim_that_waits_is_missing(self) -> None:
        closed, later = published("a", status="closed"), published("later", force="test-south", tenure=2)

        assert fold([closed, later]).claims == (later, closed)

    def test_two_who_wait_are_no_two_owners(self) -> None:
        waiting = [published(force, force=force, tenure=2) for force in ("test-north", "test-south")]

        state = fold(waiting)

        assert [state.doubts(each) for each in waiting] == [(WAITS_FOR_TRANSFER,), (WAITS_FOR_TRANSFER,)]
        assert state.findings == ()


class TestFork:
    def test_both_sides_are_kept_and_said(self) -> None:
        left, right = published("a", revision=2), published("b", revision=2)

        state = fold([right, ONE, left])

        assert state.forks == (("a", "b"),)
        assert [each.code for each in state.findings] == [FORK]
        assert state.claims == (left, right)
        assert [state.doubts(each) for each in state.claims] == [(FORK,), (FORK,)]

    @pytest.mark.parametrize("missing", ["open", "located"])
    @pytest.mark.parametrize("found", ["closed", "cancelled"])
    def test_no_digest_hides_the_side_that_is_missing(self, missing: str, found: str) -> None:
        low, high = published("a", status=found), published("b", status=missing)

        assert fold([low, high]).current == high

    def test_open_comes_before_located(self) -> None:
        low, high = published("a", status="located"), published("b", status="open")

        assert fold([low, high]).current == high

    def test_an_old_one_is_still_said(self) -> None:
        state = fold([published("a"), published("b"), TWO])

        assert (state.claims, state.forks) == ((TWO,), (("a", "b"),))
        assert state.doubts(TWO) == ()

    def test_two_forks_are_two_findings(self) -> None:
        state = fold([published("a"), published("b"), published("c", revision=2), published("d", revision=2)])

        assert state.forks == (("a", "b"), ("c", "d"))
        assert [each.code for each in state.findings] == [FORK, FORK]

    def test_the_same_content_sealed_twice_is_no_fork(self) -> None:
        state = fold([published("b", document=b"same"), published("a", document=b"same")])

        assert (len(state.claims), state.forks, state.findings) == (1, (), ())

    @given(st.permutations(range(5)))
    def test_forks_in_any_order_of_receipt_come_to_the_same(self, order: list[int]) -> None:
        messages = [
            published("c", status="closed"),
            published("o", status="open"),
            published("l", status="located"),
            published("s", force="test-south", status="closed"),
            published("t", force="test-south", status="cancelled"),
        ]

        state = fold(messages[each] for each in order)

        assert [each.digest for each in state.claims] == ["o", "l", "t", "c", "s"]
        assert state.forks == (("c", "l", "o"), ("s", "t"))


class TestTwoOwners:
    @pytest.mark.parametrize("revisions", [(1, 1), (1, 9), (9, 1)])
    def test_both_claims_stand_and_neither_is_preferred_for_its_revision(self, revisions: tuple[int, int]) -> None:
        north = published("n", force="test-north", revision=revisions[0])
        south = published("s", force="test-south", revision=revisions[1])

        state = fold([south, north])

        assert state.claims == (north, south)
        assert dict(state.held) == {}
        assert [each.code for each in state.findings] == [TWO_OWNERS]
        assert [state.doubts(each) for each in state.claims] == [(TWO_OWNERS,), (TWO_OWNERS,)]

    @pytest.mark.parametrize(("north", "south"), [("open", "closed"), ("closed", "open"), ("cancelled", "located")])
    def test_the_claim_that_the_person_is_missing_comes_first(self, north: str, south: str) -> None:
        state = fold([published("n", status=north), published("s", force="test-south", status=south)])

        assert state.claims[0].status in ("open", "located")
        assert len(state.claims) == 2


def test_a_document_is_not_shown() -> None:
    assert "Penhale" not in repr(fold([published("a", document=b"Penhale")]))
