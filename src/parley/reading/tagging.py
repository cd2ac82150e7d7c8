"""Which words of a text are verbs, told without a tagger.

In: `Text`. Out: one `Word` for each token: verb, auxiliary, adverb or other, with the
bases and the form a verb could have. The idea to know: nearly every trigger of news
English is noun and verb alike ("strikes", "visit", "support"), and its neighbours
decide: a determiner, possessive or preposition before it makes it a noun; "to", a modal
or a subject before it and a noun phrase after it make it a verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from parley.reading.text import Text, Token
from parley.reading.words import (
    AUXILIARIES,
    BE_FORMS,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE_FORMS,
    IRREGULAR,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    VerbForm,
    verb_bases,
)

__all__ = ["Kind", "Word", "is_adverb", "tag_words"]

Kind = Literal["verb", "aux", "adverb", "punct", "function", "other"]
Forms = tuple[tuple[str, VerbForm], ...]

_ADVERBS = frozenset(
    """not n't never also still again already soon now then yet even only once twice ever
    just often always later earlier too rather further instead thus hence therefore
    meanwhile almost nearly quite very ago back away together today yesterday tomorrow
    reportedly allegedly apparently jointly far long well indeed perhaps maybe all both
    each themselves himself itself herself abroad however nonetheless nevertheless
    sometimes repeatedly to-day afterwards afterward likewise otherwise since""".split()
)
_NOT_ADVERBS = frozenset(
    """ally rally supply family reply italy july apply comply imply rely multiply assembly
    monopoly fly early daily weekly monthly friendly deadly likely unlikely elderly
    anomaly bully melancholy holy only orderly costly lonely lovely belly""".split()
)
_SUBJECT_PRONOUNS = frozenset("he she it they we i you who which".split())
_BARE_PLURAL_SUBJECTS = frozenset("they we i you who".split())
_OBJECT_STARTS = (
    DETERMINERS
    | frozenset("him them us me it her himself themselves each one what how why".split())
) - {"other"}
_NOT_BEFORE_TO_VERB = frozenset(
    """response return reaction back key thanks according due prior close subject leading
    led amounted contribution opposition answer alternative respect regard relation
    addition access""".split()
)
_ADJECTIVES = frozenset(
    """new recent deadly military nuclear joint bilateral trilateral high-level economic
    political diplomatic major fresh further last next first second third final direct
    indirect possible planned alleged fierce heavy air peace missile drone trade border
    foreign general public secret regular annual large massive full-scale top senior early
    latest previous former current key formal official armed western international
    russian ukrainian israeli iranian american chinese north south east west central more
    renewed continued ongoing upcoming forthcoming immediate strong harsh tough state
    financial humanitarian surprise cross-border retaliatory cyber ground naval aerial
    weapons rocket artillery oil gas arms labour labor hunger general""".split()
)
_ED_NOT_VERBS = frozenset(
    """united armed so-called red bed hundred speed seed indeed need feed bleed greed shed
    unmanned wicked naked sacred unprecedented unprovoked unarmed advanced limited
    sophisticated alleged masked unidentified unnamed supposed detailed renewed
    mohammed ahmed mohamed saeed wed zed kindred""".split()
)
_ING_NOT_VERBS = frozenset(
    """during morning evening king wing thing nothing something anything everything spring
    string ring bring beijing building ongoing sing foreign sterling ceiling following
    leading existing remaining outgoing incoming upcoming forthcoming neighbouring
    neighboring standing according excluding including concerning regarding being having
    pending xi-jinping jinping nanjing""".split()
)
_GERUND_NOUNS = frozenset(
    """meeting bombing shelling killing training funding hearing shooting fighting warning
    testing signing ruling uprising understanding offering briefing gathering landing
    crossing opening beginning spending sharing rioting looting stabbing beating jailing
    mooring holding undertaking posting saying finding setting filing backing teaching
    feeling""".split()
)
# Verbs that are also common nouns though no trigger of the lexicon.
_NOUNS_TOO = frozenset(
    """plan report call vote order move force deal claim demand change state form lead term
    line power rise fall cut pledge offer promise need hope fear concern risk step stand
    view look turn start end increase decrease review study record display share place
    face head hand back show play run win loss cost cause issue result return answer
    comment date debate doubt effort focus gain guard guide halt impact influence judge
    lack limit link list mark matter measure name note notice number offer ease pact pass
    pause pay play point position post practice press process produce profile progress
    project question quote rally range rate reach release remark rest right role rule
    search sign signal sound source stage stake stay stop stress struggle stream surge
    surprise tie time tour trace track trade transfer transport travel treat trial trip
    trouble trust try use value voice wait walk watch wave win wish wonder work worry aim
    air appeal approach array base battle bear bid block board bomb border break brief
    broadcast burden campaign capture cast challenge charge chart check claim clash close
    coach collapse combat command compromise conduct conflict contact contest contract
    control count counter court cover crash credit cross cry cure damage defeat delay
    deposit desire detail dispute divide draft drift drill drive drop dump echo edge
    escape estimate exchange excuse exercise exhibit exile experience exploit export
    express favour favor feature fight figure file film fire fit flag flight flood flow
    forecast frame freeze function fund gather grant grasp grip group guarantee guess halt
    harm harvest hide hit hold host house import initiate insult interest interview invite
    iron issue join joke journey jump kick kill kiss knock labour land laugh launch lay
    leak lean lease level lie lift light limit load loan lock love mail make march mass
    match mention mine minister mirror miss mistake model mount murder notice object
    outline overthrow own pace pack paint park part partner pattern peak permit phone
    picture pilot place plant plot police pool pop poll profit program programme protest
    prompt purchase purge push rank rape reason rebel rebuke refuge refund regard regret
    reform register release relay remain repair repeat reply request rescue research
    reserve resort respect retreat reward ride ring riot roll root round route rush sack
    sail sanction save scale schedule score seal seat seize sense sentence separate set
    shape shell shelter shift ship shock shoot shop shot sight silence sink site slide
    slip smoke spark speed spell spend split sponsor spot spread spring square staff stamp
    star stare steal steer stem stick stone storm strain stretch strike strip stroke
    structure suit supply support suspect sweep swing switch talk target task tax test
    thank threat threaten throw torture touch train trap trigger troop truck veto visit
    volunteer team arm bug fund shield patrol parade gas ram train torch crew spy lobby
    side man power book vow wage war warrant waste water withdraw witness wound yield attack assault
    raid siege ambush blast aid help fine ban curb embargo blockade summit""".split()
)
_ASKING = frozenset(
    "demand insist urge request ask propose suggest recommend require order".split()
)
# Verbs whose past is spelt like their base and like a noun.
_ALIKE = frozenset("set put cut hit shut cast split spread let".split())
_THAT_VERBS = frozenset(
    """demand report claim hope fear promise propose order request warn plan threaten vow
    offer pledge aim wish need want state note show signal move attempt""".split()
)
_MONTHS_AND_DAYS = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a token is in its sentence; `forms` are a verb's possible (base, form) pairs."""

    kind: Kind
    forms: Forms = ()

    @property
    def is_verb(self) -> bool:
        """Tell whether it heads a verb group."""
        return self.kind == "verb"


