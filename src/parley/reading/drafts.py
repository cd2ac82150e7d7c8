"""From a hit of the lexicon to a draft of an event: type, parties, standing.

In: clauses, hits, roles, attributions. Out: `Draft`s, one for each act told by a verb
or a noun. The idea to know: a verb that governs another act (agree to, refuse to, urge
… to, accuse … of) takes its mode and recipients from that act and swallows it, unless
the act is told as done (what one is accused of).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parley.reading.attribution import Attribution, Attributions
from parley.reading.clauses import Clauses, Stretch, VerbGroup
from parley.reading.denials import denied_copies, is_denial
from parley.reading.lexicon import Hit, compose, find_hits, hostile_words, refusal_mode
from parley.reading.placing import place_parties, sector_of_words
from parley.reading.roles import RoleFinder
from parley.reading.status import Standing, standing_of_noun, standing_of_verb
from parley.terms import SYMMETRIC, ActorMention, EventType, Span, party_of

__all__ = ["Draft", "DraftFinder"]

_HOSTILE_TYPES = frozenset(
    {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "REJECT", "ACCUSE"}
)
_THREAT_MODES = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations",
    "REJECT": "relations",
}  # fmt: skip
_STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD"})
_OWN_ARMS = frozenset({"", "GOV", "MIL"})
_STREET_SECTORS = frozenset({"CVL", "OPP", "LAB", "ACA", "REL", "PTY", "MED", "BUS", "JRN"})
_FRIENDLY = frozenset(
    """historic great good excellent important friend friends partner partners constructive
    brave courageous positive welcome success successful true productive fruitful close
    brother brothers ally breakthrough useful hero heroes encouraging milestone frank
    candid""".split()
)
_TALKS = frozenset(
    """talk talks negotiation negotiations summit summits meeting meetings dialogue dialog
    discussions consultations conference they it these round mediation process""".split()
)
_DEMANDING = frozenset({"need", "dignitary", "street", "state", "org", "person", "troops"})
_GROWING = frozenset(
    "expand deepen grow strengthen widen begin resume start intensify continue expire end".split()
)
_STOPPING = frozenset("stop halt suspend cease end quit pause discontinue".split())
_PRISON = frozenset(
    "prison jail imprisonment years year months life behind custody penitentiary".split()
)
_FORCES = frozenset(
    """troops tanks soldiers forces warships ships warship jets army armour armor columns column
    militia militiamen fighters rebels marines paratroopers planes drones aircraft vessels
    destroyer destroyers carrier convoy patrol units gunmen police commandos infantry frigates
    submarines submarine fleet navy helicopters bombers vehicles boats""".split()
)
_AT_SOMEBODY = frozenset({"SANCTION", "COERCE", "ACCUSE"})
_STATE_MODES = frozenset({"arrest", "crowd-control", "convict", "deport", "curfew"})
_RELIEF = frozenset("aid humanitarian relief supplies food medicine medicines rescue".split())
_SEVERAL = frozenset(
    """both two three leaders ministers sides delegations commanders negotiators presidents
    envoys teams parties foes rivals neighbours neighbors diplomats generals""".split()
)
_PERSONAL = frozenset("office partial pronoun role person".split())
_ACCORDS = frozenset(
    """treaty accord pact agreement convention organisation organization bloc union commission
    alliance court council deal statute protocol npt jcpoa""".split()
)
_FAILING = frozenset("fail collapse founder stall break end".split())


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its date, chain and evidence; `stretch` is its clause in tokens."""

    event_type: EventType
    mode: str | None
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    standing: Standing
    trigger: int
    stretch: Stretch
    contexts: tuple[str, ...] = ()
    promised: EventType | None = None
    grip: float = 1.0
    sentence: int = 0
    chain: tuple[str, ...] | None = None  # who vouches, where the attributions cannot tell


