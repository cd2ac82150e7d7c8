"""How clauses tell of acts: passives, contact clauses, operators, denials, demands."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from parley.reading.lexicon_table import load_lexicon
from parley.terms import Mention, party_of
from tests.unit.reading.parts import read


def _told(text: str) -> set[str]:
    """Return the events of a text as "TYPE A+B>C status", parties by state."""
    return {_line(mention) for mention in read(text).reading.mentions}


def _line(mention: Mention) -> str:
    actors = "+".join(sorted({party_of(m.code) for m in mention.actors}))
    recipients = "+".join(sorted({party_of(m.code) for m in mention.recipients}))
    return f"{mention.event_type} {actors}>{recipients} {mention.status}"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Sanctions were imposed on Nicaragua by the United States in May.",
         "SANCTION USA>NIC actual"),
        ("Two Georgian soldiers were killed by Russian troops on Monday.",
         "ASSAULT RUS>GEO actual"),
        ("Somalia's ambassador was expelled by Kenya.", "SANCTION KEN>SOM actual"),
        ("UN peacekeepers were deployed to Haiti.", "AID UNO>HTI actual"),
        ("Sergei Lavrov is expected in Tehran on Friday.", "AGREE RUS>IRN planned"),
    ],
)  # fmt: skip
def test_a_passive_turns_the_parties_round(text: str, event: str) -> None:
    """The subject suffers the act, and "by" names who acts."""
    assert event in _told(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The missile that North Korea launched on Sunday fell into the sea.",
         "MOBILIZE PRK> actual"),
        ("Serbian students, who have blocked roads in Belgrade, went home.",
         "PROTEST SRB> actual"),
        ("French President Emmanuel Macron, who met Olaf Scholz on Monday, said nothing.",
         "CONSULT DEU+FRA> actual"),
        ("Niger expelled the French ambassador and recalled its envoy from Paris.",
         "SANCTION NER>FRA actual"),
    ],
)  # fmt: skip
def test_the_subject_is_found_across_clauses(text: str, event: str) -> None:
    """Relative and coordinate clauses share the subject of the clause they hang on."""
    assert event in _told(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Israel halted shelling southern Lebanon.", "RETREAT ISR>LBN actual"),
        ("Hungary refused to send weapons to Ukraine.", "REJECT HUN>UKR actual"),
        ("Iran ruled out direct talks with the United States.", "REJECT IRN>USA actual"),
        ("Poland demanded that Belarus release the journalist.", "REQUEST POL>BLR actual"),
        ("“Belarus must release the journalist,” Polish Prime Minister Donald Tusk said.",
         "REQUEST POL>BLR actual"),
        ("Armenia said it would not attend the summit.", "REJECT ARM> actual"),
        ("The European Union said it would lift sanctions against Belarus.",
         "CONCEDE EUU>BLR actual"),
    ],
)  # fmt: skip
def test_a_verb_that_governs_an_act_makes_it_its_own(text: str, event: str) -> None:
    """What is stopped, refused, asked for or promised is swallowed by the verb."""
    assert _told(text) == {event}


def test_a_conviction_that_brings_prison_is_two_acts() -> None:
    """SANCTION for the verdict, COERCE for the prison."""
    told = read("A Turkish court sentenced the mayor to five years in prison.").reading.mentions

    assert {(m.event_type, m.mode) for m in told} == {("SANCTION", "convict"), ("COERCE", "arrest")}


def test_talks_in_a_third_country_have_its_state_as_host() -> None:
    """Mode third-party, and the host among the recipients."""
    mention = read("US and Chinese officials held talks in Geneva.").mention

    assert (mention.mode, [m.code for m in mention.recipients]) == ("third-party", ["CHE"])


def test_each_accusing_the_other_is_two_acts() -> None:
    """One in each direction."""
    told = _told("Greece and Turkey accused each other of violating airspace.")

    assert {"ACCUSE GRC>TUR actual", "ACCUSE TUR>GRC actual"} <= told


def test_what_is_alleged_is_an_act_of_its_own_and_so_is_its_denial() -> None:
    """The denial names the one who denies as its source."""
    text = "Ukraine said Russia had shelled a school in Kharkiv. Russia rejected the charge."
    told = {m.status: m.chain for m in read(text).reading.mentions if m.event_type == "ASSAULT"}

    assert told == {"actual": ("UKR",), "denied": ("RUS",)}


@pytest.mark.parametrize(
    "text",
    [
        "Will Iran attack Israel?",
        "Talks can begin if Armenia withdraws its troops from Azerbaijan.",
        "France held back trade talks.",
        "One of them put the chance of a clash between Chad and Sudan at one in ten.",
    ],
)
def test_what_is_asked_or_only_supposed_is_no_act(text: str) -> None:
    """Questions, conditions and chances tell of nothing done."""
    assert read(text).reading.mentions == ()


def test_every_flag_of_the_lexicon_is_explained() -> None:
    """The docstring of the table names each flag that a row bears."""
    source = files("parley.reading").joinpath("lexicon_table.py").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z]+)`", source.split('"""')[1]))
    lexicon = load_lexicon()
    used = {
        flag
        for index in (lexicon.verbs, lexicon.nouns)
        for entries in index.values()
        for entry in entries
        for flag in entry.flags
    }

    assert used <= explained