_PUNCT = Word("punct")
_FUNCTION = Word("function")
_OTHER = Word("other")
_ADVERB = Word("adverb")
_AUX = Word("aux")


@lru_cache(maxsize=1)
def _common_verbs() -> frozenset[str]:
    table = files("parley.reading").joinpath("tables", "lexicon_common_verbs.txt")
    return frozenset(table.read_text(encoding="utf-8").split()) | frozenset(IRREGULAR)


@lru_cache(maxsize=20_000)
def is_adverb(lower: str) -> bool:
    """Tell whether a lower-case word is an adverb that may stand inside a verb group.

    Examples
    --------
    >>> is_adverb("sharply"), is_adverb("ally")
    (True, False)
    """
    if lower in _ADVERBS:
        return True
    return len(lower) > 4 and lower.endswith("ly") and lower not in _NOT_ADVERBS


def tag_words(text: Text, known_verbs: frozenset[str]) -> tuple[Word, ...]:
    """Return a `Word` for each token of a text.

    `known_verbs` are the bases the lexicon adds to the common verbs of the language.

    Examples
    --------
    >>> from parley.reading.text import split_text
    >>> text = split_text("Russia attacked Kyiv. The attack failed.")
    >>> words = tag_words(text, frozenset({"attack"}))
    >>> [token.text for token, word in zip(text.tokens, words) if word.is_verb]
    ['attacked', 'failed']
    """
    known = _common_verbs() | known_verbs
    words: list[Word] = [_OTHER] * len(text.tokens)
    forms_of = _forms_reader(known)
    for sentence in text.sentences:
        tokens = text.tokens_of(sentence)
        inverted = bool(tokens) and tokens[0].lower in MODALS | {"did", "does", "do"}
        for k, token in enumerate(tokens):
            words[token.index] = _word(tokens, k, words, forms_of, inverted=inverted)
    return tuple(words)


def _forms_reader(known: frozenset[str]) -> Callable[[str], Forms]:
    @lru_cache(maxsize=8_192)
    def forms_of(lower: str) -> Forms:
        return tuple((base, form) for base, form in verb_bases(lower) if base in known)

    return forms_of


