"""The annotated reports keep the rules of their own guide.

In: `corpus/dev` and `corpus/test`, NAME.txt beside NAME.json. Out: one verdict
for each rule and report. The one idea: what the guide says can be checked by a
machine (spans, codes, words from closed lists, dates, ranges) is checked here;
whether a reading is right remains a matter for a second pair of eyes.
Standard library and pytest only.
"""

from __future__ import annotations

import datetime
import itertools
import json
import pathlib
import re
from typing import Any

import pytest

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "corpus"
SPLITS = ("dev", "test")
REPORTS = sorted(path for split in SPLITS for path in (CORPUS / split).glob("*.json"))
N_SHINGLE_WORDS = 8

# ISO 3166-1 alpha-3, with KOS for Kosovo as the guide asks.
COUNTRIES = frozenset(
    """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD
    BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR
    COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH
    ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL
    GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR
    JPN KAZ KEN KGZ KHM KIR KNA KOR KOS KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF
    MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM
    NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT
    PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD
    STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN
    TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
    """.split()
)
ROLES = frozenset("GOV MIL LEG JUD PTY OPP REB MED BUS CVL JRN ACA REL LAB".split())
ORGANISATIONS = frozenset(
    """
    UNO EUU NATO IAEA ICC ICJ WTO IMF WBK WHO OPCW OSCE COE AU ECOWAS EAC SADC IGAD LAS GCC OIC OPEC
    ASEAN SAARC APEC SCO CSTO CIS EAEU BRICS G7 G20 OECD OAS UNASUR CELAC CARICOM MERCOSUR PIF AOSIS
    AC AES IGO NGO IMG ISM MNC
    """.split()
)
MODES: dict[str, frozenset[str]] = {
    event_type: frozenset(modes.split())
    for event_type, modes in {
        "AGREE": "",
        "CONSULT": "visit third-party multilateral phone",
        "SUPPORT": "",
        "CONCEDE": "",
        "COOPERATE": "",
        "AID": "",
        "RETREAT": "withdraw release disarm ceasefire access resign",
        "REQUEST": "assist change yield meet",
        "ACCUSE": "disapprove investigate allege",
        "REJECT": "assist change yield meet",
        "THREATEN": "restrict arrest relations expel territory violence",
        "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
        "SANCTION": "convict expel withdraw discontinue",
        "MOBILIZE": "troops weapons police militia",
        "COERCE": (
            "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber"
        ),
        "ASSAULT": (
            "abduct beat torture sexual targeted destroy primitive firearms explosives"
            " suicide-attack aerial drone heavy-weapons crowd-control unconventional"
        ),
    }.items()
}
STATUSES = frozenset({"actual", "ongoing", "planned", "possible", "denied"})
PRECISIONS = frozenset({"day", "week", "month", "year", "unknown"})
DIRECTIONS = frozenset({"up", "down", "level"})
KINDS = frozenset({"direct", "indirect", "mixed"})

FIELDS = ["published_at", "outlet", "relay", "actors", "events", "statements", "claims"]
ACTOR_FIELDS = ["text", "code", "start", "end"]
EVENT_FIELDS = ["type", "mode", "actor", "recipient", "status", "date", "according_to", "evidence"]
STATEMENT_FIELDS = [
    "speaker",
    "speaker_text",
    "speaker_name",
    "cue",
    "cue_start",
    "content",
    "kind",
    "addressee",
]
CLAIM_FIELDS = [
    "by",
    "by_text",
    "by_name",
    "about",
    "direction",
    "phrase",
    "probability",
    "deadline",
    "evidence",
]


class Annotated:
    """One report's text beside its reading."""

    def __init__(self, path: pathlib.Path) -> None:
        self.name = f"{path.parent.name}/{path.stem}"
        self.raw = path.with_suffix(".txt").read_bytes()
        self.text = self.raw.decode("utf-8")
        self.reading: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.published_on = datetime.date.fromisoformat(self.reading["published_at"][:10])

    def mentions(self) -> set[str]:
        """Every string marked as a mention in this report."""
        return {actor["text"] for actor in self.reading["actors"]}


@pytest.fixture(params=REPORTS, ids=[f"{path.parent.name}/{path.stem}" for path in REPORTS])
def annotated(request: pytest.FixtureRequest) -> Annotated:
    """Each report of both splits in turn."""
    return Annotated(request.param)


def is_placed(code: str) -> bool:
    """Whether a code is a country, a country with a role, or an organisation."""
    country, _, role = code.partition("-")
    return code in ORGANISATIONS or (country in COUNTRIES and (not role or role in ROLES))


def is_party(code: str, annotated: Annotated) -> bool:
    """Whether a field holds a code, the words of an unplaced mention, or several joined by `+`."""
    return code in annotated.mentions() or all(is_placed(part) for part in code.split("+"))


def shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of eight words, lower-cased, without punctuation."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + N_SHINGLE_WORDS]) for i in range(len(words) - N_SHINGLE_WORDS + 1)}


def test_both_splits_hold_fifteen_reports_with_text_beside_reading() -> None:
    """A report is a pair of files of one name, and there are fifteen in each split."""
    names = {
        (split, suffix): sorted(path.stem for path in (CORPUS / split).glob(f"*.{suffix}"))
        for split in SPLITS
        for suffix in ("txt", "json")
    }

    assert all(len(names[split, "txt"]) >= 15 for split in SPLITS)
    assert all(names[split, "txt"] == names[split, "json"] for split in SPLITS)
    assert not set(names["dev", "txt"]) & set(names["test", "txt"])


def test_no_two_reports_share_a_run_of_eight_words() -> None:
    """No report, in either split, repeats eight words in a row of another."""
    texts = {Annotated(path).name: shingles(Annotated(path).text) for path in REPORTS}

    shared = {
        (first, second): texts[first] & texts[second]
        for first, second in itertools.combinations(texts, 2)
        if texts[first] & texts[second]
    }

    assert shared == {}


def test_text_is_plain_and_of_moderate_length(annotated: Annotated) -> None:
    """Texts have 120 to 300 words, unix line ends, one final line end and no trailing blanks."""
    lines = annotated.text.split("\n")

    assert 120 <= len(annotated.text.split()) <= 300
    assert b"\r" not in annotated.raw
    assert lines[-1] == ""
    assert lines[-2] != ""
    assert all(line == line.rstrip() for line in lines)


def test_fields_stand_in_the_order_of_the_guide(annotated: Annotated) -> None:
    """Every object has the fields of the guide, in its order; only `act` is optional."""
    reading = annotated.reading

    assert list(reading) == FIELDS
    assert all(list(actor) == ACTOR_FIELDS for actor in reading["actors"])
    assert all(list(event) in (EVENT_FIELDS, [*EVENT_FIELDS, "act"]) for event in reading["events"])
    assert all(list(event["date"]) == ["start", "end", "precision"] for event in reading["events"])
    assert all(list(statement) == STATEMENT_FIELDS for statement in reading["statements"])
    assert all(list(claim) == CLAIM_FIELDS for claim in reading["claims"])
    assert all(
        list(claim["about"]) == ["actor", "recipient", "type"] for claim in reading["claims"]
    )


def test_publication_carries_a_time_zone_and_relays_are_named_in_the_text(
    annotated: Annotated,
) -> None:
    """`published_at` is an instant with its zone, and the text names every relay."""
    published_at = datetime.datetime.fromisoformat(annotated.reading["published_at"])

    assert published_at.tzinfo is not None
    assert annotated.reading["outlet"]
    assert all(relay in annotated.text for relay in annotated.reading["relay"])


def test_mentions_are_the_characters_at_their_offsets(annotated: Annotated) -> None:
    """`text[start:end]` is the mention, and mentions follow the text."""
    actors = annotated.reading["actors"]

    assert all(annotated.text[actor["start"] : actor["end"]] == actor["text"] for actor in actors)
    assert [actor["start"] for actor in actors] == sorted(actor["start"] for actor in actors)


def test_codes_are_countries_roles_or_organisations(annotated: Annotated) -> None:
    """A mention has a known code or `-`; no other code stands anywhere else."""
    reading = annotated.reading
    placed_in_acts = [
        code
        for holder in [*reading["events"], *(claim["about"] for claim in reading["claims"])]
        for code in holder["actor"] + holder["recipient"]
    ]

    assert [a for a in reading["actors"] if a["code"] != "-" and not is_placed(a["code"])] == []
    assert [code for code in placed_in_acts if code != "-" and not is_placed(code)] == []


def test_parties_of_events_are_mentioned(annotated: Annotated) -> None:
    """Every code among an event's parties is the code of some mention."""
    codes = {actor["code"] for actor in annotated.reading["actors"]}

    strangers = [
        (event["evidence"], code)
        for event in annotated.reading["events"]
        for code in event["actor"] + event["recipient"]
        if code not in codes
    ]

    assert strangers == []


def test_evidence_and_content_occur_once(annotated: Annotated) -> None:
    """Evidence and content point at one place only, and a phrase at one place in its evidence."""
    reading, text = annotated.reading, annotated.text
    pieces = [item["evidence"] for item in reading["events"] + reading["claims"]]
    pieces += [statement["content"] for statement in reading["statements"]]

    assert [piece for piece in pieces if text.count(piece) != 1] == []
    assert [c["evidence"] for c in reading["claims"] if c["evidence"].count(c["phrase"]) != 1] == []


