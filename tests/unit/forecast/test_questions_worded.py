"""Questions in many wordings: who, whom, what, how often, by when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.errors import QuestionError, UnknownActorError
from parley.faces.show_forecast import understood
from parley.forecast.questions import parse_asked, parse_question
from parley.reading.actor_tables import ActorTable, load_actor_table
from parley.terms import QuestionSet

ASKED_AT = datetime(2018, 3, 1, tzinfo=UTC)

ONE_OUTCOME = [
    ("Will FRD and RUR hold talks?", "CONSULT between FRD and RUR", "2018-05-29"),
    (
        "Will RUS attack UKR at least three times within 30 days?",
        "ASSAULT on at least 3 days: RUS → UKR",
        "2018-03-30",
    ),
    ("Will PRK-MIL attack KOR?", "ASSAULT: PRK-MIL → KOR", "2018-05-29"),
    (
        "Will RUR threaten FRD twice before June 2018?",
        "THREATEN on at least 2 days: RUR → FRD",
        "2018-05-31",
    ),
    (
        "Will Russia attack Ukraine three or more times this year?",
        "ASSAULT on at least 3 days: RUS → UKR",
        "2018-12-31",
    ),
    (
        "Will the USA and North Korea hold at least two rounds of talks by 2018-12-31?",
        "CONSULT on at least 2 days between USA and PRK",
        "2018-12-31",
    ),
    (
        "Will North Korea conduct at least two missile tests within 90 days?",
        "MOBILIZE on at least 2 days by PRK",
        "2018-05-29",
    ),
    (
        "Will North Korea conduct three missile tests within 90 days?",
        "MOBILIZE on at least 3 days by PRK",
        "2018-05-29",
    ),
    ("Will Russia not attack Ukraine within a week?", "ASSAULT on no day: RUS → UKR", "2018-03-07"),
    ("Will Russia refrain from attacking Ukraine?", "ASSAULT on no day: RUS → UKR", "2018-05-29"),
    (
        "Will there be no talks between Russia and Ukraine this month?",
        "CONSULT on no day between RUS and UKR",
        "2018-03-31",
    ),
    (
        "Will relations between Russia and Turkey worsen by 2 within 30 days?",
        "worse by 2 in the mean of all acts between RUS and TUR",
        "2018-03-30",
    ),
    (
        "Will US-Russian relations deteriorate?",
        "worse in the mean of all acts between USA and RUS",
        "2018-05-29",
    ),
    (
        "Will USA-PRK relations improve by 1.5 points by 2018-12-31?",
        "better by 1.5 in the mean of all acts between USA and PRK",
        "2018-12-31",
    ),
    (
        "Will Russia's relations with Turkey improve?",
        "better in the mean of all acts between RUS and TUR",
        "2018-05-29",
    ),
    (
        "Will tensions between India and Pakistan rise within 60 days?",
        "worse in the mean of all acts between IND and PAK",
        "2018-04-29",
    ),
    (
        "Will Chinese-Japanese ties stay the same this year?",
        "steady in the mean of all acts between CHN and JPN",
        "2018-12-31",
    ),
    (
        "What are the odds of talks or threats between Russia and Ukraine?",
        "CONSULT or THREATEN between RUS and UKR",
        "2018-05-29",
    ),
    (
        "Will the president of Russia visit China?",
        "CONSULT/visit between RUS and CHN",
        "2018-05-29",
    ),
    ("Will Trump visit Beijing within 60 days?", "CONSULT/visit between USA and CHN", "2018-04-29"),
    ("Will Russia expel British diplomats?", "SANCTION/expel: RUS → GBR", "2018-05-29"),
    (
        "Will any of Russia, China or Iran threaten the USA within a week?",
        "THREATEN: RUS or CHN or IRN → USA",
        "2018-03-07",
    ),
    (
        "Will Russia threaten any of Estonia, Latvia or Lithuania?",
        "THREATEN: RUS → EST or LVA or LTU",
        "2018-05-29",
    ),
    ("WILL RUSSIA ATTACK UKRAINE?", "ASSAULT: RUS → UKR", "2018-05-29"),
    (
        "Will Russia attack Ukraine more than once in June?",
        "ASSAULT on at least 2 days: RUS → UKR",
        "2018-06-30",
    ),
    (
        "Will Turkey and Greece hold talks on at least 3 different days within 30 days?",
        "CONSULT on at least 3 days between TUR and GRC",
        "2018-03-30",
    ),
    (
        "Will Turkey and Greece hold talks exactly once within 30 days?",
        "CONSULT on exactly 1 day between TUR and GRC",
        "2018-03-30",
    ),
    (
        "Will Turkey and Greece hold talks fewer than three times within 30 days?",
        "CONSULT on at most 2 days between TUR and GRC",
        "2018-03-30",
    ),
    (
        "Will Israel and Hamas agree a ceasefire or not by the end of March?",
        "AGREE between ISR and PSE-REB",
        "2018-03-31",
    ),
    ("Will the UN condemn Myanmar?", "ACCUSE: UNO → MMR", "2018-05-29"),
    (
        "Will NATO and Russia consult within two weeks?",
        "CONSULT between NATO and RUS",
        "2018-03-14",
    ),
    (
        "Will either the USA or China impose sanctions on North Korea, or neither?",
        "SANCTION: USA or CHN → PRK",
        "2018-05-29",
    ),
    (
        "Will France and Germany sign an agreement, or nothing of the kind?",
        "SUPPORT between FRA and DEU",
        "2018-05-29",
    ),
    ("Will Saudi Arabia release prisoners to Yemen?", "RETREAT: SAU → YEM", "2018-05-29"),
    ("Will Israel bomb Gaza?", "ASSAULT: ISR → PSE", "2018-05-29"),
    ("Will protesters riot in Venezuela?", "PROTEST/riot: VEN-CVL → VEN", "2018-05-29"),
    (
        "Will the USA and Iran trade threats within 30 days?",
        "THREATEN between USA and IRN",
        "2018-03-30",
    ),
    (
        "Will the USA and Iran exchange threats within 30 days?",
        "THREATEN between USA and IRN",
        "2018-03-30",
    ),
    (
        "Will North Korea fire two missiles at Japan?",
        "MOBILIZE on at least 2 days: PRK → JPN",
        "2018-05-29",
    ),
    ("Will the two Koreas hold talks?", "CONSULT between PRK and KOR", "2018-05-29"),
    ("Will Israel launch an airstrike on Syria?", "ASSAULT/aerial: ISR → SYR", "2018-05-29"),
    ("Will May meet Trump in May?", "CONSULT between GBR and USA", "2018-05-31"),
    (
        "Will Russia and Ukraine exchange fire within a week?",
        "ASSAULT between RUS and UKR",
        "2018-03-07",
    ),
    (
        "What is the probability that Israel attacks Iran before 2018-06-01?",
        "ASSAULT: ISR → IRN",
        "2018-05-31",
    ),
    (
        "Is it likely that Turkey withdraws troops from Syria by the end of 2018?",
        "RETREAT: TUR → SYR",
        "2018-12-31",
    ),
    (
        "Will there be an agreement between Greece and Macedonia by July?",
        "AGREE between GRC and MKD",
        "2018-07-31",
    ),
    (
        "Will Syria's rebels attack Damascus at least five times?",
        "ASSAULT on at least 5 days: SYR-REB → SYR",
        "2018-05-29",
    ),
    (
        "Could Saudi Arabia and Qatar resume talks in the next two months?",
        "CONSULT between SAU and QAT",
        "2018-04-30",
    ),
    ("How likely are US sanctions on Russia within 60 days?", "SANCTION: USA → RUS", "2018-04-29"),
    ("Will the EU sanction Poland?", "SANCTION: EUU → POL", "2018-05-29"),
    (
        "Will Hamas and Israel clash on more than 10 days within 30 days?",
        "ASSAULT on at least 11 days between PSE-REB and ISR",
        "2018-03-30",
    ),
    (
        "Will Iran release American prisoners no later than 2018-09-01?",
        "RETREAT: IRN → USA-CVL",
        "2018-09-01",
    ),
    (
        "Will Japan and South Korea never hold talks this month?",
        "CONSULT on no day between JPN and KOR",
        "2018-03-31",
    ),
    ("Will the United Kingdom phone Moscow?", "CONSULT/phone between GBR and RUS", "2018-05-29"),
    ("Will Trump call Putin within a week?", "CONSULT/phone between USA and RUS", "2018-03-07"),
    (
        "Will police arrest opposition members in Turkey?",
        "COERCE/arrest: TUR → TUR-OPP",
        "2018-05-29",
    ),
    ("Will Myanmar deport refugees?", "COERCE/deport: MMR → MMR-CVL", "2018-05-29"),
    ("Will North Korea threaten South Korea or Japan?", "THREATEN: PRK → KOR or JPN", "2018-05-29"),
    ("Will anyone attack Israel?", "ASSAULT: anyone → ISR", "2018-05-29"),
    ("Who will attack Syria?", "ASSAULT: anyone → SYR", "2018-05-29"),
    ("Will Ethiopia and Eritrea normalise relations?", "SUPPORT between ETH and ERI", "2018-05-29"),
    (
        "Will Colombia and Venezuela relations get worse by three points or more before August?",
        "worse by 3 in the mean of all acts between COL and VEN",
        "2018-07-31",
    ),
    (
        "Will relations among Russia, Turkey and Iran improve?",
        "better in the mean of all acts between any two of RUS, TUR, IRN",
        "2018-05-29",
    ),
    (
        "Will Russia and China relations stay stable within 0.5 points this year?",
        "steady by 0.5 in the mean of all acts between RUS and CHN",
        "2018-12-31",
    ),
    (
        "Talks between Serbia and Kosovo within a month?",
        "CONSULT between SRB and KOS",
        "2018-03-31",
    ),
    ("Will Russia attack Ukraine zero times?", "ASSAULT on no day: RUS → UKR", "2018-05-29"),
    ("Will Russia and Turkey cut ties?", "SANCTION between RUS and TUR", "2018-05-29"),
    (
        "Will the USA and China sign a treaty this year?",
        "SUPPORT between USA and CHN",
        "2018-12-31",
    ),
    (
        "Will Russia and Turkey hold talks within 14 days?",
        "CONSULT between RUS and TUR",
        "2018-03-14",
    ),
    ("Will the Kremlin accuse Washington within a month?", "ACCUSE: RUS → USA", "2018-03-31"),
    ("Will Germany give aid to Ukraine before 2018-07-01?", "AID: DEU → UKR", "2018-06-30"),
    (
        "Will Egypt and Ethiopia reach an agreement by the end of June?",
        "AGREE between EGY and ETH",
        "2018-06-30",
    ),
    (
        "Will India mobilise troops against Pakistan within two weeks?",
        "MOBILIZE: IND → PAK",
        "2018-03-14",
    ),
    (
        "Will Saudi Arabia sanction Qatar in the next three months?",
        "SANCTION: SAU → QAT",
        "2018-05-31",
    ),
    ("Will South Korea support Japan?", "SUPPORT: KOR → JPN", "2018-05-29"),
    ("Will Israel reject talks with Hamas?", "REJECT: ISR → PSE-REB", "2018-05-29"),
    ("Will Iran reject a US demand?", "REJECT: IRN → USA", "2018-05-29"),
    ("Will Cuba release prisoners?", "RETREAT: CUB → CUB-CVL", "2018-05-29"),
    ("Will Colombian rebels attack Bogota this month?", "ASSAULT: COL-REB → COL", "2018-03-31"),
    (
        "Will the Taliban agree a ceasefire with Afghanistan?",
        "AGREE between AFG-REB and AFG",
        "2018-05-29",
    ),
    (
        "Will the European Union impose sanctions on Russia at least twice in 2018?",
        "SANCTION on at least 2 days: EUU → RUS",
        "2018-12-31",
    ),
    (
        "Will Valdoria be threatened by Ruritania within 10 days?",
        "THREATEN: RUR → VLD",
        "2018-03-10",
    ),
    (
        "Will Kestovia or Ruritania attack Freedonia before May 2018?",
        "ASSAULT: KST or RUR → FRD",
        "2018-04-30",
    ),
    ("Will RUR-MIL attack FRD?", "ASSAULT: RUR-MIL → FRD", "2018-05-29"),
    (
        "Will FRD, RUR and VLD hold a summit within 60 days?",
        "CONSULT between any two of FRD, RUR, VLD",
        "2018-04-29",
    ),
    (
        "Will Freedonia attack Ruritania on at least five days within 30 days?",
        "ASSAULT on at least 5 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia attack Ruritania no more than twice within 30 days?",
        "ASSAULT on at most 2 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia attack Ruritania at most three times within 30 days?",
        "ASSAULT on at most 3 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia attack Ruritania between two and four times within 30 days?",
        "ASSAULT on 2 to 4 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia attack Ruritania 5+ times within 30 days?",
        "ASSAULT on at least 5 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia attack Ruritania only once within 30 days?",
        "ASSAULT on exactly 1 day: FRD → RUR",
        "2018-03-30",
    ),
    ("Will Freedonia attack Ruritania once within 30 days?", "ASSAULT: FRD → RUR", "2018-03-30"),
    (
        "Will Freedonia never attack Ruritania within 30 days?",
        "ASSAULT on no day: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Won't Freedonia attack Ruritania within 30 days?",
        "ASSAULT on no day: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia fail to hold talks with Ruritania within 30 days?",
        "CONSULT on no day between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia avoid attacking Ruritania within 30 days?",
        "ASSAULT on no day: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia hold three rounds of talks with Ruritania within 30 days?",
        "CONSULT on at least 3 days between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia launch more than two attacks on Ruritania within 30 days?",
        "ASSAULT on at least 3 days: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia's relations with Ruritania sour within 30 days?",
        "worse in the mean of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will ties between Freedonia and Ruritania recover by 3 points within 30 days?",
        "better by 3 in the mean of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will FRD-RUR relations remain stable within 30 days?",
        "steady in the mean of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will tensions between Freedonia and Ruritania ease within 30 days?",
        "better in the mean of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will tensions between Freedonia and Ruritania escalate by at least 1.5 points within 30 days?",
        "worse by 1.5 in the mean of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will the sum of relations between Freedonia and Ruritania worsen by 20 points in sum within 30 days?",
        "worse by 20 in the sum of all acts between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia and Ruritania hold talks or sign a treaty within 30 days?",
        "CONSULT or SUPPORT between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia threaten, sanction or attack Ruritania within 30 days?",
        "THREATEN or SANCTION or ASSAULT: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Freedonia expel Ruritanian diplomats within 30 days?",
        "SANCTION/expel: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Will Ruritania's president visit Freedonia before June 2018?",
        "CONSULT/visit between RUR and FRD",
        "2018-05-31",
    ),
    (
        "Will Freedonian police arrest opposition members within 30 days?",
        "COERCE/arrest: FRD → FRD-OPP",
        "2018-03-30",
    ),
    (
        "Will there be airstrikes by Freedonia on Ruritania within 30 days?",
        "ASSAULT/aerial: FRD → RUR",
        "2018-03-30",
    ),
    (
        "Is Ruritania likely to threaten Freedonia within 30 days?",
        "THREATEN: RUR → FRD",
        "2018-03-30",
    ),
    (
        "What's the likelihood that Ruritania threatens Freedonia within 30 days?",
        "THREATEN: RUR → FRD",
        "2018-03-30",
    ),
    (
        "Chances of talks between Freedonia and Ruritania within 30 days?",
        "CONSULT between FRD and RUR",
        "2018-03-30",
    ),
    (
        "Will the war between Freedonia and Ruritania go on?",
        "ASSAULT between FRD and RUR",
        "2018-05-29",
    ),
    (
        "Will the Freedonian parliament condemn Ruritania within 30 days?",
        "ACCUSE: FRD-LEG → RUR",
        "2018-03-30",
    ),
    ("Will Freedonia and its allies attack Ruritania?", "ASSAULT: FRD → RUR", "2018-05-29"),
    (
        "Will Freedonia attack Ruritania between 10 April and 20 April?",
        "ASSAULT: FRD → RUR",
        "2018-04-20",
    ),
    ("Will Freedonia attack Ruritania in the second quarter?", "ASSAULT: FRD → RUR", "2018-06-30"),
    (
        "Will Freedonia and Ruritania meet on 12 June 2018?",
        "CONSULT between FRD and RUR",
        "2018-06-12",
    ),
    ("Will Freedonia and Ruritania meet next month?", "CONSULT between FRD and RUR", "2018-04-30"),
    ("Will Russia threaten or attack Ukraine?", "THREATEN or ASSAULT: RUS → UKR", "2018-05-29"),
    (
        "Will Russia, China or Iran threaten the USA?",
        "THREATEN: RUS or CHN or IRN → USA",
        "2018-05-29",
    ),
    ("Will Ukraine be attacked by Russia?", "ASSAULT: RUS → UKR", "2018-05-29"),
]

EXCLUSIVE = [
    (
        "Will the USA and Iran hold talks, trade threats, or neither within 30 days?",
        ("hold talks", "trade threats"),
        ("CONSULT between USA and IRN", "THREATEN between USA and IRN"),
    ),
    (
        "Will Russia threaten, attack or sanction Ukraine, or none of these within 30 days?",
        ("threaten", "attack", "sanction Ukraine"),
        ("THREATEN: RUS → UKR", "ASSAULT: RUS → UKR", "SANCTION: RUS → UKR"),
    ),
    (
        "Which comes first between the USA and Iran: talks, threats or sanctions within 30 days?",
        ("talks", "threats", "sanctions"),
        ("CONSULT between USA and IRN", "THREATEN between USA and IRN",
         "SANCTION between USA and IRN"),
    ),
    (
        "Which comes first: talks between the USA and North Korea or a US attack on Syria within "
        "30 days?",
        ("talks between the USA and North Korea", "a US attack on Syria"),
        ("CONSULT between USA and PRK", "ASSAULT: USA → SYR"),
    ),
    (
        "Will there be talks, threats, or neither between Iran and Israel within 30 days?",
        ("talks", "threats"),
        ("CONSULT between IRN and ISR", "THREATEN between IRN and ISR"),
    ),
    (
        "Will Freedonia either hold talks with Ruritania or attack Ruritania, or neither, within "
        "30 days?",
        ("hold talks with Ruritania", "attack Ruritania"),
        ("CONSULT between FRD and RUR", "ASSAULT: FRD → RUR"),
    ),
]  # fmt: skip

REFUSED = [
    ("Will Russia attack Ukraine several times?", "How often is 'several times'"),
    ("Will Russia deploy at least 100 troops to Syria?", "'at least 100' counts"),
    ("Will Russia attack Ukraine at least 40 times within 30 days?", "has 30 days"),
    ("Will Russia attack Ukraine at least 0 times?", "cannot happen on at least 0 days"),
    ("Will relations improve?", "Whose relations"),
    ("Will Freedonia attack Ruritania by Easter?", "Which day is meant by 'Easter'"),
    ("Will Freedonia attack Ruritania within 0 days?", "holds no day"),
    ("Will Freedonia attack Ruritania within 9999 years?", "longer than a century"),
    ("If Ruritania attacks, will Freedonia hold talks?", "asks on a condition"),
    ("Will they meet?", "names no party"),
    ("Will Freedonia buy Ruritania?", "Which act"),
    ("?", "Which act"),
    ("Will " * 900, "one sentence is wanted"),
]


@pytest.fixture(scope="module")
def table() -> ActorTable:
    """Return the world with the toy world added."""
    return load_actor_table("world.v1", "toy.v1")


@pytest.mark.parametrize(("text", "means", "closes_on"), ONE_OUTCOME)
def test_a_worded_question_is_understood(
    text: str, means: str, closes_on: str, table: ActorTable
) -> None:
    """Act, days, parties and last day, whatever the turn of phrase."""
    question = parse_question(text, table=table, as_of=ASKED_AT)

    assert understood(question) == means
    assert question.closes_on == date.fromisoformat(closes_on)
    assert question.text == " ".join(text.split())


@pytest.mark.parametrize(("text", "labels", "means"), EXCLUSIVE)
def test_outcomes_that_exclude_one_another_are_understood(
    text: str, labels: tuple[str, ...], means: tuple[str, ...], table: ActorTable
) -> None:
    """Each outcome is a question of its own, and "none of these" is added."""
    asked = parse_asked(text, table=table, as_of=ASKED_AT)

    assert isinstance(asked, QuestionSet)
    assert asked.exclusive
    assert asked.labels == (*labels, "none of these")
    assert tuple(understood(rival) for rival in asked.questions[0].first_of) == means
    assert {question.closes_on for question in asked.questions} == {date(2018, 3, 30)}


def test_chances_joined_by_and_are_asked_side_by_side(table: ActorTable) -> None:
    """A list of chances is several questions; they may all come true."""
    text = "What are the chances of talks, threats and sanctions between Russia and Ukraine?"
    asked = parse_asked(text, table=table, as_of=ASKED_AT)

    assert isinstance(asked, QuestionSet)
    assert not asked.exclusive
    assert asked.labels == ("talks", "threats", "sanctions")
    assert all(question.plain for question in asked.questions)


def test_relations_that_may_go_any_way_are_three_outcomes(table: ActorTable) -> None:
    """Worse, steady and better leave nothing out."""
    text = "Will relations between the USA and China improve by 2, worsen or stay the same?"
    asked = parse_asked(text, table=table, as_of=ASKED_AT)

    assert isinstance(asked, QuestionSet)
    assert asked.labels == ("worse", "steady", "better")
    assert [q.band.by for q in asked.questions if q.band is not None] == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_what_is_not_plain_is_asked_back(text: str, told: str, table: ActorTable) -> None:
    """Each message names the trouble and what would do."""
    with pytest.raises(QuestionError, match=told):
        parse_asked(text, table=table, as_of=ASKED_AT)


def test_one_question_is_not_several(table: ActorTable) -> None:
    """Where one outcome is wanted, several are refused by name."""
    with pytest.raises(QuestionError, match="several outcomes: hold talks with Iran, attack Iran"):
        parse_question(
            "Will the USA hold talks with Iran, attack Iran, or neither?", table=table,
            as_of=ASKED_AT,
        )  # fmt: skip


def test_a_misspelt_party_of_an_outcome_is_told(table: ActorTable) -> None:
    """A name that no table has is not passed over in a set either."""
    with pytest.raises(UnknownActorError, match="Freedona"):
        parse_asked(
            "Will Freedona and Ruritania hold talks, trade threats, or neither?", table=table,
            as_of=ASKED_AT,
        )  # fmt: skip