def _word(
    tokens: Sequence[Token],
    k: int,
    words: list[Word],
    forms_of: Callable[[str], Forms],
    *,
    inverted: bool,
) -> Word:
    token = tokens[k]
    lower = token.lower
    if not token.is_word:
        return _PUNCT
    if lower in AUXILIARIES or lower in {"to", "n't", "'ve"}:
        return _auxiliary(tokens, k, words)
    if is_adverb(lower):
        return _ADVERB
    if lower in PREPOSITIONS or lower in DETERMINERS or lower in PRONOUNS:
        return _FUNCTION
    if lower in CONJUNCTIONS or lower in SUBORDINATORS:
        return _FUNCTION
    if not lower[0].isalpha() or token.text.isupper():
        return _OTHER
    forms = forms_of(lower)
    if not forms:
        forms = _guessed_forms(lower)
    elif _is_no_verb(tokens, k):
        return _OTHER
    if not forms:
        return _OTHER
    if token.is_capital and k > 0 and not _starts_anew(tokens, k):
        return _OTHER
    kept = _verb_forms_here(tokens, k, words, forms, inverted=inverted)
    return Word("verb", kept) if kept else _OTHER


def _is_no_verb(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a word in -ed or -ing is an adjective or noun of its own ("armed men")."""
    lower = tokens[k].lower
    if lower in _ED_NOT_VERBS:
        return k == 0 or tokens[k - 1].lower not in HAVE_FORMS  # "has armed rebels"
    return lower in _ING_NOT_VERBS and lower != "leading"


def _auxiliary(tokens: Sequence[Token], k: int, words: list[Word]) -> Word:
    """Auxiliaries are auxiliaries; a clitic 's after a name is left to be a possessive."""
    lower = tokens[k].lower
    if lower == "'s":
        before = tokens[k - 1] if k else None
        after = tokens[k + 1].lower if k + 1 < len(tokens) else ""
        is_verb = (
            before is not None
            and before.lower in _SUBJECT_PRONOUNS | {"that", "there", "what"}
            and (after in DETERMINERS or is_adverb(after) or after.endswith(("ing", "ed")))
        )
        return _AUX if is_verb else _FUNCTION
    if tokens[k].text == "May" and k and k + 1 < len(tokens) and tokens[k + 1].text[:1].isdigit():
        return _OTHER
    if tokens[k].text == "May" and k and tokens[k - 1].lower in PREPOSITIONS | {"last", "this"}:
        return _OTHER
    return _AUX if lower != "to" else _FUNCTION


def _guessed_forms(lower: str) -> Forms:
    """Unknown words in -ed and -ing are taken for verbs of their own."""
    regular = len(lower) > 5 and lower.endswith("ed") and "-" not in lower
    if regular and lower not in _ED_NOT_VERBS and not lower.startswith("un"):
        return ((lower[:-2], "past"), (lower[:-2], "participle"))
    if len(lower) > 6 and lower.endswith("ing") and lower not in _ING_NOT_VERBS:
        return ((lower[:-3], "ing"),)
    return ()


def _starts_anew(tokens: Sequence[Token], k: int) -> bool:
    return tokens[k - 1].text in {"“", '"', ":", "—", "‘", "«"}


def _verb_forms_here(
    tokens: Sequence[Token], k: int, words: list[Word], forms: Forms, *, inverted: bool
) -> Forms:
    """Return the forms the word can have here as a verb; none when it is a noun."""
    j = k - 1
    while j >= 0 and words[tokens[j].index].kind == "adverb":
        j -= 1
    before = tokens[j].lower if j >= 0 else ""
    before_kind = words[tokens[j].index].kind if j >= 0 else "punct"
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    base = tuple(f for f in forms if f[1] == "base")
    past = tuple(f for f in forms if f[1] in {"past", "participle"})
    ing = tuple(f for f in forms if f[1] == "ing")
    third = tuple(f for f in forms if f[1] == "s")
    lower = tokens[k].lower

    if before == "to":
        two_before = tokens[j - 1].lower if j >= 1 else ""
        return () if two_before in _NOT_BEFORE_TO_VERB else base
    if before_kind == "aux":
        if before in HAVE_FORMS:
            return past
        if before in BE_FORMS | {"get", "got", "gets"}:
            return past or ing
        return base
    if inverted and base and not any(words[t.index].is_verb for t in tokens[:k]):
        # In a question the first word that could be the verb after the subject is the verb.
        follows = after is not None and after.lower != "of"
        if before_kind == "other" and (_opens_object(after, words, at_end=True) or follows):
            return base
    if before in DETERMINERS or before in {"'s", "'"} or before in _ADJECTIVES:
        pronoun = before in {"that", "both", "all", "each", "some", "many", "several", "most"}
        return past if pronoun and past and lower not in _NOUNS_TOO else ()
    if before in {"his", "her", "its", "their", "whose"}:
        return ()
    if (
        before in PREPOSITIONS
        and before not in {"than", "as"}
        and not (before in SUBORDINATORS and not ing)
    ):
        if not ing:
            return ()
        if lower in _GERUND_NOUNS and not _opens_object(after, words):
            return ()
        return () if after is not None and after.lower == "of" else ing
    if past and lower in _ALIKE and before_kind == "other" and not (after and after.lower == "of"):
        return past
    if past:
        if not (base and lower in _NOUNS_TOO and before_kind == "other"):
            return past
        # "Iran cut oil exports": after a name, a past that looks like the noun is a verb.
        named = tokens[j].is_capital and after is not None and after.is_word
        opens = _opens_object(after, words) or (after and after.lower in PREPOSITIONS)
        return past if named or opens else ()
    if ing:
        nominal = before_kind == "other" and lower in _GERUND_NOUNS
        return () if nominal or (after is not None and after.lower == "of") else ing
    return _present(tokens, k, base, third, before, words, j)


def _present(
    tokens: Sequence[Token],
    k: int,
    base: Forms,
    third: Forms,
    before: str,
    words: list[Word],
    j: int,
) -> Forms:
    """Tell present-tense verbs from nouns ("attacks", "plan") by what stands around."""
    lower = tokens[k].lower
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    nounish = any(b in _NOUNS_TOO for b, _ in (*base, *third))
    before_is_name = j >= 0 and words[tokens[j].index].kind == "other"
    if third:
        if before in _SUBJECT_PRONOUNS | {"that"}:
            return third
        if not before_is_name:
            coordinated = before in {"and", "or", "but"} and _opens_object(after, words)
            return third if coordinated and not nounish else ()
        if not nounish:
            return third
        if after is not None and after.lower in {"that", "to"}:
            return tuple(form for form in third if form[0] in _THAT_VERBS)
        if not tokens[j].is_capital:
            return ()
        return third if _opens_object(after, words) or _is_only_verb(tokens, k) else ()
    if before in _BARE_PLURAL_SUBJECTS | {"which", "that"}:
        return base
    if base and before_is_name and _is_demanded(tokens, k):
        return base
    if before in {"and", "or", "but", ","}:
        coordinated = _governed(tokens, k, words)
        return base if coordinated and (not nounish or _opens_object(after, words)) else ()
    if before in RELATIVES:
        return base
    plural = before_is_name and (before.endswith("s") or before in {"police", "people", "troops"})
    if plural and lower not in _MONTHS_AND_DAYS:
        return base if not nounish or _opens_object(after, words) else ()
    if j < 0 or not before_is_name:
        return ()
    paired = any(t.lower == "and" for t in tokens[max(0, j - 5) : j])
    return base if paired and _opens_object(after, words) else ()


def _is_demanded(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a base form can be that of "demands that Cambodia clear the mines"."""
    for j in range(k - 2, 0, -1):
        lower = tokens[j].lower
        if lower == "that":
            return any(base in _ASKING for base, _ in verb_bases(tokens[j - 1].lower))
        if not tokens[j].is_word or lower in AUXILIARIES:
            return False
    return False


def _is_only_verb(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether nothing else in the sentence can be its verb ("Iran supplies drones")."""
    if k + 1 >= len(tokens) or not tokens[k + 1].is_word or tokens[k + 1].lower in PREPOSITIONS:
        return False
    for other in tokens:
        if other is tokens[k]:
            continue
        if other.lower in AUXILIARIES or other.lower.endswith("ed"):
            return False
        if any(form == "past" for _, form in verb_bases(other.lower)):
            return False
    return True


def _governed(tokens: Sequence[Token], k: int, words: list[Word]) -> bool:
    """Tell whether an earlier verb of the sentence stands in base form ("to meet and …")."""
    for token in reversed(tokens[:k]):
        word = words[token.index]
        if word.is_verb:
            return any(form == "base" for _, form in word.forms)
    return False


def _opens_object(after: Token | None, words: list[Word], *, at_end: bool = False) -> bool:
    if after is None:
        return at_end
    lower = after.lower
    if lower in _OBJECT_STARTS or lower in {"to", "that", "against"}:
        return True
    if at_end and (lower in {"?", "by", "before", "in", "with", "within", "on"}):
        return True
    return after.is_word and after.is_capital and lower not in _MONTHS_AND_DAYS
