"""Who a text names: whole expressions, their codes, pronouns and plurals."""

from __future__ import annotations

from datetime import date

import pytest

from parley.reading.actors import ActorTable, resolve_phrase
from parley.terms import Span
from tests.unit.reading.parts import PUBLISHED_ON, actors_of, named


@pytest.mark.parametrize(
    ("text", "surface", "code"),
    [
        ("Norway protested.", "Norway", "NOR"),
        ("The Norwegian government protested.", "The Norwegian government", "NOR-GOV"),
        ("Oslo protested, Norway's capital hears.", "Oslo", "NOR"),
        ("The Kremlin said it would reply.", "The Kremlin", "RUS-GOV"),
        ("The White House declined.", "The White House", "USA-GOV"),
        ("North Korean leader Kim Jong-un spoke.", "North Korean leader Kim Jong-un", "PRK-GOV"),
        ("Hamas fired rockets.", "Hamas", "PSE-REB"),
        ("The Houthis seized a ship.", "The Houthis", "YEM-REB"),
        ("NATO welcomed it.", "NATO", "NATO"),
        ("The European Union welcomed it.", "The European Union", "EUU"),
        ("UN Secretary-General Antonio Guterres spoke.", "UN Secretary-General Antonio Guterres",
         "UNO"),
        ("South Korea's defence ministry spoke.", "South Korea's defence ministry", "KOR-GOV"),
        ("Georgian police fired tear gas.", "Georgian police", "GEO-GOV"),
        ("Polish farmers blocked the road.", "Polish farmers", "POL-CVL"),
        ("French prosecutors charged a man.", "French prosecutors", "FRA-JUD"),
        ("Russian forces withdrew.", "Russian forces", "RUS-MIL"),
        ("Reuters reported on it.", "Reuters", "GBR-JRN"),
        ("A senior Turkish official spoke.", "A senior Turkish official", "TUR-GOV"),
        ("Prime Minister Benjamin Netanyahu's office denied it.",
         "Prime Minister Benjamin Netanyahu's office", "ISR-GOV"),
    ],
)  # fmt: skip
def test_a_party_is_named_by_its_whole_expression(text: str, surface: str, code: str) -> None:
    """Title, name and article belong to the mention, and the code says party and sector."""
    assert named(text)[0] == (surface, code)


@pytest.mark.parametrize("text", ["Gunmen attacked a village.", "A diplomat said so."])
def test_a_party_that_cannot_be_placed_has_a_dash(text: str) -> None:
    """Described, but by nothing that gives a state."""
    assert [code for _, code in named(text)] == ["-"]


@pytest.mark.parametrize(
    "text", ["Air France cancelled flights.", "It rained.", "Shares rose by 3 per cent."]
)
def test_words_that_name_no_party_are_left_alone(text: str) -> None:
    """An airline is not the state in its name, and weather is nobody."""
    assert [code for _, code in named(text) if code != "-"] == []


@pytest.mark.parametrize(
    ("text", "pronoun", "code"),
    [
        ("Sergei Lavrov arrived in Ankara. He praised the city.", "He", "RUS-GOV"),
        ("Angela Merkel met Nicolas Sarkozy. She spoke first.", "She", "DEU-GOV"),
        ("Angela Merkel met Nicolas Sarkozy, and the latter spoke.", "the latter", "FRA-GOV"),
        ("Hamas fired rockets. The group denied a truce.", "The group", "PSE-REB"),
    ],
)
def test_a_pronoun_stands_for_a_party_named_before(text: str, pronoun: str, code: str) -> None:
    """Gender and number choose among the parties spoken of."""
    published_on = date(2011, 10, 3) if "Merkel" in text else PUBLISHED_ON

    assert (pronoun, code) in named(text, published_on=published_on)


def test_a_surname_alone_is_the_person_named_in_full() -> None:
    """Later mentions drop the title and first name."""
    found = named("Denmark's Mette Frederiksen called. Later Frederiksen left.")

    assert found == [("Denmark's Mette Frederiksen", "DNK-GOV"), ("Frederiksen", "DNK-GOV")]


@pytest.mark.parametrize(
    ("text", "surface", "codes"),
    [
        ("Thai and Cambodian troops clashed.", "Thai and Cambodian troops",
         ["KHM-MIL", "THA-MIL"]),
        ("Leaders of Japan and South Korea met.", "Leaders of Japan and South Korea",
         ["JPN-GOV", "KOR-GOV"]),
        ("Norway and Sweden met. The two countries agreed.", "The two countries",
         ["NOR", "SWE"]),
        ("Washington and Beijing agreed. Both sides left.", "Both sides", ["CHN", "USA"]),
    ],
)  # fmt: skip
def test_a_plural_has_one_mention_for_each_party(text: str, surface: str, codes: list[str]) -> None:
    """The mentions share one span."""
    several = [m for m in actors_of(text).mentions if m.surface == surface]

    assert [m.code for m in several] == codes
    assert len({m.span for m in several}) == 1


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("The Taliban met.", date(2020, 1, 1), "AFG-REB"),
        ("The Taliban met.", date(2023, 1, 1), "AFG-GOV"),
        ("Joe Biden met.", date(2020, 1, 1), "USA-CVL"),
        ("Joe Biden met.", date(2023, 1, 1), "USA-GOV"),
    ],
)
def test_a_code_is_that_of_the_day(name: str, day: date, code: str) -> None:
    """Whoever is out of office on the day of publication has its state and no office."""
    assert named(name, published_on=day)[0][1] == code


def test_mentions_can_be_asked_for_by_place() -> None:
    """In a span, before and after a character, and at one."""
    actors = actors_of("Norway met Sweden, then Finland.")

    assert [m.code for m in actors.in_span(Span(0, 17))] == ["NOR", "SWE"]
    assert [m.code for m in actors.before(12)] == ["NOR"]
    assert [m.code for m in actors.after(8)] == ["SWE", "FIN"]
    assert [m.code for m in actors.at(12)] == ["SWE"]


def test_the_fullest_mention_of_a_person_is_that_with_the_name() -> None:
    """A pronoun leads back to the words that say most."""
    actors = actors_of("Russian Foreign Minister Sergei Lavrov arrived. He spoke.")
    pronoun = next(m for m in actors.mentions if m.surface == "He")

    assert actors.fullest(pronoun).surface == "Russian Foreign Minister Sergei Lavrov"
    assert len(actors.same_party(pronoun)) == 2


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Iran", "IRN"),
        ("the Russian foreign ministry", "RUS-GOV"),
        ("Kim Jong-un", "PRK-GOV"),
        ("USA-MIL", "USA-MIL"),
    ],
)
def test_a_phrase_of_a_question_is_resolved_whole(
    table: ActorTable, phrase: str, code: str
) -> None:
    """Names, codes and roles alike."""
    found = resolve_phrase(phrase, table, on=PUBLISHED_ON)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("phrase", ["", "nobody in particular", "a table and a chair"])
def test_a_phrase_that_names_nobody_is_none(table: ActorTable, phrase: str) -> None:
    """What is not wholly a party is not guessed at."""
    assert resolve_phrase(phrase, table, on=PUBLISHED_ON) is None