def test_content_stands_free_of_that_and_of_closing_marks(annotated: Annotated) -> None:
    """Content has no opening *that*, no closing comma or full stop, no outer quotation marks."""
    contents = [statement["content"] for statement in annotated.reading["statements"]]

    assert [c for c in contents if c.startswith("that ")] == []
    assert [c for c in contents if c != c.strip(" ,.;:")] == []
    assert [c for c in contents if re.fullmatch(r"“[^“”]*”|\"[^\"]*\"", c)] == []


def test_cues_stand_where_they_say(annotated: Annotated) -> None:
    """A cue is found at `cue_start`, as a whole word, outside its content."""
    text = annotated.text
    for statement in annotated.reading["statements"]:
        start, end = statement["cue_start"], statement["cue_start"] + len(statement["cue"])
        content_start = text.index(statement["content"])
        around = text[start - 1 : start] + text[end : end + 1]

        assert text[start:end] == statement["cue"]
        assert not any(character.isalnum() for character in around)
        assert end <= content_start or start >= content_start + len(statement["content"])


def test_events_use_the_types_modes_statuses_and_grains_of_plover(annotated: Annotated) -> None:
    """Types, modes, statuses and precisions come from the closed lists; `act` is a type."""
    events = annotated.reading["events"]

    assert [e for e in events if e["type"] not in MODES] == []
    assert [e for e in events if e["mode"] is not None and e["mode"] not in MODES[e["type"]]] == []
    assert [e for e in events if e["status"] not in STATUSES] == []
    assert [e for e in events if e["date"]["precision"] not in PRECISIONS] == []
    assert [e for e in events if e.get("act", "AID") not in MODES] == []
    assert [e for e in events if "act" in e and e["type"] not in ("AGREE", "CONCEDE")] == []
    assert [e for e in events if not e["actor"]] == []


def test_dates_run_forward_and_what_happened_lies_behind(annotated: Annotated) -> None:
    """Start is not after end; acts told as done end by publication; unknown dates hold that day."""
    for event in annotated.reading["events"]:
        start = datetime.date.fromisoformat(event["date"]["start"])
        end = datetime.date.fromisoformat(event["date"]["end"])
        precision = event["date"]["precision"]

        assert start <= end
        assert event["status"] != "actual" or end <= annotated.published_on
        assert event["status"] != "ongoing" or start <= annotated.published_on
        assert precision != "unknown" or start == end == annotated.published_on
        assert precision != "week" or (start.weekday(), end - start) == (0, datetime.timedelta(6))


def test_symmetric_acts_keep_their_parties_among_the_actors(annotated: Annotated) -> None:
    """COOPERATE names no recipient; CONSULT only where there is a host or a mediator."""
    events = annotated.reading["events"]

    assert [e for e in events if e["type"] == "COOPERATE" and e["recipient"]] == []
    assert [
        e
        for e in events
        if e["type"] == "CONSULT" and e["recipient"] and e["mode"] not in ("visit", "third-party")
    ] == []


def test_statements_name_their_speakers_from_the_text(annotated: Annotated) -> None:
    """Speaker, mention, fullest name, kind and addressee are in the text or the closed lists."""
    statements = annotated.reading["statements"]

    assert [s for s in statements if not is_party(s["speaker"], annotated)] == []
    assert [s for s in statements if s["speaker_text"] not in annotated.text] == []
    assert [s for s in statements if s["speaker_name"] not in annotated.text] == []
    assert [s for s in statements if s["kind"] not in KINDS] == []
    assert [
        s for s in statements if s["addressee"] and not is_party(s["addressee"], annotated)
    ] == []


def test_claims_have_a_direction_a_range_and_a_deadline_that_make_sense(
    annotated: Annotated,
) -> None:
    """Ranges lie in [0, 1] in order, deadlines are days from publication on, types are PLOVER's."""
    for claim in annotated.reading["claims"]:
        low, high = claim["probability"] or (0.0, 1.0)
        deadline = claim["deadline"] and datetime.date.fromisoformat(claim["deadline"])

        assert claim["by"] == "reporter" or is_party(claim["by"], annotated)
        assert (
            (claim["by"] == "reporter") == (claim["by_text"] is None) == (claim["by_name"] is None)
        )
        assert claim["by_text"] is None or claim["by_text"] in annotated.text
        assert claim["about"]["type"] is None or claim["about"]["type"] in MODES
        assert claim["direction"] in DIRECTIONS
        assert 0.0 <= low <= high <= 1.0
        assert not deadline or deadline >= annotated.published_on


def test_both_splits_cover_all_types_and_statuses() -> None:
    """Each split shows all 16 types, all five statuses and a report without events."""
    for split in SPLITS:
        readings = [Annotated(path).reading for path in REPORTS if path.parent.name == split]
        events = [event for reading in readings for event in reading["events"]]

        assert set(MODES) - {event["type"] for event in events} == set()
        assert STATUSES - {event["status"] for event in events} == set()
        assert any(not reading["events"] for reading in readings)
