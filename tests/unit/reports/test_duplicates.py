"""Copies of one wire text are folded, look-alikes are not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from parley.reports.duplicates import body_words, containment, fold_copies
from parley.terms import Report

_START = datetime(2024, 3, 4, 6, tzinfo=UTC)

# Paragraphs of five wire texts about invented countries.
_ENVOY = (
    "Ruritania recalled its ambassador from Zenda on Monday after two of its fishing boats "
    "were held in waters that both countries call their own.",
    "The foreign ministry in Strelsau said the envoy would stay at home until the crews, "
    "eleven people in all, were free to leave the port of Hentzau.",
    "Zenda’s coast guard answered that the boats had ignored three warnings and that their "
    "masters would be heard by a magistrate later in the week.",
    "Trade between the neighbours has halved since the autumn, when a commission on the "
    "fishing grounds broke up without setting a date for another meeting.",
    "A spokesman for the port workers asked both sides to keep the ferry running, as four "
    "hundred families live on one shore and work on the other.",
)
_TALKS = (
    "Delegations from Freedonia and Sylvania opened three days of talks on river tolls in the "
    "spa town of Karlsbrunn, their first meeting in six years.",
    "Both want to replace a treaty that runs out in June and under which barges pay once at "
    "each of the nine locks between the capitals.",
    "Freedonia’s transport minister, Rufus Teasdale, said he was ready to halve the fees if "
    "Sylvania opened its grain market to his country’s millers.",
    "Ambassador Trentino of Sylvania called the offer interesting but added that his farmers "
    "would have the last word on anything that touched grain.",
    "Observers from the river commission sit in the room and will publish the minutes.",
)
_STRIKE = (
    "Bus drivers in the Grand Fenwick capital walked out at dawn on Tuesday, leaving some "
    "forty thousand commuters to walk, cycle or stay at home.",
    "Their union wants a fifth crew on night routes and an end to split shifts, which the "
    "city council called beyond its means this year.",
    "Police counted six thousand people at a rally before the town hall, where speakers "
    "promised to stay out until the mayor received them.",
    "The mayor’s office said a meeting was possible on Friday at the earliest.",
)
_QUAKE_AID = (
    "A convoy of twenty lorries with tents and water filters left Syldavia for the quake zone "
    "in northern Borduria on Wednesday, the first aid to cross that border in a decade.",
    "Syldavia’s interior ministry said the drivers were volunteers from the mountain rescue "
    "and would hand over their loads at the Polishov bridge.",
    "Borduria’s government thanked its neighbour in a short note and waived customs checks "
    "for as long as the emergency lasts.",
    "More than nine hundred houses fell in the tremor of Sunday night, and doctors in the "
    "valley speak of at least sixty dead.",
)
_DRILL = (
    "The navy of Zubrowka fired four anti-ship missiles during a drill off Lutz on Thursday, "
    "its largest exercise since the coast was mined in the last war.",
    "The defence ministry invited attachés from nine embassies to watch from a frigate, among "
    "them for the first time that of its rival Maltravia.",
    "Maltravia said it saw no threat in the drill but wished it had been told the area sooner.",
    "Fishermen were kept ashore for two days and will be paid for the loss, the ministry said.",
)


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


# Families: in each the first is the original and the rest are copies of it.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "envoy": (
        _text(*_ENVOY),
        _text(*_ENVOY[:3]),  # cut from the bottom
        _text(*_ENVOY[:2]),  # cut to a brief
        _text("Envoy called home in row over boats", "STRELSAU (RNA) — " + _ENVOY[0], *_ENVOY[1:4]),
        _text(
            "A quarrel about fish grew into a quarrel between governments when an ambassador "
            "packed his bags at the start of the week.",
            *_ENVOY[1:],
        ),  # re-led
        _text(*_ENVOY[:4], "Our readers will remember that the ferry was last stopped in 2009."),
        _text(*_ENVOY[:3], "Reporting by A. Rassendyll; editing by F. von Tarlenheim"),
    ),
    "talks": (
        _text(*_TALKS),
        _text(*_TALKS[:4]),
        _text("Neighbours talk tolls", "(Karlsbrunn, FPA)", *_TALKS),
        _text(*_TALKS).replace("three days", "three long days").replace("capitals", "two capitals"),
        _text(_TALKS[0], *_TALKS[2:4]),  # a paragraph lifted out
        _text(*(paragraph.upper() for paragraph in _TALKS)),  # an old telex
    ),
    "strike": (
        _text(*_STRIKE),
        _text(*_STRIKE[:2]),
        _text("No buses today", *_STRIKE[:3], "Additional reporting by Count Mountjoy"),
        _text(
            "Thousands walked to work as buses stood still.",
            *_STRIKE[1:],
            "Grand Fenwick has some ninety thousand inhabitants.",
        ),
    ),
    "aid": (
        _text(*_QUAKE_AID),
        _text(*_QUAKE_AID[:2]),
        _text("POLISHOV, March 6 (SNA) – " + _QUAKE_AID[0], *_QUAKE_AID[1:3]),
        _text(*_QUAKE_AID[1:]),
    ),
    "drill": (
        _text(*_DRILL),
        _text(*_DRILL[:3]),
        _text(_DRILL[0].replace("on Thursday", "yesterday"), *_DRILL[1:]),
        _text("By our naval correspondent", *_DRILL[:2]),
    ),
}
# Reports that are nobody's copies, however alike they look.
_LOOK_ALIKES: tuple[str, ...] = (
    # The same acts in another agency's words.
    "Ruritania’s ambassador to Zenda is on his way home. Strelsau ordered him back because "
    "two trawlers and their eleven hands are being kept in Hentzau, a ministry official told "
    "reporters. Zenda insists the skippers had been warned and must explain themselves in court.",
    "Talks about what barges pay on the great river began in Karlsbrunn, where Freedonians and "
    "Sylvanians met across a table for the first time in six years. Lower fees are on offer; the "
    "price is access for flour to Sylvanian shops, which its ambassador did not rule out.",
    # A follow-up that repeats one paragraph of background.
    _text(
        "The eleven sailors held in Hentzau sailed for home on Thursday after a magistrate fined "
        "their masters and kept the nets.",
        "Ruritania said its ambassador would return to his post within days and thanked the "
        "bishop of Zenda for his help in a matter that had begun to worry merchants.",
        _ENVOY[3],
        "The two prime ministers may meet at the regatta in May, an aide said.",
    ),
    # Bulletins from one template.
    _text(
        "The river commission reports for Monday: level at Karlsbrunn two metres and ten, 41 "
        "barges through the locks, no accident.",
        "Shipping above the weir is closed at night until further notice.",
    ),
    _text(
        "The river commission reports for Tuesday: level at Karlsbrunn one metre and ninety, 38 "
        "barges through the locks, one grounding.",
        "Shipping below the weir goes on in both directions without limits.",
    ),
    # A round-up that prints two briefs whole.
    _text(
        "The morning in brief",
        *_ENVOY[:2],
        *_STRIKE[:2],
        "The stock exchange in Strelsau opened a little higher, and rain is on its way.",
    ),
    # Headlines.
    "Zenda frees sailors",
    "Zenda frees sailors after fine",
    # A quotation in common, no more.
    "Rufus Teasdale has been called many things. This week the transport minister, who once sold "
    "hats, said he was ready to halve the fees if Sylvania opened its market; friends say that "
    "he had meant only the fees for barges that carry hats.",
)


def _reports() -> tuple[list[Report], dict[str, str]]:
    """All of them in the order of publication, and the family of each."""
    reports, families = [], {}
    for name, texts in _FAMILIES.items():
        for i, text in enumerate(texts):
            at = _START + timedelta(hours=7 * i)
            report = Report(text, at, outlet=f"{name} {i}")
            reports.append(report)
            families[report.report_id] = name
    for i, text in enumerate(_LOOK_ALIKES):
        report = Report(text, _START + timedelta(hours=9 * i + 1), outlet=f"other {i}")
        reports.append(report)
        families[report.report_id] = f"alone {i}"
    return reports, families


def test_copies_are_found_and_look_alikes_are_left() -> None:
    """Over all pairs of the families above, recall and precision are both whole."""
    reports, families = _reports()

    origins = fold_copies(reports)

    pairs = list(combinations([report.report_id for report in reports], 2))
    meant = {pair for pair in pairs if families[pair[0]] == families[pair[1]]}
    found = {pair for pair in pairs if origins[pair[0]] == origins[pair[1]]}
    assert len(reports) >= 34
    assert found - meant == set()
    assert meant - found == set()


@pytest.mark.parametrize("name", sorted(_FAMILIES))
def test_the_origin_is_the_earliest_published(name: str) -> None:
    """A copy points at the report that was out first, not at the longest."""
    reports, families = _reports()

    origins = fold_copies(reports)

    family = [report for report in reports if families[report.report_id] == name]
    assert {origins[report.report_id] for report in family} == {family[0].report_id}


def test_the_order_of_reports_does_not_matter() -> None:
    """Any shuffling gives the same origins."""
    reports, _ = _reports()
    shuffled = list(reports)
    random.Random(3).shuffle(shuffled)

    assert fold_copies(shuffled) == fold_copies(reports)


def test_a_brief_that_comes_first_is_the_origin_of_the_full_text() -> None:
    """A short version at nine and the whole at ten are one origin, though most words are new."""
    brief = Report(_text(*_DRILL[:1]), _START, outlet="a")
    whole = Report(_text(*_DRILL), _START + timedelta(hours=1), outlet="b")

    origins = fold_copies([whole, brief])

    assert origins[whole.report_id] == brief.report_id


def test_a_round_up_joins_nothing() -> None:
    """Two briefs stay apart when a later summary prints both, and so does the summary."""
    one, two = Report(_text(*_ENVOY[:2]), _START), Report(_text(*_STRIKE[:2]), _START)
    both = Report(_text(*_ENVOY[:2], *_STRIKE[:2]), _START + timedelta(hours=2))

    origins = fold_copies([one, two, both])

    assert len(set(origins.values())) == 3


def test_the_same_words_months_later_are_no_copy() -> None:
    """What recurs after more than a week is a new report."""
    first = Report(_text(*_STRIKE), _START, outlet="a")
    later = Report(_text(*_STRIKE), _START + timedelta(days=40), outlet="b")

    origins = fold_copies([first, later])

    assert origins[later.report_id] == later.report_id


def test_equal_headlines_are_copies_and_near_ones_are_not() -> None:
    """Texts too short for runs of words must be alike word for word."""
    texts = ("Zenda frees sailors", "ZENDA FREES SAILORS", "Zenda frees sailors after fine")
    reports = [
        Report(text, _START + timedelta(hours=i), outlet=str(i)) for i, text in enumerate(texts)
    ]

    origins = fold_copies(reports)

    assert [origins[report.report_id] == reports[0].report_id for report in reports] == [
        True,
        True,
        False,
    ]


def test_dateline_and_credit_are_no_words_of_the_body() -> None:
    """What an outlet puts around a wire text is left aside."""
    text = (
        "STRELSAU, March 4 (RNA) — The envoy left.\nEditing by F. von Tarlenheim\n(RNA news agency)"
    )

    assert body_words(text) == ["the", "envoy", "left"]


def test_a_sentence_with_a_dash_keeps_its_words() -> None:
    """A dash after a long or lower-case beginning is no dateline."""
    text = "The envoy of the kingdom, who came in March, said in Zenda – late – that he left."

    assert body_words(text)[:3] == ["the", "envoy", "of"]


def test_containment_is_of_the_shorter_text() -> None:
    """A cut copy is held whole, however much was cut."""
    assert containment(_text(*_ENVOY), _text(*_ENVOY[:1])) == 1.0
    assert containment(_text(*_ENVOY), _text(*_TALKS)) == 0.0
    assert containment("", "") == 0.0
