"""The events of a report: type, parties, status, date, chain, and one entry for each act."""

from __future__ import annotations

from datetime import date

import pytest

from parley.reading.dates import find_dates
from parley.reading.events import find_mentions
from parley.reading.text import split_text
from parley.terms import DateInterval, Mention, party_of
from tests.unit.reading.parts import PUBLISHED_ON, actors_of, attributions_of, read

# One act a line: type, actor>recipient (or all parties joined by +), sentence. A dash for
# the recipient asks for none in particular.
_ACTS = """
COERCE RUS>UKR Russia seized the Ukrainian town of Popasna on Saturday.
COERCE ETH>ETH Ethiopian police arrested 40 opposition supporters in Bahir Dar.
COERCE IRN>GBR Iran seized a British tanker near the Strait of Hormuz on Monday.
COERCE TUR>TUR A Turkish court ordered the arrest of three journalists.
COERCE BLR>BLR Belarusian police detained dozens of students in Minsk.
COERCE POL>- Poland closed its border with Belarus at midnight.
COERCE MYS>- Malaysia banned all street marches on Thursday.
COERCE PHL>- President Ferdinand Marcos Jr declared martial law on Friday.
COERCE USA>VEN The United States deported 120 Venezuelans on Sunday.
COERCE CHN>USA Chinese hackers broke into the computers of the US Treasury.
COERCE ISR>PSE Israeli soldiers arrested 15 Palestinians in Hebron.
COERCE EGY>EGY Egyptian security forces arrested two bloggers in Cairo.
COERCE UGA>- Uganda imposed a curfew in Kampala.
ASSAULT RUS>UKR Russian missiles hit the Ukrainian port of Odesa on Tuesday, killing two people.
ASSAULT ISR>LBN Israel bombed eastern Lebanon on Wednesday.
ASSAULT ISR>PSE Israeli air strikes killed nine Palestinians in Gaza.
ASSAULT UKR>RUS Ukrainian drones struck a fuel depot in Russia.
ASSAULT YEM>ISR Houthi rebels fired two missiles at Israel.
ASSAULT COL>COL FARC rebels kidnapped three policemen in Cauca.
ASSAULT SYR>SYR Syrian rebels shot down a government helicopter near Idlib.
ASSAULT AZE>ARM Azerbaijan shelled Armenian positions on Monday.
ASSAULT USA>IRQ The United States bombed a base in Iraq.
ASSAULT KEN>KEN Kenyan police fired tear gas at demonstrators in Nairobi.
ASSAULT IRN>ISR Iran launched drones at Israel on Saturday night.
ASSAULT SAU>YEM Saudi Arabia carried out air strikes on Yemen.
MOBILIZE RUS>- Russia deployed 3,000 troops near the border with Ukraine.
MOBILIZE PRK>- North Korea launched a ballistic missile on Sunday.
MOBILIZE CHN>- China sent 12 aircraft into Taiwan's air defence zone.
MOBILIZE IND>- India tested a nuclear-capable missile on Thursday.
MOBILIZE USA>- The United States moved two warships to the eastern Mediterranean.
MOBILIZE ETH>- Ethiopia put its army on high alert on Friday.
MOBILIZE CHN>- China held live-fire drills around Taiwan.
MOBILIZE POL>- Poland raised the combat readiness of its armed forces.
MOBILIZE GRC>- Greece put its navy on alert.
MOBILIZE FIN>- Finland called up reservists.
COOPERATE USA+KOR The United States and South Korea began joint naval exercises on Monday.
COOPERATE IND+FRA Indian and French navies are holding joint drills in the Arabian Sea.
COOPERATE JPN+AUS Japan and Australia conducted joint military exercises.
CONSULT FRA+DEU President Emmanuel Macron met Chancellor Olaf Scholz in Paris on Tuesday.
CONSULT USA+RUS Joe Biden spoke by telephone with Vladimir Putin on Monday.
CONSULT USA>SAU US Secretary of State Antony Blinken arrived in Riyadh on Wednesday.
CONSULT CHN>FRA Chinese President Xi Jinping visited France in May.
CONSULT IRN+SAU Iran and Saudi Arabia held talks in Baghdad on Thursday.
CONSULT ARM+AZE The foreign ministers of Armenia and Azerbaijan met in Vienna.
CONSULT JPN+KOR Leaders of Japan and South Korea discussed trade.
CONSULT NOR+SWE Norway and Sweden held talks on fishing in Oslo.
CONSULT ITA>ALB Italian Prime Minister Giorgia Meloni visited Albania on Wednesday.
CONSULT KAZ+UZB The presidents of Kazakhstan and Uzbekistan met in Tashkent.
AGREE IRN+USA Iran and the United States agreed to resume talks in Oman.
AGREE EGY>- Egypt offered to host peace talks.
AGREE ISR+PSE Israel and Hamas accepted a truce proposal.
AGREE NOR>UKR Norway will give Ukraine two fighter jets.
AGREE FRA>IND France invited Indian Prime Minister Narendra Modi to Paris.
AGREE SDN+SSD Sudan and South Sudan agreed to a ceasefire on Friday.
AGREE CHN>- China pledged to cut emissions.
AGREE SRB+KOS Serbia and Kosovo agreed on a border deal.
AGREE AUS>- Australia promised to buy submarines.
SUPPORT USA>ISR The White House welcomed Israel's decision.
SUPPORT GRC+FRA Greece and France signed a defence pact on Tuesday.
SUPPORT SWE>NATO Sweden joined NATO on Thursday.
SUPPORT IRL>PSE Ireland recognised the State of Palestine on Tuesday.
SUPPORT CHN>RUS Chinese President Xi Jinping praised Vladimir Putin.
SUPPORT IRN+SAU Iran and Saudi Arabia restored diplomatic relations.
SUPPORT BRA>- Brazil ratified the agreement.
SUPPORT EUU>MDA The European Union praised Moldova for its reforms.
SUPPORT JPN>USA Japan thanked the United States.
AID USA>UKR The United States delivered a new package of weapons to Ukraine.
AID EUU>MDA The European Union gave Moldova 30 million euros.
AID JPN>PHL Japan provided patrol boats to the Philippines.
AID QAT>LBN Qatar sent food aid to Lebanon.
AID IRN>YEM Iran supplied missiles to the Houthis.
RETREAT RUS>- Russian forces withdrew from Kherson in November.
RETREAT PSE>- Hamas released three hostages.
RETREAT USA>VEN Washington lifted sanctions on Venezuela.
RETREAT PER>- The Peruvian prime minister resigned on Monday.
RETREAT TUR>- Turkey reopened its border with Syria.
RETREAT FRA>- French troops withdrew from Niger.
RETREAT IRN>- Iran freed five sailors on Sunday.
CONCEDE GBR>- Britain will withdraw its troops from Germany.
CONCEDE COL>- ELN rebels declared a unilateral ceasefire.
CONCEDE FRA>- The French government dropped its plan for higher fuel taxes.
REQUEST USA>ISR The United States urged Israel to halt the offensive in Gaza.
REQUEST UKR>USA Volodymyr Zelensky asked Washington for more missiles.
REQUEST UNO>- The UN Security Council called for an immediate ceasefire.
REQUEST CHN>USA China demanded that the United States stop arms sales to Taiwan.
REQUEST ARM>RUS Armenia appealed to Russia for help.
REQUEST FIN>RUS Finland called on Russia to release two fishermen.
ACCUSE UKR>RUS Ukraine accused Russia of shelling a school.
ACCUSE IRN>USA Iran condemned the US strike.
ACCUSE CHN>JPN Beijing lodged a protest with Tokyo.
ACCUSE DEU>RUS Germany summoned the Russian ambassador on Monday.
ACCUSE VEN>COL Venezuela blamed Colombia for the attack.
ACCUSE EUU>GEO The European Union criticised Georgia over the law.
ACCUSE ZAF>ISR South Africa filed a case against Israel at the International Court of Justice.
ACCUSE ICC>RUS The International Criminal Court opened an investigation into Russia.
ACCUSE MEX>USA Mexico denounced the United States over the raid.
REJECT IRN>USA Iran rejected the American proposal on Tuesday.
REJECT RUS>- Russia vetoed the resolution.
REJECT ISR>- Israel refused to let inspectors in.
REJECT PAK>IND Pakistan cancelled a meeting with India.
REJECT IND+PAK Talks between India and Pakistan ended without agreement.
REJECT HUN>- Hungary blocked the aid package.
REJECT SRB>- Serbia ruled out joining NATO.
REJECT NOR>SWE Norway turned down a Swedish offer.
THREATEN IRN>ISR Iran threatened to strike Israel.
THREATEN RUS>NATO Russia warned NATO of consequences.
THREATEN USA>MEX President Joe Biden threatened Mexico with tariffs.
THREATEN PRK>KOR North Korea vowed to retaliate against South Korea.
PROTEST FRA>- French farmers blocked roads around Lyon.
PROTEST GEO>- Thousands of Georgians protested in Tbilisi against the law.
PROTEST BGD>- Students clashed with police in Dhaka.
PROTEST NGA>- Nigerian doctors went on strike on Monday.
PROTEST IRQ>SWE Iraqi protesters stormed the Swedish embassy in Baghdad.
PROTEST KEN>- Kenyan students marched through Nairobi on Tuesday.
SANCTION USA>RUS The United States imposed new sanctions on Russia on Friday.
SANCTION EUU>BLR The European Union froze the assets of Belarusian officials.
SANCTION MLI>FRA Mali expelled the French ambassador.
SANCTION BOL>ISR Bolivia severed ties with Israel.
SANCTION USA>CHN Washington raised tariffs on Chinese steel.
SANCTION NIC>OAS Nicaragua left the Organization of American States.
SANCTION TUR>NLD Turkey recalled its ambassador from the Netherlands.
SANCTION RUS>RUS A Russian court sentenced a journalist to six years in prison.
SANCTION USA>ETH The United States suspended aid to Ethiopia.
SANCTION ARE>QAT The United Arab Emirates cut diplomatic relations with Qatar.
"""
_ROWS = [tuple(line.split(" ", 2)) for line in _ACTS.strip().splitlines()]


