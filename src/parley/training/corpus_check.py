"""What a machine can prove of the annotated reports.

In: a `Corpus`. Out: a list of `Problem`s, each naming the file and the place in it. The
idea to know: spans, codes, words from closed lists, dates and ranges are proved here, and
that the splits stay apart; whether a reading is right remains a matter for a second pair
of eyes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from parley.terms.plover import EVENT_TYPES, MODES, PRECISIONS, STATUSES
from parley.training.corpus import Corpus, Passage
from parley.training.corpus_codes import is_placed

__all__ = ["N_SHINGLE_WORDS", "REGISTERS", "Problem", "check_corpus", "check_passage"]

N_SHINGLE_WORDS = 8
N_WORDS_LEAST, N_WORDS_MOST = 120, 320
FIRST_YEAR, LAST_YEAR = 1900, 2100

REGISTERS = frozenset(
    {
        "briefing",
        "communique",
        "digest",
        "live blog",
        "machine translation",
        "ministry statement",
        "newspaper",
        "state media",
        "think tank",
        "wire",
    }
)
DIRECTIONS = frozenset({"up", "down", "level"})
KINDS = frozenset({"direct", "indirect", "mixed"})

_FIELDS = ("published_at", "outlet", "relay", "actors", "events", "statements", "claims")
_OPTIONAL = ("register", "region")
_ITEM_FIELDS = {
    "actors": ("text", "code", "start", "end"),
    "events": (
        "type mode actor recipient status date according_to evidence".split()
    ),
    "statements": (
        "speaker speaker_text speaker_name cue cue_start content kind addressee".split()
    ),
    "claims": (
        "by by_text by_name about direction phrase probability deadline evidence".split()
    ),
}  # fmt: skip

_Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `place` is `split/name` and where in it, such as `dev/x events[3]`."""

    place: str
    message: str


def check_corpus(corpus: Corpus) -> list[Problem]:
    """Return every fault of a corpus, by passage, then those between passages.

    Parameters
    ----------
    corpus
        As `load_corpus` returns it.

    Returns
    -------
    list of Problem
        Empty when all that can be proved holds.
    """
    problems = [Problem(name, "its .txt or .json twin is missing") for name in corpus.unpaired]
    for passage in corpus.passages:
        problems += check_passage(passage)
    problems += _region_problems(corpus)
    problems += _name_problems(corpus.passages)
    problems += _shared_run_problems(corpus.passages)
    return problems


def check_passage(passage: Passage) -> list[Problem]:
    """Return the faults of one passage; a passage with wrong fields is looked at no further."""
    fields = list(_field_messages(passage))
    if fields:
        return [Problem(f"{passage.place} {where}".rstrip(), told) for where, told in fields]
    found = list(_text_messages(passage))
    for part, check in _CHECKS.items():
        for index, item in enumerate(passage.reading[part]):
            found += [(f"{part}[{index}]", told) for told in check(passage, item)]
    return [Problem(f"{passage.place} {where}".rstrip(), told) for where, told in found]


def _field_messages(passage: Passage) -> Iterator[tuple[str, str]]:
    """Fields present, in the order of the guide, and instants and days that can be read."""
    reading = passage.reading
    if [name for name in reading if name not in _OPTIONAL] != list(_FIELDS):
        yield "", f"fields are {list(reading)}, not {list(_FIELDS)}"
        return
    try:
        zone = datetime.fromisoformat(reading["published_at"]).tzinfo
    except ValueError:
        yield "", f"published_at is no instant: {reading['published_at']!r}"
        return
    if zone is None:
        yield "", "published_at has no zone"
    for part, names in _ITEM_FIELDS.items():
        for index, item in enumerate(reading[part]):
            if [name for name in item if name != "act"] != list(names):
                yield f"{part}[{index}]", f"fields are {list(item)}, not {list(names)}"
            elif "act" in item and part != "events":
                yield f"{part}[{index}]", "only an event has an act"
            else:
                yield from ((f"{part}[{index}]", told) for told in _inner_messages(part, item))


def _inner_messages(part: str, item: _Item) -> Iterator[str]:
    if part == "events":
        if list(item["date"]) != ["start", "end", "precision"]:
            yield "date must hold start, end and precision"
        elif not all(_is_day(item["date"][end]) for end in ("start", "end")):
            yield f"date is {item['date']['start']!r} to {item['date']['end']!r}: no days"
    if part == "claims":
        if list(item["about"]) != ["actor", "recipient", "type"]:
            yield "about must hold actor, recipient and type"
        if item["deadline"] is not None and not _is_day(item["deadline"]):
            yield f"deadline is no day: {item['deadline']!r}"


