"""Words of English that rules lean on: closed classes and verb inflection.

In: a lower-case word. Out: its class or its base forms. The idea to know: with no
tagger at hand, a verb is recognised by its possible base forms being in a lexicon, and
its voice by the auxiliaries before it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

__all__ = [
    "AUXILIARIES",
    "BE_FORMS",
    "CONJUNCTIONS",
    "DETERMINERS",
    "HAVE_FORMS",
    "IRREGULAR",
    "MODALS",
    "NEGATIONS",
    "PREPOSITIONS",
    "PRONOUNS",
    "RELATIVES",
    "SUBORDINATORS",
    "VerbForm",
    "noun_bases",
    "verb_bases",
]

VerbForm = Literal["base", "s", "past", "participle", "ing"]

DETERMINERS = frozenset(
    """the a an this that these those his her its their our my your some any no each every
    both all several many few most another other such two three four five six seven eight
    nine ten dozens hundreds thousands""".split()
)
PREPOSITIONS = frozenset(
    """of in on at by with from to for against about over under between among into onto upon
    through during before after since until till within without towards toward across near
    off around behind beyond despite amid amidst following concerning regarding per via
    alongside along inside outside like unlike as than""".split()
)
PRONOUNS = frozenset(
    """he she it they him her them his hers its their theirs himself herself itself themselves
    we us our ours i me my mine you your who whom whose which that this these those one
    ones former latter""".split()
)
CONJUNCTIONS = frozenset("and or but nor yet so while whereas".split())
SUBORDINATORS = frozenset(
    """if unless although though because since when whenever while after before until once
    as whether that where wherever lest""".split()
)
RELATIVES = frozenset("who whom whose which that where".split())
MODALS = frozenset(
    "will would shall should can could may might must 'll 'd ought cannot wo ca".split()
)
BE_FORMS = frozenset("be am is are was were been being 's 're 'm".split())
HAVE_FORMS = frozenset("have has had having 've".split())
AUXILIARIES = BE_FORMS | HAVE_FORMS | MODALS | frozenset("do does did get gets got".split())
NEGATIONS = frozenset("not n't never no neither nor without cannot".split())

# base: (past, participle); regular verbs are worked out.
IRREGULAR: dict[str, tuple[str, str]] = {
    "arise": ("arose", "arisen"), "be": ("was", "been"), "bear": ("bore", "borne"),
    "beat": ("beat", "beaten"), "become": ("became", "become"), "begin": ("began", "begun"),
    "bend": ("bent", "bent"), "bid": ("bid", "bid"), "bind": ("bound", "bound"),
    "bite": ("bit", "bitten"), "bleed": ("bled", "bled"), "blow": ("blew", "blown"),
    "break": ("broke", "broken"), "breed": ("bred", "bred"), "bring": ("brought", "brought"),
    "broadcast": ("broadcast", "broadcast"), "build": ("built", "built"),
    "burn": ("burned", "burned"), "burst": ("burst", "burst"), "buy": ("bought", "bought"),
    "cast": ("cast", "cast"), "catch": ("caught", "caught"), "choose": ("chose", "chosen"),
    "come": ("came", "come"), "cost": ("cost", "cost"), "cut": ("cut", "cut"),
    "deal": ("dealt", "dealt"), "dig": ("dug", "dug"), "do": ("did", "done"),
    "draw": ("drew", "drawn"), "drive": ("drove", "driven"), "fall": ("fell", "fallen"),
    "feed": ("fed", "fed"), "feel": ("felt", "felt"), "fight": ("fought", "fought"),
    "find": ("found", "found"), "flee": ("fled", "fled"), "fly": ("flew", "flown"),
    "forbid": ("forbade", "forbidden"), "foresee": ("foresaw", "foreseen"),
    "foretell": ("foretold", "foretold"), "freeze": ("froze", "frozen"),
    "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"),
    "grind": ("ground", "ground"), "grow": ("grew", "grown"), "hang": ("hung", "hung"),
    "have": ("had", "had"), "hear": ("heard", "heard"), "hide": ("hid", "hidden"),
    "hit": ("hit", "hit"), "hold": ("held", "held"), "hurt": ("hurt", "hurt"),
    "keep": ("kept", "kept"), "know": ("knew", "known"), "lay": ("laid", "laid"),
    "lead": ("led", "led"), "leave": ("left", "left"), "lend": ("lent", "lent"),
    "let": ("let", "let"), "lie": ("lay", "lain"), "lose": ("lost", "lost"),
    "make": ("made", "made"), "mean": ("meant", "meant"), "meet": ("met", "met"),
    "mislead": ("misled", "misled"), "overthrow": ("overthrew", "overthrown"),
    "overrun": ("overran", "overrun"), "oversee": ("oversaw", "overseen"),
    "pay": ("paid", "paid"), "put": ("put", "put"), "quit": ("quit", "quit"),
    "read": ("read", "read"), "rebuild": ("rebuilt", "rebuilt"),
    "retake": ("retook", "retaken"), "ride": ("rode", "ridden"), "ring": ("rang", "rung"),
    "rise": ("rose", "risen"), "run": ("ran", "run"), "say": ("said", "said"),
    "see": ("saw", "seen"), "seek": ("sought", "sought"), "sell": ("sold", "sold"),
    "send": ("sent", "sent"), "set": ("set", "set"), "shake": ("shook", "shaken"),
    "shed": ("shed", "shed"), "shoot": ("shot", "shot"), "show": ("showed", "shown"),
    "shut": ("shut", "shut"), "sink": ("sank", "sunk"), "sit": ("sat", "sat"),
    "slay": ("slew", "slain"), "speak": ("spoke", "spoken"), "spend": ("spent", "spent"),
    "split": ("split", "split"), "spread": ("spread", "spread"), "stand": ("stood", "stood"),
    "steal": ("stole", "stolen"), "stick": ("stuck", "stuck"), "strike": ("struck", "struck"),
    "strive": ("strove", "striven"), "swear": ("swore", "sworn"), "sweep": ("swept", "swept"),
    "take": ("took", "taken"), "teach": ("taught", "taught"), "tear": ("tore", "torn"),
    "tell": ("told", "told"), "think": ("thought", "thought"), "throw": ("threw", "thrown"),
    "undergo": ("underwent", "undergone"), "undertake": ("undertook", "undertaken"),
    "uphold": ("upheld", "upheld"), "wear": ("wore", "worn"), "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"),
    "withstand": ("withstood", "withstood"), "write": ("wrote", "written"),
}  # fmt: skip

_PAST: dict[str, list[str]] = {}
_PARTICIPLE: dict[str, list[str]] = {}
for _base, (_past, _participle) in IRREGULAR.items():
    _PAST.setdefault(_past, []).append(_base)
    _PARTICIPLE.setdefault(_participle, []).append(_base)
_PAST["were"] = ["be"]

_VOWELS = "aeiou"


def _stems(word: str, ending: str) -> list[str]:
    """Bases that could take a regular ending ("ed" or "ing") to give a word."""
    stem = word[: -len(ending)]
    if len(stem) < 2:
        return []
    bases = [stem, stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        bases.insert(0, stem[:-1])
    if ending == "ed" and stem.endswith("i"):
        bases.insert(0, stem[:-1] + "y")
    if ending == "ing" and stem.endswith("y"):
        bases.append(stem[:-1] + "ie")
    return bases


@lru_cache(maxsize=20_000)
def verb_bases(word: str) -> tuple[tuple[str, VerbForm], ...]:
    """Return every (base, form) that a lower-case word could be as a verb.

    Examples
    --------
    >>> ("withdraw", "past") in verb_bases("withdrew")
    True
    >>> ("deny", "participle") in verb_bases("denied")
    True
    """
    found: list[tuple[str, VerbForm]] = [(word, "base")]
    found += [(base, "past") for base in _PAST.get(word, ())]
    found += [(base, "participle") for base in _PARTICIPLE.get(word, ())]
    if word.endswith("ed"):
        for base in _stems(word, "ed"):
            if base not in IRREGULAR:
                found += [(base, "past"), (base, "participle")]
    if word.endswith("ing"):
        found += [(base, "ing") for base in _stems(word, "ing")]
    if word.endswith("s") and not word.endswith("ss"):
        found.append((word[:-1], "s"))
        if word.endswith("es"):
            found.append((word[:-2], "s"))
        if word.endswith("ies"):
            found.append((word[:-3] + "y", "s"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def noun_bases(word: str) -> tuple[str, ...]:
    """Return a lower-case noun and the singulars it could be the plural of.

    Examples
    --------
    >>> "ally" in noun_bases("allies")
    True
    """
    found = [word]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("es"):
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        found.append(word[:-1])
    if word.endswith("men"):
        found.append(word[:-3] + "man")
    return tuple(dict.fromkeys(found))