def _actors(mention: Mention) -> set[str]:
    return {party_of(actor.code) for actor in mention.actors}


def _recipients(mention: Mention) -> set[str]:
    return {party_of(recipient.code) for recipient in mention.recipients}


@pytest.mark.parametrize(("event_type", "parties", "text"), _ROWS)
def test_a_sentence_of_newswire_tells_its_act(event_type: str, parties: str, text: str) -> None:
    """Type and parties by country or organisation."""
    told = [m for m in read(text).reading.mentions if m.event_type == event_type]
    actors, _, recipient = parties.partition(">")

    assert [
        mention
        for mention in told
        if _actors(mention) == set(actors.split("+"))
        and (recipient in {"", "-"} or recipient in _recipients(mention))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway does not recognise the result.",
        "Heavy rain fell in Oslo.",
        "Norwegians vote on Sunday.",
        "Shares in Oslo rose by two per cent.",
        "The king opened a museum.",
        "Norway is a member of NATO.",
        "",
    ],
)
def test_what_is_no_act_between_parties_is_left(text: str) -> None:
    """Elections, weather, markets and standing states are no events."""
    assert read(text).reading.mentions == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iran attacked Israel.", "actual"),
        ("Iran is attacking Israel.", "ongoing"),
        ("Iran may attack Israel.", "possible"),
        ("Iran will attack Israel.", "planned"),
        ("Iran has not attacked Israel.", "denied"),
        ("Iran is considering attacking Israel.", "possible"),
    ],
)
def test_an_act_has_its_status(text: str, status: str) -> None:
    """As the source tells it."""
    assert read(text).mention.status == status


