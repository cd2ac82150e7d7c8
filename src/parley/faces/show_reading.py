"""A reading, laid out so that an analyst can check it against the words.

In: a `Report` and its `Reading`. Out: lines for the terminal, or a page of Markdown.
The idea to know: what was understood stands above, the sentence it was read from
stands below with its offsets and id, so that each line can be defended.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from parley.faces.layout import (
    chain_words,
    heading,
    instant_words,
    interval_words,
    percent,
    printable,
    put,
    quoted,
    short,
)
from parley.reading.text import Text as Parts
from parley.reading.text import split_text
from parley.terms import ActorMention, Claim, Mention, Reading, Report, Span, Statement
from parley.trail import known_as

__all__ = ["markdown_of", "show_reading"]

_DIRECTIONS = {"up": "more likely", "down": "less likely", "level": "even or unchanged"}
# A quoted sentence longer than this is cut around the words that matter.
_LONGEST = 600


def show_reading(console: Console, report: Report, reading: Reading) -> None:
    """Print one report's reading as blocks."""
    parts = split_text(report.text)
    put(console, "─" * console.width)
    put(console, heading(_title(report, parts)))
    put(console, _provenance(report))
    put(console, f"report {short(report.report_id)} · read by {reading.reader}")
    if reading.relay:
        put(console, f"relayed: {chain_words(reading.relay)}")
    for name, blocks in (
        ("Events", [_event_lines(parts, mention) for mention in reading.mentions]),
        ("Statements", [_statement_lines(parts, each) for each in reading.statements]),
        ("Claims", [_claim_lines(parts, claim) for claim in reading.claims]),
    ):
        console.print()
        put(console, heading(f"{name}: {len(blocks) or 'none found'}"))
        for number, (line, *others) in enumerate(blocks, start=1):
            put(console, Text(f"{number:>2}  ") + line, hang=6)
            for other in others:
                put(console, other, depth=2)
    if reading.problems:
        console.print()
        put(console, heading(f"Not understood: {len(reading.problems)}"))
        for problem in reading.problems:
            where = f" [{problem.span.start}:{problem.span.end}]" if problem.span else ""
            put(console, printable(f"{problem.kind}: {problem.message}") + where, depth=2)
    console.print()


def _event_lines(parts: Parts, mention: Mention) -> list[Text]:
    line = Text.assemble((_type_words(mention), "bold"), "  ", _parties(mention))
    return [
        line,
        Text(_event_facts(mention)),
        Text(quoted(_sentence(parts, mention.span)), style="italic"),
        _place(parts.text, mention.span, mention.trigger, mention.mention_id),
    ]


def _event_facts(mention: Mention) -> str:
    by = chain_words(mention.chain) or "the report itself"
    return f"{mention.status} · {interval_words(mention.happened_on)} · according to {by}"


def _statement_lines(parts: Parts, statement: Statement) -> list[Text]:
    line = Text.assemble(
        (_named(statement.speaker_name, statement.speaker), "bold"),
        f" {printable(statement.cue.of(parts.text))}",
    )
    if statement.addressee:
        line.append(f" (to {printable(statement.addressee)})")
    facts = f"{statement.kind} speech"
    if statement.chain:
        facts += f" · according to {chain_words(statement.chain)}"
    return [
        line,
        Text(facts),
        Text(quoted(_content(parts, statement)), style="italic"),
        _place(parts.text, _whole(statement), statement.cue, statement.statement_id),
    ]


def _claim_lines(parts: Parts, claim: Claim) -> list[Text]:
    return [
        Text.assemble((_named(claim.by_name, claim.by), "bold"), f": {_about(claim)}"),
        Text(_claim_facts(parts.text, claim)),
        Text(quoted(_sentence(parts, claim.span)), style="italic"),
        _place(parts.text, claim.span, claim.phrase, claim.claim_id),
    ]


def _place(text: str, span: Span, cue: Span, id_: str) -> Text:
    words = f"[{span.start}:{span.end}] at {quoted(cue.of(text))} · id {short(id_)}"
    return Text(words, style="dim")


def _whole(statement: Statement) -> Span:
    return Span(statement.contents[0].start, statement.contents[-1].end)


def _content(parts: Parts, statement: Statement) -> str:
    return " … ".join(_cut(span.of(parts.text), _LONGEST) for span in statement.contents)


def _title(report: Report, parts: Parts) -> str:
    first = parts.sentences[0].span.of(report.text) if parts.sentences else "(no text)"
    return printable(_cut(report.title or first, _LONGEST // 3))


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest].rstrip()} …"


def _provenance(report: Report) -> str:
    outlet = "outlet unknown" if report.outlet == "unknown" else printable(report.outlet)
    pieces = [outlet, f"published {instant_words(report.published_at)}"]
    place = report.url or report.path
    pieces += [printable(place)] if place else []
    return " · ".join(pieces)


