"""CAMEO codes and names as PLOVER acts.

In: a code (`036`) or the name of a relation (`Express_intent_to_meet_or_negotiate`). Out:
type, mode, contexts, what is promised, and who is actor and who recipient. The idea to
know: codes are strings, `010` is not `10`; names are matched by their letters and digits
alone. The map is our own table, `tables/cameo_plover.csv`, made from the manuals' facts:

- CAMEO 01 says that something was said, not what: it has no type, but for 018 and 019,
  which side with somebody (SUPPORT). 02 appeals are REQUEST, as 10 demands are.
- 03 intents are AGREE with the type of what is promised; 035, intents to yield, are
  CONCEDE with RETREAT promised.
- 057 signing is SUPPORT by both parties; 116 a conviction; 161 and 163 cut ties
  (SANCTION `discontinue`); 164 and 165 leave talks (`withdraw`).
- `parties` is `both` where an act has no direction, `swap` where CAMEO's source is the
  one acted upon: the host of a visit (043), the mediator of others' talks (045).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from parley.errors import ImportDataError
from parley.terms import EVENT_TYPES, INTENSITY, SYMMETRIC

__all__ = ["Act", "CodeList", "acts_by_code", "fold_name", "read_code_list"]

# ICEWS writes every visit twice, once from either side: 99.9% of 17,658 in icews18.
_SAME_ACT = {"043": "042"}
# Wordings in use that differ from those of the code list.
_ALSO_CALLED = {"carryoutvehicularbombing": "1832"}


@dataclass(frozen=True, slots=True)
class Act:
    """What a CAMEO code means in PLOVER; `event_type` is None when PLOVER has no type."""

    code: str
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    promised: str | None
    parties: str

    @property
    def same_as(self) -> str:
        """The code under which both sides of one act are counted."""
        return _SAME_ACT.get(self.code, self.code)


@cache
def acts_by_code() -> Mapping[str, Act]:
    """Return the act that each CAMEO code means.

    Examples
    --------
    >>> acts = acts_by_code()
    >>> acts["036"].event_type, acts["036"].promised
    ('AGREE', 'CONSULT')
    >>> acts["010"].event_type is None, acts["10"].event_type
    (True, 'REQUEST')
    """
    table = files("parley.record") / "tables" / "cameo_plover.csv"
    with table.open(encoding="utf-8") as lines:
        return {
            row["code"]: Act(
                code=row["code"],
                event_type=row["event_type"] or None,
                mode=row["mode"] or None,
                contexts=tuple(row["contexts"].split(";")) if row["contexts"] else (),
                promised=row["promised"] or None,
                parties=row["parties"],
            )
            for row in csv.DictReader(lines)
        }


def fold_name(name: str) -> str:
    """Return a name by its letters and digits alone, case folded.

    Examples
    --------
    >>> fold_name("Meet_at_a_'third'_location") == fold_name("Meet at a 'third' location")
    True
    """
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes and Goldstein values by folded name, as a CAMEO code list gives them."""

    codes: Mapping[str, str]
    goldstein: Mapping[str, float]

    def act(self, relation: str) -> Act | None:
        """Return the act a relation names: by CAMEO name, CAMEO code or PLOVER type.

        Examples
        --------
        >>> CodeList({}, {}).act("190").event_type
        'ASSAULT'
        >>> CodeList({}, {}).act("no such relation") is None
        True
        """
        name = fold_name(relation)
        code = self.codes.get(name) or _ALSO_CALLED.get(name, relation.strip())
        if code in acts_by_code():
            return acts_by_code()[code]
        kind = relation.strip().upper()
        if kind in EVENT_TYPES:
            parties = "both" if kind in SYMMETRIC else "forward"
            return Act(kind, kind, None, (), None, parties)
        return None

    def intensity(self, act: Act) -> float | None:
        """Return the code's Goldstein value, else the PLOVER value of its type."""
        if act.code in self.goldstein:
            return self.goldstein[act.code]
        return next((v for name, v in INTENSITY.items() if name == act.event_type), None)


def read_code_list(path: Path | None) -> CodeList:
    """Read a list with the columns `code`, `goldstein` and `name`, separated by tabs.

    Raises
    ------
    ImportDataError
        If the file is not there or lacks a column.
    """
    if path is None:
        return CodeList({}, {})
    codes: dict[str, str] = {}
    goldstein: dict[str, float] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                code, name = row["code"].strip(), fold_name(row["name"])
                goldstein[code] = float(row["goldstein"])
                # "CONSULT" is 04 and 040 alike; the longer code is the one in use.
                if len(code) > len(codes.get(name, "")):
                    codes[name] = code
    except (OSError, UnicodeDecodeError) as error:
        raise ImportDataError(
            f"cannot read the CAMEO code list: {error}", where=str(path)
        ) from error
    except (KeyError, ValueError, AttributeError) as error:
        raise ImportDataError(
            "a CAMEO code list has the columns code, goldstein and name, separated by tabs",
            where=str(path),
        ) from error
    return CodeList(codes, goldstein)