def _is_day(value: object) -> bool:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return False
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _text_messages(passage: Passage) -> Iterator[tuple[str, str]]:
    """Length, line ends, relays and starts in order, register from the list."""
    text, reading = passage.text, passage.reading
    lines = text.split("\n")
    if not N_WORDS_LEAST <= passage.n_words <= N_WORDS_MOST:
        yield "", f"{passage.n_words} words, not {N_WORDS_LEAST} to {N_WORDS_MOST}"
    if "\r" in text or b"\r" in passage.raw:
        yield "", "line ends are not plain \\n"
    if len(lines) < 2 or lines[-1] or not lines[-2]:
        yield "", "the text must end in one line end"
    if any(line != line.rstrip() for line in lines):
        yield "", "a line ends in blanks"
    if not reading["outlet"]:
        yield "", "outlet is empty"
    for relay in reading["relay"]:
        if relay not in text:
            yield "", f"relay {relay!r} is not named in the text"
    if passage.register is not None and passage.register not in REGISTERS:
        yield "", f"unknown register {passage.register!r}"
    starts = [actor["start"] for actor in reading["actors"]]
    if starts != sorted(starts):
        yield "actors", "mentions do not follow the text"


def _actor_messages(passage: Passage, actor: _Item) -> Iterator[str]:
    if passage.text[actor["start"] : actor["end"]] != actor["text"]:
        yield f"{actor['text']!r} does not stand at {actor['start']}"
    if actor["code"] != "-" and not is_placed(actor["code"]):
        yield f"unknown code {actor['code']!r}"


def _event_messages(passage: Passage, event: _Item) -> Iterator[str]:
    yield from _once(passage.text, "evidence", event["evidence"])
    if event["type"] not in EVENT_TYPES:
        yield f"unknown type {event['type']!r}"
        return
    if event["mode"] is not None and event["mode"] not in MODES[event["type"]]:
        yield f"{event['type']} has no mode {event['mode']!r}"
    if event.get("act", "AID") not in EVENT_TYPES:
        yield f"unknown act {event['act']!r}"
    if "act" in event and event["type"] not in ("AGREE", "CONCEDE"):
        yield f"{event['type']} takes no act"
    if not event["actor"]:
        yield "no actor"
    if event["type"] == "COOPERATE" and event["recipient"]:
        yield "COOPERATE lists every party as actor"
    hosted = event["mode"] in ("visit", "third-party")
    if event["type"] == "CONSULT" and event["recipient"] and not hosted:
        yield "CONSULT has a recipient only where somebody hosts or mediates"
    mentioned = {actor["code"] for actor in passage.reading["actors"]}
    for code in [*event["actor"], *event["recipient"]]:
        if code not in mentioned:
            yield f"no mention of the party {code!r}"
    for source in event["according_to"]:
        if not _is_source(passage, source):
            yield f"according_to {source!r} is neither a code nor in the text"
    yield from _date_messages(passage, event)


def _date_messages(passage: Passage, event: _Item) -> Iterator[str]:
    if event["status"] not in STATUSES:
        yield f"unknown status {event['status']!r}"
    start, end = (date.fromisoformat(event["date"][name]) for name in ("start", "end"))
    precision, published_on = event["date"]["precision"], passage.published_on
    if precision not in PRECISIONS:
        yield f"unknown precision {precision!r}"
    if start > end:
        yield f"date runs backward: {start} to {end}"
    if event["status"] == "actual" and end > published_on:
        yield f"told as done, yet dated {end}, after publication"
    if event["status"] == "ongoing" and start > published_on:
        yield f"told as going on, yet begins {start}, after publication"
    if precision == "unknown" and not start == end == published_on:
        yield "an unknown date holds the day of publication"
    if precision == "week" and (start.weekday() != 0 or end - start != timedelta(days=6)):
        yield f"a week runs from Monday to Sunday, not {start} to {end}"


def _statement_messages(passage: Passage, statement: _Item) -> Iterator[str]:
    text, content, cue = passage.text, statement["content"], statement["cue"]
    once = list(_once(text, "content", content))
    yield from once
    if content.startswith("that ") or content != content.strip(" ,.;:"):
        yield f"content opens with *that* or holds a closing mark: {content!r}"
    if re.fullmatch(r"“[^“”]*”|\"[^\"]*\"", content):
        yield f"content keeps its outer quotation marks: {content!r}"
    start = statement["cue_start"]
    end = start + len(cue)
    if text[start:end] != cue:
        yield f"cue {cue!r} does not stand at {start}"
    elif any(letter.isalnum() for letter in text[max(start - 1, 0) : start] + text[end : end + 1]):
        yield f"cue {cue!r} at {start} is no whole word"
    if not once:
        at = text.index(content)
        if start < at + len(content) and at < end:
            yield f"cue {cue!r} lies in its content"
    if statement["kind"] not in KINDS:
        yield f"unknown kind {statement['kind']!r}"
    for name in ("speaker", "addressee"):
        party = statement[name]
        if party is not None and not _is_party(passage, party):
            yield f"{name} {party!r} is no code and no mention"
    for name in ("speaker_text", "speaker_name"):
        if statement[name] not in text:
            yield f"{name} {statement[name]!r} is not in the text"