def _type_words(mention: Mention) -> str:
    words = f"{mention.event_type}/{mention.mode}" if mention.mode else mention.event_type
    return f"{words} (to {mention.promised})" if mention.promised else words


def _parties(mention: Mention) -> str:
    actors = [_party(actor) for actor in mention.actors] or ["?"]
    if not mention.recipients:
        return " – ".join(actors)
    return f"{', '.join(actors)} → {', '.join(_party(each) for each in mention.recipients)}"


def _party(mention: ActorMention) -> str:
    return _named(known_as(mention), mention.code)


def _named(name: str | None, code: str) -> str:
    """Return a party as `its words (its code)`, once where the two are the same."""
    if not name or name == code:
        return printable(code)
    return printable(name) if code == "-" else printable(f"{name} ({code})")


def _about(claim: Claim) -> str:
    parties = ", ".join(claim.actors) or "?"
    if claim.recipients:
        parties += f" → {', '.join(claim.recipients)}"
    return printable(f"{claim.event_type or 'an act without a type'}  {parties}")


def _claim_facts(text: str, claim: Claim) -> str:
    facts = [f"{quoted(claim.phrase.of(text))}: {_DIRECTIONS[claim.direction]}"]
    if claim.probability is not None:
        low, high = claim.probability
        facts.append(percent(low) if low == high else f"{percent(low)} to {percent(high)}")
    else:
        facts.append("no scale places it")
    if claim.deadline is not None:
        facts.append(f"by {claim.deadline}")
    if claim.condition:
        facts.append(f"if {printable(claim.condition)}")
    if claim.chain:
        facts.append(f"according to {chain_words(claim.chain)}")
    return " · ".join(facts)


def _sentence(parts: Parts, span: Span) -> str:
    """Return the whole sentences that a span touches, cut around it when they run on."""
    first = parts.sentence_at(span.start)
    last = parts.sentence_at(max(span.start, span.end - 1))
    start = min(first.start, span.start) if first is not None else span.start
    end = max(last.end, span.end) if last is not None else span.end
    if end - start <= _LONGEST:
        return parts.text[start:end]
    near = max(start, span.start - _LONGEST // 4)
    far = min(end, near + _LONGEST)
    return f"{'… ' * (near > start)}{parts.text[near:far]}{' …' * (far < end)}"


def markdown_of(report: Report, reading: Reading) -> str:
    """Return one report's reading as a page of Markdown."""
    parts = split_text(report.text)
    lines = [f"## {_escaped(_title(report, parts))}", "", f"{_escaped(_provenance(report))}  "]
    if reading.relay:
        lines.append(f"Relayed: {_escaped(chain_words(reading.relay))}  ")
    lines += [f"Report `{report.report_id}`, read by `{reading.reader}`.", ""]
    for name, blocks in (
        ("Events", [_event_entry(parts, mention) for mention in reading.mentions]),
        ("Statements", [_statement_entry(parts, each) for each in reading.statements]),
        ("Claims", [_claim_entry(parts, claim) for claim in reading.claims]),
    ):
        lines += [f"### {name}", "", *(["None found.", ""] if not blocks else [])]
        for number, (line, words, span, id_) in enumerate(blocks, start=1):
            space = " " * len(f"{number}. ")
            lines += [f"{number}. {line}", "", f"{space}> {_escaped(quoted(words))}", ""]
            lines += [f"{space}`[{span.start}:{span.end}]` `{id_}`", ""]
    if reading.problems:
        lines += ["### Not understood", ""]
        lines += [f"- {_escaped(each.kind)}: {_escaped(each.message)}" for each in reading.problems]
        lines.append("")
    return "\n".join(lines)


_Entry = tuple[str, str, Span, str]


def _event_entry(parts: Parts, mention: Mention) -> _Entry:
    line = f"**{_escaped(_type_words(mention))}** {_escaped(_parties(mention))}: "
    line += _escaped(_event_facts(mention))
    return line, _sentence(parts, mention.span), mention.span, mention.mention_id


def _statement_entry(parts: Parts, statement: Statement) -> _Entry:
    speaker = _escaped(_named(statement.speaker_name, statement.speaker))
    line = f"**{speaker}** {_escaped(statement.cue.of(parts.text))} ({statement.kind} speech)"
    if statement.chain:
        line += f", according to {_escaped(chain_words(statement.chain))}"
    return line, _content(parts, statement), _whole(statement), statement.statement_id


def _claim_entry(parts: Parts, claim: Claim) -> _Entry:
    line = f"**{_escaped(_named(claim.by_name, claim.by))}** on {_escaped(_about(claim))}: "
    line += _escaped(_claim_facts(parts.text, claim))
    return line, _sentence(parts, claim.span), claim.span, claim.claim_id


def _escaped(words: str) -> str:
    """Return words in which nothing is Markdown."""
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in printable(words))