class DraftFinder:
    """Finds the drafts of one text."""

    def __init__(self, clauses: Clauses, roles: RoleFinder, attributions: Attributions) -> None:
        self.clauses = clauses
        self.text = clauses.text
        self.tokens = clauses.text.tokens
        self.roles = roles
        self.attributions = attributions
        self.by_verb: dict[int, list[Hit]] = {}
        self.by_noun: dict[int, Hit] = {}
        for hit in find_hits(clauses):
            if hit.verb is not None:
                self.by_verb.setdefault(hit.verb, []).append(hit)
            else:
                self.by_noun[hit.head] = hit
        for several in self.by_verb.values():
            # Longer phrases first; at one length those that ask more of their parties.
            several.sort(
                key=lambda hit: (
                    -hit.n_words,
                    hit.operator is not None,
                    not hit.entry.flags & _DEMANDING,
                )
            )
        self.swallowed: set[int] = set()  # verb heads and nouns that a governing verb took
        self.unplaced: list[Draft] = []  # acts whose actor is not known

    def find(self) -> list[Draft]:
        """Return the drafts in the order of the text."""
        found: list[Draft] = []
        for group in self.clauses.groups:
            if group.head in self.swallowed or self._is_asked(group.head):
                continue
            found += self._of_verb(group)
        for head, hit in sorted(self.by_noun.items()):
            if head not in self.swallowed and not self._is_asked(head):
                found += self._of_noun(hit)
        found += self._of_words()
        found += denied_copies(self, sorted(found, key=lambda draft: draft.trigger))
        return sorted(found, key=lambda draft: (draft.trigger, draft.event_type))

    def _is_asked(self, index: int) -> bool:
        """Tell whether a token stands in a question of the reporter's own."""
        token = self.tokens[index]
        sentence = self.text.sentence_at(token.start)
        if sentence is None or self.text.in_quotation(token.start) is not None:
            return False
        return self.tokens[sentence.last - 1].lower == "?"

    # --- verbs ----------------------------------------------------------------------

    def _of_verb(self, group: VerbGroup) -> list[Draft]:
        failed = self._failed_talks(group)
        if failed is not None:
            return [failed]
        stopped = self._stopped_act(group)
        if stopped:
            return stopped
        for hit in self.by_verb.get(group.head, ()):
            drafts = self._drafts(hit, group)
            if drafts:
                if hit.noun is not None:
                    self.swallowed.add(hit.noun)
                self.swallowed.update(
                    head for head in self.by_noun if hit.first <= head <= hit.last
                )
                return drafts
        return self._together(group)

    def _stopped_act(self, group: VerbGroup) -> list[Draft]:
        """Return what stopping an act makes ("halted shelling", "stopped selling arms to")."""
        if not group.bases & _STOPPING or group.passive:
            return []
        number = self.clauses.by_head[group.head]
        inner = self.clauses.groups[number + 1] if number + 1 < len(self.clauses.groups) else None
        if inner is None or inner.first != group.head + 1 or inner.infinitive or inner.finite:
            return []
        for hit in self.by_verb.get(inner.head, ()):
            made = compose("stop", hit.entry)
            _actors, recipients = self._parties(hit, inner)
            if made is None:
                continue
            event_type, mode, promised = made
            self._swallow(inner)
            actors = self.roles.subject_of(group.subject)
            draft = self._draft(
                hit, group, event_type, mode, actors, _without(recipients, actors),
                standing_of_verb(self.clauses, group), promised=promised,
            )  # fmt: skip
            return [draft] if draft is not None else []
        return []

    def _together(self, group: VerbGroup) -> list[Draft]:
        """Return a COOPERATE for what parties of two states do "together" or "jointly"."""
        words = {self.tokens[i].lower for i in range(group.first, group.clause.last)}
        if not words & {"together", "jointly"} or not group.finite or self.by_verb.get(group.head):
            return []
        actors = self.roles.subject_of(group.subject)
        if len({party_of(m.code) for m in actors if m.code != "-"}) < 2:
            return []
        return [
            Draft(
                event_type="COOPERATE",
                mode=None,
                actors=actors,
                recipients=(),
                standing=standing_of_verb(self.clauses, group),
                trigger=group.head,
                stretch=group.clause,
                grip=0.5,
                sentence=group.sentence,
            )
        ]

    def _drafts(self, hit: Hit, group: VerbGroup) -> list[Draft]:
        flags = hit.entry.flags if hit.operator is None else frozenset[str]()
        if flags & {"comp", "ask", "no", "menace", "promise", "plan", "warn"}:
            return self._governing(hit, group, flags)
        reflexive = {self.tokens[i].lower for i in range(hit.first, hit.last + 1)}
        if reflexive & {"themselves", "itself", "himself", "herself"} and hit.mode != "abduct":
            if hit.event_type not in {"ASSAULT", "RETREAT"}:
                return []
        if group.bases & {"call", "describe", "label", "term"} and is_denial(self, group):
            return []
        demanded = self._demanded(hit, group)
        if demanded is not None:
            return [demanded]
        draft = self._plain(hit, group)
        if draft is None:
            return []
        if draft.event_type == "RETREAT" and hit.noun in self.by_noun:
            struck = self.by_noun[hit.noun]
            if struck.event_type == "PROTEST":
                # A strike that is called off has been held.
                held = replace(
                    draft, event_type="PROTEST", mode=struck.mode, standing=Standing("actual"),
                    trigger=struck.head, grip=0.5,
                    stretch=Stretch(max(draft.stretch.first, struck.first - 2), struck.last + 1),
                )  # fmt: skip
                return [replace(draft, mode=None), held]
        if group.bases & {"sentence", "convict"} and self._says(group, _PRISON):
            return [
                replace(draft, event_type="SANCTION", mode="convict"),
                replace(draft, event_type="COERCE", mode="arrest"),
            ]
        return self._split_reciprocal(draft, group)

    def _says(self, group: VerbGroup, words: frozenset[str]) -> bool:
        """Tell whether one of these words stands in the clause of a verb."""
        return any(
            self.tokens[i].lower in words for i in range(group.clause.first, group.clause.last)
        )

    def _demanded(self, hit: Hit, group: VerbGroup) -> Draft | None:
        """Return the REQUEST in "Russia must withdraw, Macron said"."""
        if group.modal not in {"must", "should", "ought"} or group.negated:
            return None
        speakers = self._speaker_mentions(group)
        parties = self.roles.agent(group) if group.passive else self.roles.subject_of(group.subject)
        others = _without(parties, speakers)
        if not speakers or not others or "speaker" in hit.entry.flags:
            return None
        return self._draft(
            hit, group, "REQUEST", refusal_mode(hit.event_type), speakers, others,
            Standing("actual"), grip=0.5,
        )  # fmt: skip

    def _plain(self, hit: Hit, group: VerbGroup) -> Draft | None:
        """Return the draft of a verb that tells of an act by itself."""
        flags = hit.entry.flags
        actors, recipients = self._parties(hit, group)
        if not self._fits(hit, group, actors, recipients):
            return None
        standing = standing_of_verb(self.clauses, group)
        if standing.loose or (standing.conditional and standing.status == "possible"):
            return None
        if hit.operator == "plan" and standing.status == "actual":
            standing = Standing("planned", future=True)
        event_type, mode = hit.event_type, hit.mode
        if event_type == "MOBILIZE" and len({party_of(m.code) for m in actors}) > 1:
            words = {self.tokens[i].lower for i in range(hit.first, hit.last + 1)}
            if words & {"joint", "combined"}:
                event_type, mode, recipients = "COOPERATE", None, ()
        if "drill" in flags:
            partners = self._partners(hit, group)
            together = _distinct([*actors, *partners])
            if len({party_of(m.code) for m in together}) > 1:
                event_type, mode, actors, recipients = "COOPERATE", None, together, ()
        if "ahead" in flags:
            if not group.passive and "be" not in group.bases:
                return None
            standing = Standing("denied" if group.negated else "planned", future=True)
        if "speaker" in flags:
            actors, recipients = self._speaker_mentions(group), ()
            standing = Standing("actual")
        if "future" in flags:
            negated = "notnot" in flags and standing.future and standing.negated
            if standing.status not in {"planned", "possible"} and not negated:
                return None
            standing = Standing("actual")
            if not recipients:
                recipients = _without(self._next_party(hit, group), actors)
            if "facing" in flags:
                actors, recipients = self._speaker_mentions(group), actors
        return self._draft(
            hit, group, event_type, mode, actors, recipients, standing, promised=hit.promised
        )

    def _draft(
        self,
        hit: Hit,
        group: VerbGroup,
        event_type: EventType,
        mode: str | None,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
        standing: Standing,
        *,
        promised: EventType | None = None,
        grip: float | None = None,
    ) -> Draft | None:
        if event_type in SYMMETRIC and "visit" not in hit.entry.flags and event_type != "AGREE":
            if hit.mode != "third-party" and "host" not in hit.entry.flags:
                actors, recipients = _distinct([*actors, *recipients]), ()
        if event_type == "CONSULT" and mode in {None, "third-party"} and not recipients:
            host = self._third_country(hit, group, actors)
            if host is not None:
                mode, recipients = "third-party", (host,)
        recipients = _without_own(_without(recipients, actors), actors)
        actors = actors or self._described(group) or self._first_person(group)
        actors, recipients = self._placed(hit, group, event_type, actors, recipients)
        draft = Draft(
            event_type=event_type,
            mode=mode,
            actors=actors,
            recipients=recipients,
            standing=standing,
            trigger=group.head,
            stretch=self._stretch(hit, group),
            contexts=hit.entry.contexts,
            promised=promised,
            grip=grip if grip is not None else self._grip(hit, actors, recipients),
            sentence=group.sentence,
        )
        if not actors:
            self.unplaced.append(draft)
            return None
        return draft

    def _described(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return persons who act but whom no table names ("Looters in Osh fired …")."""
        if group.passive or group.subject is None:
            return ()
        described = self.roles.described(group.subject)
        return (described,) if described is not None else ()

    def _third_country(
        self, hit: Hit, group: VerbGroup, actors: tuple[ActorMention, ...]
    ) -> ActorMention | None:
        """Return the place of talks that lies in a state of none of the parties."""
        first = max(hit.last, group.head) + 1
        where = self.roles.place_after(first, max(group.clause.last, first))
        states = {party_of(m.code) for m in actors}
        if where is None or len(states - {"-"}) < 2 or party_of(where.code) in states:
            return None
        return where

    def _first_person(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the speaker where "we" or "I" acts."""
        if group.subject is None or group.passive:
            return ()
        span = range(group.subject.first, group.subject.last)
        pronouns = {"we", "i", "it", "he", "she", "they"}
        if not any(self.tokens[i].lower in pronouns for i in span) or self.roles.units_in(
            group.subject.first, group.subject.last
        ):
            return ()
        return self._speaker_mentions(group)

    def _placed(
        self,
        hit: Hit,
        group: VerbGroup,
        event_type: EventType,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
        """Give persons without a state the one where the clause places them."""
        first, last = max(hit.last, group.head) + 1, max(group.clause.last, hit.last + 1)
        where = self.roles.place_after(first, last)
        state = party_of(where.code) if where is not None else None
        actors, recipients = place_parties(event_type, actors, recipients, state)
        if event_type == "ASSAULT" and not recipients and where is not None and actors:
            if state not in {party_of(m.code) for m in actors}:
                recipients = (where,)
        return actors, recipients

    def _stretch(self, hit: Hit, group: VerbGroup) -> Stretch:
        first = min(group.clause.first, hit.first)
        return Stretch(first, max(group.clause.last, hit.last + 1))

    def _grip(
        self, hit: Hit, actors: Iterable[ActorMention], recipients: Iterable[ActorMention]
    ) -> float:
        """Return how firmly the words hold the act: longer phrases and more parties hold more."""
        grip = 0.55 + 0.1 * min(hit.n_words - 1, 2)
        grip += 0.1 if tuple(recipients) else 0.0
        placed = [mention.code != "-" for mention in actors]
        return grip + (0.1 if placed and all(placed) else 0.0)

    def _parties(
        self, hit: Hit, group: VerbGroup
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
        """Return actors and recipients of a verb by its voice and its entry's pattern."""
        roles, flags = self.roles, hit.entry.flags
        if hit.operator not in {None, "do", "plan", "suffer"}:
            flags = frozenset()  # a refusal of talks is no talks
        subject = roles.subject_of(group.subject)
        after = max(hit.last, group.head) + 1
        end = max(group.clause.last, after)
        noun_first = hit.noun is not None and hit.noun < group.first
        intransitive = group.link == "reduced" and "obj" not in hit.entry.to and hit.noun is None
        if (intransitive and not roles.agent(group)) or "ahead" in flags:
            # "The citizens gathered outside": no passive, only a clause without its pronoun.
            return subject, roles.recipient_of(hit, after, end)
        if group.passive:
            actors = roles.agent(group) or self._implied_agent(hit, group)
            if noun_first or hit.operator is not None:
                recipients = roles.recipient_of(hit, after, end) or (
                    roles.recipient_of(hit, hit.noun + 1, group.first)
                    if hit.noun is not None and noun_first
                    else ()
                )
                owner = roles.owner_before(hit.first) if noun_first else ()
                if actors and not recipients and hit.event_type in _AT_SOMEBODY:
                    recipients = _without(subject, actors)
                actors = actors or owner
            elif "obj" in hit.entry.to:
                recipients = subject
            else:
                recipients = roles.recipient_of(hit, after, end) or subject
            if "sym" in flags or hit.event_type in SYMMETRIC:
                actors, recipients = _distinct([*actors, *recipients, *subject]), ()
            elif not actors and hit.event_type in {"MOBILIZE", "AID"} and hit.noun is not None:
                # "UN peacekeepers were deployed": whose they are has sent them.
                recipients = roles.recipient_of(hit, after, end)
                actors = _without(subject, recipients)
            return actors, recipients
        recipients = roles.recipient_of(hit, after, end)
        if "~" in hit.entry.phrase and "obj" in hit.entry.to:
            # "accuse X of", "take X to court": the whole object stands within the phrase.
            within = roles.object_after(group.head + 1, hit.last + 1, places=False)
            recipients = within or recipients
        if not recipients and hit.event_type == "ACCUSE":
            recipients = roles.after_preposition(("by",), after, end, places=False)
        if hit.last > group.head and hit.event_type != "MOBILIZE":
            # "Recalled its envoy from Oslo": one's own envoy is not whom it is directed at.
            within = _without_own(_without(roles.opposed(hit), subject), subject)
            if not recipients or (hit.event_type in {"SANCTION", "ACCUSE"} and within):
                recipients = within
        if hit.operator is not None and not recipients and hit.noun is not None:
            recipients = _without(roles.owner_before(hit.first), subject)
        if "rev" in flags or hit.operator == "suffer":
            return recipients, subject
        if "host" in flags:
            return recipients, subject
        if "third" in flags:
            if len({party_of(m.code) for m in recipients}) >= 2:
                return recipients, subject
            return _distinct([*subject, *recipients]), ()
        if "sym" in flags:
            return _distinct([*subject, *recipients]), ()
        return subject, recipients

    def _next_party(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the first party named after a hit in its clause, else under its "if"."""
        last = max(group.clause.last, hit.last + 1)
        units = self.roles.units_in(max(hit.last, group.head) + 1, last)
        sentence = self.text.sentences[group.sentence]
        conditions = [
            i for i in range(sentence.first, sentence.last)
            if self.tokens[i].lower in {"if", "unless", "should"}
        ]  # fmt: skip
        if not units and conditions:
            units = self.roles.units_in(conditions[0], min(conditions[0] + 8, sentence.last))
        return units[0].mentions if units else ()

    def _implied_agent(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return who must have done what only a state does, where the passive names nobody.

        "Twelve were detained" follows on whoever of the state's arms was last told of; a
        state that speaks of what "may be reviewed" speaks of its own review.
        """
        standing = standing_of_verb(self.clauses, group)
        if standing.status in {"planned", "possible"}:
            speakers = self._speaker_mentions(group)
            return tuple(m for m in speakers if _sector(m) in _STATE_SECTORS | {""} and m.code != "-")
        if hit.mode not in _STATE_MODES:
            return ()
        since = self.text.sentences[max(0, group.sentence - 2)].first
        for unit in reversed(self.roles.units_in(since, group.first)):
            arms = tuple(m for m in unit.mentions if _sector(m) in _STATE_SECTORS)
            if arms and not unit.is_place and unit.mentions[0].how != "pronoun":
                in_subject = group.subject is not None and unit.first in group.subject
                if not in_subject:
                    return arms
        return ()

    def _fits(
        self,
        hit: Hit,
        group: VerbGroup,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
    ) -> bool:
        """Tell whether what the entry asks of its parties holds."""
        flags = hit.entry.flags
        if hit.operator is not None:
            flags = flags & {"sym", "drill", "street"}
        n_parties = len({party_of(m.code) for m in (*actors, *recipients)})
        if flags & {"need", "light"} and hit.n_words < 3:
            if "sym" in flags and n_parties < 2:
                return False
            if "sym" not in flags and not recipients:
                return False
        if hit.event_type == "CONSULT" and "third" not in flags and n_parties < 2:
            standing = standing_of_verb(self.clauses, group)
            if standing.negated:
                return standing.future and bool(actors)  # "will not attend" is a REJECT
            several = self._subject_says(group, _SEVERAL)
            return bool(actors) and (hit.n_words > 1 or (several and "need" not in flags))
        if hit.mode == "third-party" and group.passive and n_parties < 2:
            return False  # "talks hosted by Marenia": who talks stands elsewhere
        if "dignitary" in flags:
            official = any(m.how in {"office", "role", "partial", "pronoun"} for m in actors)
            after = self.tokens[min(group.head + 1, len(self.tokens) - 1)].lower
            carried = after in {"him", "her", "them", "it"}
            craft = self._subject_says(group, _FORCES | _RELIEF)
            return official and n_parties > 1 and not carried and not craft
        if "street" in flags:
            return all(
                _sector(m) in _STREET_SECTORS or m.code == "-" or m.how == "demonym"
                for m in actors
            )
        if "state" in flags:
            return all(_sector(m) in _STATE_SECTORS | {""} for m in actors) and bool(recipients)
        if "troops" in flags:
            armed = all(_sector(m) in {"MIL", "REB"} for m in actors)
            return bool(actors) and (armed or self._subject_says(group, _FORCES))
        if "arms" in flags:
            return all(_sector(m) in _STATE_SECTORS | {"", "REB"} for m in actors) and all(
                m.code != "-" or sector_of_words(m.surface) in {"MIL", "REB", "GOV"}
                for m in actors
            )
        if "bloc" in flags:
            states = [m for m in recipients if m.how != "organisation"]
            return bool(states) and any(m.how == "organisation" for m in actors)
        if "persons" in flags:
            both = (*actors, *recipients)
            named = self._is_hostile(group, max(hit.last, group.head) + 1)
            return n_parties > 1 and not named and all(m.how in _PERSONAL for m in both)
        if "bases" in flags:
            first = max(hit.last, group.head) + 1
            where = self.roles.place_after(first, max(group.clause.last, hit.last + 1))
            home = {party_of(m.code) for m in actors}
            ready = self._says(group, frozenset({"standby", "alert", "ready", "standing"}))
            ready = ready or (where is None and self._says(group, frozenset({"country"})))
            return ready or (where is not None and party_of(where.code) not in home)
        if "laden" in flags:
            return bool(actors) and self._subject_says(group, _RELIEF)
        if "treaty" in flags:
            return self._speaks_of_treaty(group.sentence)
        if "org" in flags:
            return any(m.how == "organisation" for m in recipients)
        if "person" in flags:
            return all(m.how not in {"name", "capital", "metonym"} for m in actors)
        if "hostile" in flags:
            return self._is_hostile(group, max(hit.last, group.head) + 1)
        return True

    def _subject_says(self, group: VerbGroup, words: frozenset[str]) -> bool:
        """Tell whether one of these words stands in the subject of a verb."""
        if group.subject is None:
            return False
        span = range(group.subject.first, group.subject.last)
        return any(self.tokens[i].lower in words for i in span)

    def _speaks_of_treaty(self, sentence: int) -> bool:
        """Tell whether a sentence or the one before it names an accord or organisation."""
        for number in (sentence - 1, sentence):
            if number >= 0:
                whole = self.text.sentences[number]
                tokens = self.tokens[whole.first : whole.last]
                if any(token.lower in _ACCORDS for token in tokens):
                    return True
        return False

    def _is_hostile(self, group: VerbGroup, first: int) -> bool:
        """Tell whether hostile or quoted words follow ("called the army “an arsonist …”")."""
        words = [self.tokens[i].lower for i in range(first, group.clause.last)]
        if any(word in _FRIENDLY for word in words):
            return False
        quoted = any(word in {"“", '"', "«", "‘"} for word in words)
        return quoted or any(word in hostile_words() for word in words)

    def _partners(self, hit: Hit, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return who takes part besides the subject ("with X", "to include Y")."""
        end = max(group.clause.last, hit.last + 1)
        found = list(self.roles.after_preposition(("with",), group.head, end, places=False))
        for other in self.clauses.groups:
            if group.head < other.head < end and other.bases & {"include", "involve", "join"}:
                found += self.roles.object_after(other.head + 1, end, places=False)
        return tuple(found)

    def _split_reciprocal(self, draft: Draft, group: VerbGroup) -> list[Draft]:
        """Make "each accused the other" two events; two-sided fighting stays one."""
        words = [
            self.tokens[i].lower for i in range(group.head, min(group.head + 6, len(self.tokens)))
        ]
        joined = " ".join(words)
        mutual = "each other" in joined or "one another" in joined or "the other" in joined
        parties = {party_of(m.code): m for m in draft.actors}
        if not mutual or len(parties) != 2 or draft.event_type in SYMMETRIC:
            return [draft]
        if draft.event_type == "ASSAULT":
            return [replace(draft, recipients=())]
        first, second = parties.values()
        return [
            replace(draft, actors=(first,), recipients=(second,)),
            replace(draft, actors=(second,), recipients=(first,)),
        ]

    # --- verbs that govern another act ----------------------------------------------

    def _governing(self, hit: Hit, group: VerbGroup, flags: frozenset[str]) -> list[Draft]:
        """Return what a verb of agreeing, refusing, asking, threatening makes of its act."""
        actors, recipients = self._parties(hit, group)
        standing = standing_of_verb(self.clauses, group)
        inner = self._complement(hit, group)
        inner_hit = self._best_type(inner) if inner is not None else None
        noun_hit = self._object_noun(hit, group) if inner is None else None
        of = inner_hit or noun_hit
        kind: EventType | None = of.event_type if of is not None else hit.promised
        after = max(hit.last, group.head) + 1
        asks_that = after < len(self.tokens) and self.tokens[after].lower == "that"
        if "ask" in flags and inner is None and asks_that:
            units = self.roles.units_in(after + 1, max(group.clause.last, after + 2))
            recipients = units[0].mentions if units else recipients
        elif flags >= {"comp", "ask"} and inner is None and noun_hit is None and not (
            recipients and "act" not in flags
        ):
            return []  # "he asked", "she told reporters": nothing is asked for
        asks_by_infinitive = "tell" in group.bases or hit.entry.phrase == "call"
        if asks_by_infinitive and (inner is None or not inner.infinitive):
            return []
        if "plan" in flags and "sym" not in flags:
            return []
        if standing.loose or (standing.conditional and standing.status == "possible"):
            return []
        if inner is not None:
            self._swallow(inner)
        if noun_hit is not None:
            self.swallowed.add(noun_hit.head)
        inner_parties: tuple[ActorMention, ...] = ()
        if inner is not None and inner_hit is not None:
            inner_actors, inner_parties = self._parties(inner_hit, inner)
            inner_parties = _without(_distinct([*inner_parties, *inner_actors]), actors)
            inner_parties = tuple(m for m in inner_parties if m.code != "-")
        elif noun_hit is not None:
            end = max(group.clause.last, noun_hit.last + 1)
            inner_parties = self.roles.recipient_of(noun_hit, noun_hit.last + 1, end)
            inner_parties = inner_parties or self.roles.owner_before(noun_hit.first)
            inner_parties = _without(inner_parties, actors)
        elif inner is not None:
            inner_parties = _without(self._affected(inner), actors)
        made = self._made(
            hit, flags, kind, standing, bool(inner or noun_hit), bool(recipients)
        )
        if made is None:
            return []
        event_type, mode, promised, standing = made
        if event_type in {"REQUEST"}:
            if inner is not None and inner.subject is not None and not inner.infinitive:
                recipients = recipients or self.roles.subject_of(inner.subject)
            recipients = recipients or inner_parties
        elif event_type in SYMMETRIC and "sym" in flags:
            actors = _distinct([*actors, *recipients, *inner_parties])
            recipients = ()
        else:
            recipients = recipients or inner_parties
        if "act" in flags and not _without_own(recipients, actors):
            return []
        if "need" in flags and not recipients and len({m.code for m in actors}) < 2:
            return []
        draft = self._draft(
            hit, group, event_type, mode, actors, recipients, standing, promised=promised
        )
        if draft is None:
            return []
        if event_type in SYMMETRIC and "comp" in flags and inner_parties:
            draft = replace(draft, recipients=())
        return [draft]

    def _affected(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return whom a governed verb of no type is directed at: object, else "to" or "with"."""
        first, last = group.head + 1, max(group.clause.last, group.head + 2)
        return self.roles.object_after(first, last, places=False) or self.roles.after_preposition(
            ("to", "for", "with", "from", "against", "into"), first, last, places=False
        )

    def _made(
        self,
        hit: Hit,
        flags: frozenset[str],
        kind: EventType | None,
        standing: Standing,
        governs: bool,
        given: bool,
    ) -> tuple[EventType, str | None, EventType | None, Standing] | None:
        """Return type, mode, promised act and standing of a governing verb."""
        if "no" in flags:
            if standing.negated and kind is not None:
                return kind, None, None, Standing("possible")
            if kind in {"ACCUSE"} and hit.event_type == "REJECT":
                return None
            return "REJECT", refusal_mode(kind) if kind else hit.mode, None, standing
        if "ask" in flags:
            return "REQUEST", refusal_mode(kind) if kind else hit.mode, None, standing
        if flags & {"menace", "warn"}:
            mode = _THREAT_MODES.get(kind) if kind else None
            return "THREATEN", hit.mode or mode, None, standing
        if "promise" in flags and kind in _HOSTILE_TYPES:
            if kind == "REJECT":
                return "REJECT", None, None, standing
            return "THREATEN", _THREAT_MODES.get(kind), None, standing
        if "promise" in flags and not governs and hit.promised is None and hit.n_words < 2:
            return ("AGREE", None, None, standing) if given else None
        return "AGREE", hit.mode, kind, standing

    def _complement(self, hit: Hit, group: VerbGroup) -> VerbGroup | None:
        """Return the verb group that a governing verb takes: infinitive, gerund or that-clause."""
        number = self.clauses.by_head[group.head]
        for other in self.clauses.groups[number + 1 :]:
            if other.sentence != group.sentence:
                return None
            if other.governor == number and other.link in {"infinitive", "participle"}:
                before = self.tokens[other.first - 1].lower
                if other.infinitive or before in {"to", "on", "of", "out", "with", "from"}:
                    return other
                if other.first == max(hit.last, group.head) + 1:
                    return other
                return None
            if other.finite:
                opens = other.subject.first - 1 if other.subject is not None else other.first - 1
                between = [self.tokens[i].lower for i in range(group.head + 1, other.first)]
                if "that" in between or opens <= group.head + 1:
                    if "," not in between and (other.modal or "ask" in hit.entry.flags):
                        return other
                return None
        return None

    def _best_type(self, group: VerbGroup) -> Hit | None:
        """Return the first entry that fits a governed verb, its own acts looked through."""
        for hit in self.by_verb.get(group.head, ()):
            if "need" in hit.entry.flags and hit.n_words < 2 and hit.operator is None:
                _actors, recipients = self._parties(hit, group)
                if not recipients:
                    continue
            if hit.entry.flags & {"hostile", "plan"}:
                continue
            if hit.entry.flags & {"street", "troops"} and not self._fits(
                hit, group, *self._parties(hit, group)
            ):
                continue
            return hit
        return None

    def _object_noun(self, hit: Hit, group: VerbGroup) -> Hit | None:
        """Return the noun of an act that a governing verb takes ("called for talks")."""
        for head in sorted(self.by_noun):
            if hit.last < head < group.clause.last and head - hit.last <= 8:
                between = range(hit.last + 1, self.by_noun[head].first)
                if any(self.clauses.words[i].is_verb for i in between):
                    return None
                return self.by_noun[head]
        return None

    def _swallow(self, group: VerbGroup) -> None:
        """Mark a governed verb, those listed with it, and their nouns as taken."""
        number = self.clauses.by_head[group.head]
        self.swallowed.add(group.head)
        for hit in self.by_verb.get(group.head, ()):
            if hit.noun is not None:
                self.swallowed.add(hit.noun)
        for other in self.clauses.groups[number + 1 :]:
            if other.sentence != group.sentence:
                break
            if other.governor == number and other.infinitive:
                self._swallow(other)
            elif other.governor == group.governor and other.infinitive and group.infinitive:
                self.swallowed.add(other.head)

    # --- nouns ----------------------------------------------------------------------

    def _of_noun(self, hit: Hit) -> list[Draft]:
        sentence = self.text.sentence_at(self.tokens[hit.head].start)
        if sentence is None:
            return []
        around = self.clauses.clause_around(hit.head)
        end = min(sentence.last, hit.last + 16)
        if around is not None and around.head > hit.last:
            end = min(end, around.first)
        elif around is not None:
            end = min(end, max(around.clause.last, hit.last + 1))
        actors = self.roles.actor_of_noun(hit, sentence.last)
        recipients = self.roles.recipient_of(hit, hit.last + 1, end)
        flags = hit.entry.flags
        before = self.tokens[hit.first - 1].lower if hit.first else ""
        if not actors and hit.event_type in {"RETREAT", "MOBILIZE", "PROTEST", "COOPERATE"}:
            actors = self.roles.after_preposition(("of",), hit.last + 1, end, places=False)
            recipients = _without(recipients, actors)
        if self.tokens[hit.head].lower in {"request", "invitation", "urging", "behest"}:
            asked = self._at_request(hit, around, end)
            if asked is not None:
                asking, asked_of = asked
                return [
                    self._noun_draft(
                        hit, hit.event_type, None, asking, _without(asked_of, asking),
                        sentence.index, end,
                    )
                ]  # fmt: skip
        symmetric = "sym" in flags or hit.event_type in SYMMETRIC
        if symmetric:
            together = _distinct([*actors, *recipients])
            alone = len({party_of(m.code) for m in together}) < 2
            if alone and together and around is not None:
                if before in {"for", "in", "after", "during", "at", "to", "further", "with"}:
                    together = _distinct([*self.roles.subject_of(around.subject), *together])
            if len({party_of(m.code) for m in together}) < 2:
                return []
            actors, recipients = together, ()
        if not actors or flags & {"charge"} or ("light" in flags and not symmetric):
            return []
        if "light" in flags and (around is None or not around.bases & _GROWING):
            return []
        if "street" in flags and not all(_sector(m) in _STREET_SECTORS for m in actors):
            return []
        recipients = _without(recipients, actors)
        if "need" in flags and not recipients and not symmetric:
            return []
        if "drill" in flags and len({party_of(m.code) for m in actors}) > 1:
            return [self._noun_draft(hit, "COOPERATE", None, actors, (), sentence.index, end)]
        return [
            self._noun_draft(hit, hit.event_type, hit.mode, actors, recipients, sentence.index, end)
        ]

    def _at_request(
        self, hit: Hit, around: VerbGroup | None, end: int
    ) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]] | None:
        """Return who asks and who is asked in "at the invitation of X" and "at X's request"."""
        opening = {self.tokens[i].lower for i in range(max(0, hit.first - 6), hit.first)}
        if not opening & {"at", "on", "upon"} or around is None:
            return None
        asking = self.roles.owner_before(hit.first) or self.roles.after_preposition(
            ("of",), hit.last + 1, end, places=False
        )
        asked_of = self.roles.subject_of(around.subject)
        return (asking, asked_of) if asking else None

    def _noun_draft(
        self,
        hit: Hit,
        event_type: EventType,
        mode: str | None,
        actors: tuple[ActorMention, ...],
        recipients: tuple[ActorMention, ...],
        sentence: int,
        end: int,
    ) -> Draft:
        first, last = hit.first, hit.last + 1
        floor = self.text.sentences[sentence].first
        for mention in (*actors, *recipients):
            token = self.text.token_at(mention.span.start)
            final = self.text.token_at(max(mention.span.start, mention.span.end - 1))
            if token is not None and final is not None and floor <= token.index < end:
                if token.index >= hit.first - 12:
                    first = min(first, token.index)
                last = max(last, final.index + 1)
        standing = standing_of_noun(self.clauses, hit.head, hit.first)
        around = self.clauses.clause_around(hit.head)
        if standing.status == "actual" and around is not None:
            outer = standing_of_verb(self.clauses, around)
            continuing = hit.event_type in {"SUPPORT", "AID"} or hit.entry.phrase == "war"
            if continuing and not around.past and around.aux[:1] != ("had",):
                standing = Standing("ongoing")
            elif outer.status == "ongoing" and hit.head < around.head:
                standing = Standing("ongoing")
            elif around.progressive and around.bases & _GROWING:
                standing = Standing("ongoing")
            elif outer.status in {"planned", "possible"} and hit.head > around.head:
                standing = Standing(outer.status, future=outer.future)
        return Draft(
            event_type=event_type,
            mode=mode,
            actors=actors,
            recipients=recipients,
            standing=standing,
            trigger=hit.head,
            stretch=Stretch(first, max(last, hit.last + 1)),
            contexts=hit.entry.contexts,
            promised=hit.promised,
            grip=self._grip(hit, actors, recipients) - 0.15,
            sentence=sentence,
        )

    # --- talks that fail, and hostile words -----------------------------------------

    def _failed_talks(self, group: VerbGroup) -> Draft | None:
        """Return the REJECT by all parties that failed talks are."""
        if not group.bases & _FAILING or group.subject is None or group.passive:
            return None
        after = [
            self.tokens[i].lower
            for i in range(group.head + 1, min(group.head + 4, len(self.tokens)))
        ]
        base = next(iter(group.bases & _FAILING))
        if base == "break" and after[:1] != ["down"]:
            return None
        if base == "end" and not set(after[:2]) & {"without", "inconclusively"}:
            return None
        if base == "fail" and after[:1] == ["to"] and not group.subject:
            return None
        nouns = [
            i for i in range(group.subject.first, group.subject.last)
            if self.tokens[i].lower in _TALKS
        ]  # fmt: skip
        if not nouns:
            return None
        hit = next((self.by_noun[i] for i in nouns if i in self.by_noun), None)
        parties: tuple[ActorMention, ...] = ()
        if hit is not None:
            owner = self.roles.actor_of_noun(hit, group.first)
            with_whom = self.roles.recipient_of(hit, hit.last + 1, group.first)
            parties = _distinct([*owner, *with_whom])
        if len({party_of(m.code) for m in parties}) < 2:
            parties = self._earlier_talks(group) or self.roles.subject_of(group.subject)
        if len({party_of(m.code) for m in parties}) < 2:
            return None
        first = min(group.clause.first, group.subject.first)
        return Draft(
            event_type="REJECT",
            mode=None,
            actors=parties,
            recipients=(),
            standing=standing_of_verb(self.clauses, group),
            trigger=group.head,
            stretch=Stretch(first, group.clause.last),
            contexts=("diplomatic",),
            grip=0.6,
            sentence=group.sentence,
        )

    def _earlier_talks(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        """Return the parties of the last talks told of before a verb."""
        for head in sorted(self.by_noun, reverse=True):
            hit = self.by_noun[head]
            if head < group.first and hit.event_type == "CONSULT":
                sentence = self.text.sentence_at(self.tokens[head].start)
                limit = sentence.last if sentence is not None else head + 10
                owner = self.roles.actor_of_noun(hit, limit)
                around = self.roles.recipient_of(hit, hit.last + 1, limit)
                parties = _distinct([*owner, *around])
                if len({party_of(m.code) for m in parties}) > 1:
                    return parties
        return ()

    def _of_words(self) -> list[Draft]:
        """Return an ACCUSE for each speaker who uses hostile words of another party."""
        found: list[Draft] = []
        for item in self.attributions.items:
            if item.passing or item.lemma in {"deny", "accuse", "blame", "condemn", "warn"}:
                continue
            for content in item.contents:
                draft = self._hostile_content(item, content)
                if draft is not None:
                    found.append(draft)
                    break
        return found

    def _hostile_content(self, item: Attribution, content: Span) -> Draft | None:
        tokens = self.text.tokens_in(content)
        if not tokens:
            return None
        hostile = [t for t in tokens if t.lower in hostile_words()]
        if not any(self.text.in_quotation(t.start) is not None for t in tokens):
            hostile = []
        speakers = self.mentions_at(item.speaker.span)
        if not hostile or not speakers:
            return None
        own = {party_of(m.code) for m in speakers}
        groups = [
            self.roles.joined(unit, tokens[-1].index + 1)
            for unit in self.roles.units_in(tokens[0].index, tokens[-1].index + 1)
        ]
        others = next(
            (
                tuple(m for m in group if party_of(m.code) not in own and m.code != "-")
                for group in groups
                if any(party_of(m.code) not in own and m.code != "-" for m in group)
            ),
            (),
        )
        if not others or self.by_verb_takes(item.cue):
            return None
        cue = self.text.token_at(item.cue.start)
        first = tokens[0].index
        trigger = hostile[0].index
        speaker = self.text.token_at(speakers[0].span.start)
        if speaker is not None and speaker.index >= first - 12:
            first = min(first, speaker.index)
        last = tokens[-1].index + 1
        if cue is not None and cue.index >= last and cue.index - last < 8:
            last = cue.index + 1
        sentence = self.text.sentence_at(tokens[0].start)
        return Draft(
            event_type="ACCUSE",
            mode="disapprove",
            actors=speakers,
            recipients=others,
            standing=Standing("actual"),
            trigger=trigger,
            stretch=Stretch(first, last),
            grip=0.5,
            sentence=sentence.index if sentence is not None else 0,
            chain=self.attributions.chain_at(item.cue),
        )

    def by_verb_takes(self, cue: Span) -> bool:
        """Tell whether the cue of a statement is itself an act of saying of the lexicon."""
        token = self.text.token_at(cue.start)
        if token is None:
            return False
        for hit in self.by_verb.get(token.index, ()):
            if hit.event_type in {"ACCUSE", "THREATEN", "REQUEST", "REJECT"}:
                return True
        return False

    def mentions_at(self, span: Span | None) -> tuple[ActorMention, ...]:
        if span is None:
            return ()
        found = [
            mention
            for unit in self.roles.units
            for mention in unit.mentions
            if mention.span.overlap(span) and span.start <= mention.span.start
        ]
        return _distinct(found[:4])

    def _speaker_mentions(self, group: VerbGroup) -> tuple[ActorMention, ...]:
        span = self.tokens[group.head].span
        held = self.attributions.holding(span)
        return self.mentions_at(held[-1].speaker.span) if held else ()


def _sector(mention: ActorMention) -> str:
    return mention.code.split("-", 1)[1] if "-" in mention.code[1:] else ""


def _distinct(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    seen: dict[str, ActorMention] = {}
    for mention in mentions:
        key = mention.code if mention.code != "-" else f"-{mention.surface}"
        seen.setdefault(key, mention)
    return tuple(seen.values())


def _without_own(
    mentions: Iterable[ActorMention], actors: tuple[ActorMention, ...]
) -> tuple[ActorMention, ...]:
    """Leave out the actor's own state and its arms: nobody deploys troops against his own."""
    arms = {party_of(m.code) for m in actors if _sector(m) in _OWN_ARMS}
    return tuple(m for m in mentions if party_of(m.code) not in arms or _sector(m) not in _OWN_ARMS)


def _without(
    mentions: Iterable[ActorMention], others: Iterable[ActorMention]
) -> tuple[ActorMention, ...]:
    """Return the mentions whose code none of the others has."""
    codes = {mention.code for mention in others}
    return tuple(m for m in mentions if m.code not in codes or m.code == "-")
