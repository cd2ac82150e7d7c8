"""The relay: the media through which the main news came, outermost first."""

from __future__ import annotations

import pytest

from tests.unit.reading.parts import read


@pytest.mark.parametrize(
    ("text", "relay"),
    [
        ("OSLO (Reuters) — Norway withdrew its envoy from Sweden.", ("Reuters",)),
        ("OSLO, May 14 (AFP) - Norway withdrew its envoy from Sweden.", ("AFP",)),
        ("Norway withdrew its envoy, TASR writes according to the AFP agency.",
         ("TASR", "AFP")),
        ("Norway withdrew its envoy, TASR reported, citing AP.", ("TASR", "AP")),
        ("Norway withdrew its envoy, AFP reported.", ("AFP",)),
        ("Reuters reported that Norway had withdrawn its envoy.", ("Reuters",)),
        ("Norway withdrew its envoy from Sweden.", ()),
        ("Norway withdrew its envoy, the foreign ministry said.", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_the_relay_is_put_together_from_frame_and_lead(text: str, relay: tuple[str, ...]) -> None:
    """Dateline first, then whoever writes, then whoever is cited."""
    assert read(text).reading.relay == relay


def test_media_cited_for_a_side_remark_are_not_in_it() -> None:
    """Only the first paragraph passes the main news on."""
    text = (
        "Norway withdraws its envoy\n\n"
        "OSLO (AFP) — Norway withdrew its envoy from Sweden on Monday.\n\n"
        "The envoy had been ill, Reuters reported in May."
    )

    assert read(text).reading.relay == ("AFP",)


def test_a_medium_is_named_once() -> None:
    """The dateline and the lead may name the same agency."""
    text = "OSLO (AFP) — Norway withdrew its envoy from Sweden, AFP reported."

    assert read(text).reading.relay == ("AFP",)