@pytest.mark.parametrize(
    ("text", "event_type", "promised"),
    [
        ("Norway will give Ukraine two fighter jets.", "AGREE", "AID"),
        ("Britain will withdraw its troops from Germany.", "CONCEDE", "RETREAT"),
        ("The foreign ministers of Norway and Sweden will meet in Oslo on Friday.",
         "AGREE", "CONSULT"),
    ],
)  # fmt: skip
def test_an_act_to_come_is_a_promise_of_it(text: str, event_type: str, promised: str) -> None:
    """Cooperation to come is AGREE, a retreat to come CONCEDE, with what is promised."""
    mention = read(text).mention

    assert (mention.event_type, mention.promised) == (event_type, promised)


@pytest.mark.parametrize(
    ("when", "happened_on"),
    [
        ("on Monday", DateInterval(date(2024, 6, 3), date(2024, 6, 3), "day")),
        ("in May", DateInterval(date(2024, 5, 1), date(2024, 5, 31), "month")),
        ("last week", DateInterval(date(2024, 5, 27), date(2024, 6, 2), "week")),
        ("in 2019", DateInterval(date(2019, 1, 1), date(2019, 12, 31), "year")),
        ("", DateInterval(PUBLISHED_ON, PUBLISHED_ON, "unknown")),
    ],
)
def test_an_act_has_the_date_of_its_clause(when: str, happened_on: DateInterval) -> None:
    """Without one, the day of publication stands in, and the precision says so."""
    assert read(f"Iran attacked Israel {when}.").mention.happened_on == happened_on


