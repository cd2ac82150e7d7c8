"""Closed classes of words that noun phrases of parties are made of.

In: nothing. Out: sets of lower-case words. The idea to know: only adjectives on these
lists may stand between a state and its role noun, so that "a Russian attack killed
soldiers" does not become "Russian soldiers".
"""

from __future__ import annotations

__all__ = [
    "APPROXIMATE", "ARTICLES", "HYPHEN_LED", "HYPHEN_NOT_OWNER", "HYPHEN_PREFIXES", "LINKING",
    "LOCATIVES", "MODIFIERS", "NAME_PARTICLES", "NOT_NAMES", "NUMBERS", "POSSESSIVES",
    "QUANTIFIERS", "SPEECH", "TITLES", "TITLE_ROLES",
]  # fmt: skip

ARTICLES = frozenset("the a an this these those another".split())
POSSESSIVES = frozenset("his her its their".split())
NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve one 2 3 4 5 6 7 8 9 10 11 12
    15 20""".split()
)
QUANTIFIERS = frozenset(
    """many some several most all both few dozens hundreds thousands tens scores other various
    numerous fellow certain any every each no million thousand hundred""".split()
)
TITLES = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "dr": "", "sir": "m", "madam": "f",
    "lord": "m", "sheikh": "m", "sheikha": "f", "prof": "", "lady": "f", "rev": "", "hon": "",
}  # fmt: skip
# Titles that are short for a role noun: "Gov. Bill Richardson".
TITLE_ROLES = {
    "gen": "general", "col": "colonel", "maj": "major", "adm": "admiral", "capt": "officer",
    "lt": "officer", "sgt": "sergeant", "brig": "brigadier", "sen": "senator", "rep": "lawmaker",
    "gov": "governor",
}  # fmt: skip
APPROXIMATE = frozenset("about around nearly almost over roughly".split())
LOCATIVES = frozenset("in at near inside outside around across within".split())
LINKING = frozenset("of for from at in with".split())
HYPHEN_PREFIXES = frozenset("anti pro non ex".split())
HYPHEN_LED = frozenset("led run controlled brokered mediated sponsored owned ruled".split())
HYPHEN_NOT_OWNER = frozenset(
    """backed allied aligned based friendly supported funded trained armed linked supplied
    inspired made born occupied flagged leaning installed appointed held imposed affiliated
    proxy""".split()
)
NAME_PARTICLES = frozenset(
    "de da do dos das del della di van von der den bin ibn ben al el la le ul y abu bint".split()
)
MODIFIERS = frozenset(
    """former ex senior top high ranking highest chief deputy acting interim outgoing incoming new
    newly elected current then late veteran longtime long serving hardline hard line moderate
    reformist conservative liberal exiled jailed detained imprisoned ousted deposed toppled
    embattled beleaguered influential prominent leading main key official semi independent
    state run owned controlled private local national regional international foreign domestic
    federal central provincial municipal military civilian political diplomatic security
    economic nuclear western eastern northern southern islamist islamic muslim christian
    orthodox catholic communist socialist nationalist populist far right left wing ruling
    governing transitional provisional caretaker rebel pro anti government opposition armed
    unarmed masked unidentified unknown unnamed anonymous unspecified disgruntled young old
    elderly own entire whole so called self declared proclaimed internationally recognised
    recognized legitimate democratically powerful paramilitary elite special regular joint
    combined allied coalition friendly neighbouring neighboring close closest biggest largest
    first second third small tiny big great poor rich oil gas communist isolated reclusive
    secretive hermit landlocked breakaway separatist occupying invading advancing retreating
    peaceful angry striking undercover retired serving junior fellow native ethnic tribal
    indigenous religious right-wing business-friendly billionaire charismatic fiery firebrand
    octogenarian 5 same respective two three both warring feuding rival competing feared
    notorious banned outlawed defunct giant daily weekly english language mass circulation
    respected influential tightly public popular outspoken vocal staunch strict strategic
    traditional historic nominal titular de facto powerhouse western-backed western
    non-governmental nongovernmental based diplomatic environmental human rights civil legal
    chief trade peace lead presidential parliamentary royal naval aerial land air sea border
    riot counter terrorism anti-terror antiterror unelected elected appointed designate
    additional extra fresh fellow similar unionised unionized disputed strongest oldest newest
    troubled crisis hit war torn energy country's sole lone single mainstream major minor
    european arab african asian gulf nordic baltic latin maghreb sahel balkan caucasus remaining
    surviving captured wounded released freed deported
    leftist rightist centrist marxist maoist shia shiite sunni kurdish arab jewish
    palestinian-born mostly largely heavily newly-elected democratic centre center center-right
    centre-right""".split()
)
SPEECH = frozenset(
    """said says told tells added adds wrote writes warned warns argued argues noted notes
    stated states insisted insists explained explains claimed claims announced announces
    declared declares tweeted posted replied responded believes believed thinks predicted
    predicts estimated estimates reckons expects expected suggested suggests admitted
    acknowledged stressed urged called asked recalled""".split()
)
NOT_NAMES = frozenset(
    """the a an he she it they we i his her its their our this that these those in on at of to
    by for from with and but or as if when while after before since until according however
    meanwhile monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december speaking asked earlier
    later last next no not there here what who why how where some many most both each all
    such under over during despite also then now yet still only even new mr mrs ms dr sir
    today yesterday tomorrow analysts question answer will would does did do can could should has
    have had is are was were shall must might amid despite""".split()
)
