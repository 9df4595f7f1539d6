"""The fold: the same set of messages gives the same state, in any order and with any repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons.exchange.ledger import FORK, TWO_OWNERS, WAITS_FOR_TRANSFER, Publication, fold


def published(
    digest: str, *, force: str = "test-north", tenure: int = 1, revision: int = 1, document: bytes = b""
) -> Publication:
    return Publication(
        message_id=f"m-{digest}",
        digest=digest,
        force=force,
        episode_id="0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        tenure=tenure,
        revision=revision,
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
    def test_every_message_is_shown_waits_or_was_overtaken(self, messages: list[Publication]) -> None:
        state = fold(messages)
        counted = {each.digest for each in messages if each.digest not in state.held}

        assert set(state.held) <= {each.digest for each in messages}
        assert (state.current is None) is (not counted)
        assert all(set(fork) <= counted for fork in state.forks)

    @given(st.lists(PUBLICATIONS, min_size=1, max_size=8))
    def test_what_is_shown_is_the_newest_of_the_first_tenure(self, messages: list[Publication]) -> None:
        state = fold(messages)
        counted = [each.revision for each in messages if each.digest not in state.held]

        assert (state.current.revision if state.current else 0) == max(counted, default=0)


class TestOneOwner:
    def test_nothing_is_nothing(self) -> None:
        state = fold([])

        assert (state.current, dict(state.held), state.forks, state.findings) == (None, {}, (), ())

    def test_the_newest_version_is_current(self) -> None:
        state = fold([TWO, ONE, THREE, ONE])

        assert (state.current, dict(state.held), state.forks, state.findings) == (THREE, {}, (), ())

    def test_an_older_version_that_comes_late_changes_nothing(self) -> None:
        assert fold([THREE, ONE]) == fold([THREE, ONE, ONE])
        assert fold([THREE, ONE]).current == THREE


class TestWaiting:
    def test_a_later_tenure_waits_for_its_transfer(self) -> None:
        later = published("later", force="test-south", tenure=2, revision=9)

        state = fold([later, ONE])

        assert state.current == ONE
        assert dict(state.held) == {"later": WAITS_FOR_TRANSFER}

    def test_alone_it_waits_too(self) -> None:
        state = fold([published("later", tenure=2)])

        assert (state.current, dict(state.held)) == (None, {"later": WAITS_FOR_TRANSFER})


class TestFork:
    def test_both_sides_are_kept_and_said(self) -> None:
        left, right = published("a", revision=2), published("b", revision=2)

        state = fold([right, ONE, left])

        assert state.forks == (("a", "b"),)
        assert [each.code for each in state.findings] == [FORK]
        assert state.current == left

    def test_an_old_one_is_still_said(self) -> None:
        state = fold([published("a"), published("b"), TWO])

        assert (state.current, state.forks) == (TWO, (("a", "b"),))

    def test_two_forks_are_two_findings(self) -> None:
        state = fold([published("a"), published("b"), published("c", revision=2), published("d", revision=2)])

        assert state.forks == (("a", "b"), ("c", "d"))
        assert [each.code for each in state.findings] == [FORK, FORK]

    def test_the_same_content_sealed_twice_is_no_fork(self) -> None:
        state = fold([published("a", document=b"same"), published("b", document=b"same")])

        assert (state.forks, state.findings) == ((), ())


class TestTwoOwners:
    @pytest.mark.parametrize("revisions", [(1, 1), (1, 9), (9, 1)])
    def test_both_claims_are_kept_and_neither_is_preferred_for_its_revision(self, revisions: tuple[int, int]) -> None:
        north = published("n", force="test-north", revision=revisions[0])
        south = published("s", force="test-south", revision=revisions[1])

        state = fold([south, north])

        assert state.current == north
        assert dict(state.held) == {"s": TWO_OWNERS}
        assert [each.code for each in state.findings] == [TWO_OWNERS]


def test_a_document_is_not_shown() -> None:
    assert "Penhale" not in repr(fold([published("a", document=b"Penhale")]))