def test_an_act_that_another_tells_has_a_chain() -> None:
    """Who vouches is outermost first."""
    text = "Reuters reported that Norway had expelled two Swedish diplomats."

    assert read(text).mention.chain == ("Reuters",)


def test_an_act_told_twice_is_one_mention() -> None:
    """Headline, lead and a later sentence tell of one expulsion."""
    text = (
        "Norway expels Swedish diplomats\n\n"
        "Norway expelled two Swedish diplomats on Monday. It rained in Oslo.\n\n"
        "Norway expelled the Swedish diplomats after a row over fish."
    )
    expelled = [m for m in read(text).reading.mentions if m.event_type == "SANCTION"]

    assert len(expelled) == 1
    assert expelled[0].span.start > text.index("\n")


def test_an_allegation_and_its_denial_are_two_mentions() -> None:
    """One party says so, the other denies it."""
    text = "Ukraine said Russia had shelled a school. Russia denied shelling the school."
    statuses = {m.status for m in read(text).reading.mentions if m.event_type == "ASSAULT"}

    assert statuses == {"actual", "denied"}


def test_an_act_without_a_known_actor_is_a_problem() -> None:
    """It is told where it stands, and no mention is made of it."""
    text = "Two bridges were destroyed."
    reading = read(text).reading

    assert reading.mentions == ()
    [problem] = reading.problems
    assert problem.kind == "no-actor"
    assert problem.span is not None
    assert problem.span.of(text).startswith("Two bridges")


def test_symmetric_acts_have_all_parties_as_actors() -> None:
    """And no recipient."""
    mention = read("Norway and Sweden signed nothing but held talks in Oslo.").reading.mentions[-1]

    assert mention.event_type == "CONSULT"
    assert _actors(mention) == {"NOR", "SWE"}
    assert mention.recipients == ()


def test_confidence_is_a_chance() -> None:
    """In [0, 1], never the ends."""
    for _, _, text in _ROWS[::10]:
        for mention in read(text).reading.mentions:
            assert 0 < mention.confidence < 1


def test_mentions_are_found_without_the_reader() -> None:
    """The part can be run alone, on the parts before it."""
    words = "Iran condemned Israel on Monday."
    mentions = find_mentions(
        split_text(words),
        actors_of(words),
        attributions_of(words),
        find_dates(split_text(words), published_on=PUBLISHED_ON),
        report_id="r",
        published_on=PUBLISHED_ON,
    )

    assert [(m.event_type, m.report_id, m.trigger.of(words)) for m in mentions] == [
        ("ACCUSE", "r", "condemned")
    ]