def _claim_messages(passage: Passage, claim: _Item) -> Iterator[str]:
    yield from _once(passage.text, "evidence", claim["evidence"])
    if claim["evidence"].count(claim["phrase"]) != 1:
        yield f"phrase {claim['phrase']!r} does not stand once in the evidence"
    own_voice = claim["by"] == "reporter"
    if not own_voice and not _is_party(passage, claim["by"]):
        yield f"by {claim['by']!r} is no code and no mention"
    for name in ("by_text", "by_name"):
        if (claim[name] is None) != own_voice:
            yield f"{name} is null for the reporter, and for nobody else"
        elif claim[name] is not None and claim[name] not in passage.text:
            yield f"{name} {claim[name]!r} is not in the text"
    about = claim["about"]
    if about["type"] is not None and about["type"] not in EVENT_TYPES:
        yield f"unknown type {about['type']!r}"
    for code in [*about["actor"], *about["recipient"]]:
        if code != "-" and not is_placed(code):
            yield f"unknown code {code!r}"
    if claim["direction"] not in DIRECTIONS:
        yield f"unknown direction {claim['direction']!r}"
    if claim["probability"] is not None:
        low, high = claim["probability"]
        if not 0.0 <= low <= high <= 1.0:
            yield f"no range of chances: {low} to {high}"
    deadline = claim["deadline"]
    if deadline is not None and date.fromisoformat(deadline) < passage.published_on:
        yield f"the deadline {deadline} had passed at publication"


_CHECKS: dict[str, Callable[[Passage, _Item], Iterator[str]]] = {
    "actors": _actor_messages,
    "events": _event_messages,
    "statements": _statement_messages,
    "claims": _claim_messages,
}


def _once(text: str, what: str, piece: str) -> Iterator[str]:
    n_times = text.count(piece) if piece else 0
    if n_times != 1:
        yield f"{what} stands {n_times} times in the text: {piece!r}"


def _is_party(passage: Passage, party: str) -> bool:
    """Whether a field holds a code, the words of a mention, or several codes joined by `+`."""
    mentions = {actor["text"] for actor in passage.reading["actors"]}
    return party in mentions or all(is_placed(part) for part in party.split("+"))


def _is_source(passage: Passage, source: str) -> bool:
    return source in passage.text or _is_party(passage, source)


def _region_problems(corpus: Corpus) -> Iterator[Problem]:
    """A region decides the split: it stands only where `regions.json` allows it."""
    for region, splits in corpus.regions.items():
        if "test" in splits and len(splits) > 1:
            yield Problem("regions.json", f"{region!r} is in test and must be in test alone")
    for passage in corpus.passages:
        if passage.region is None:
            continue
        allowed = corpus.regions.get(passage.region)
        if allowed is None:
            yield Problem(passage.place, f"region {passage.region!r} is not in regions.json")
        elif passage.split not in allowed:
            yield Problem(
                passage.place, f"region {passage.region!r} belongs to {' and '.join(allowed)}"
            )


def _name_problems(passages: Sequence[Passage]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for passage in passages:
        if passage.name in seen:
            yield Problem(passage.place, f"name already used by {seen[passage.name]}")
        seen.setdefault(passage.name, passage.place)


def _shared_run_problems(passages: Sequence[Passage]) -> Iterator[Problem]:
    """No two passages share a run of eight words; each pair is told once, by its first run."""
    first_seen: dict[tuple[str, ...], str] = {}
    told: set[tuple[str, str]] = set()
    for passage in passages:
        words = re.findall(r"\w+", passage.text.lower())
        runs = [
            tuple(words[i : i + N_SHINGLE_WORDS]) for i in range(len(words) - N_SHINGLE_WORDS + 1)
        ]
        for run in runs:
            other = first_seen.setdefault(run, passage.place)
            if other != passage.place and (other, passage.place) not in told:
                told.add((other, passage.place))
                yield Problem(passage.place, f"shares {' '.join(run)!r} with {other}")
