from __future__ import annotations

import pytest

from parley.record.cameo import CodeList, acts_by_code, fold_name
from parley.terms import CONTEXTS, EVENT_TYPES, MODES

LIST = CodeList({"consult": "040", "expressintenttomeetornegotiate": "036"}, {"040": 1.0})


def test_every_row_of_the_map_is_plover() -> None:
    """Types, modes, contexts and promises are those of the manual, and nothing else."""
    for act in acts_by_code().values():
        if act.event_type is None:
            assert (act.mode, act.contexts, act.promised) == (None, (), None)
            continue
        modes = next(MODES[kind] for kind in EVENT_TYPES if kind == act.event_type)
        assert act.mode is None or act.mode in modes, act
        assert set(act.contexts) <= set(CONTEXTS), act
        assert act.promised is None or act.promised in EVENT_TYPES, act
        assert act.parties in {"forward", "both", "swap"}, act


def test_only_bare_statements_lack_a_type() -> None:
    """Of 312 codes those without a type all belong to CAMEO 01."""
    without = sorted(act.code for act in acts_by_code().values() if act.event_type is None)

    assert without == ["01", "010", "011", "012", "013", "014", "015", "016", "017"]
    assert len(acts_by_code()) == 312


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("010", (None, None, "forward")),
        ("10", ("REQUEST", None, "forward")),
        ("036", ("AGREE", None, "both")),
        ("0353", ("CONCEDE", None, "forward")),
        ("041", ("CONSULT", "phone", "both")),
        ("043", ("CONSULT", "visit", "swap")),
        ("057", ("SUPPORT", None, "both")),
        ("0841", ("RETREAT", "release", "forward")),
        ("112", ("ACCUSE", "allege", "forward")),
        ("161", ("SANCTION", "discontinue", "forward")),
        ("195", ("ASSAULT", "aerial", "forward")),
    ],
)
def test_codes_mean_what_the_manuals_say(code: str, meant: tuple[str | None, ...]) -> None:
    """Codes are strings: 010 is a statement, 10 a demand."""
    act = acts_by_code()[code]

    assert (act.event_type, act.mode, act.parties) == meant


@pytest.mark.parametrize("name", ["Consult", "CONSULT", "consult!", "Con_sult"])
def test_names_are_matched_by_letters_alone(name: str) -> None:
    """Case, spaces, underscores and apostrophes do not count."""
    act = LIST.act(name)

    assert act is not None
    assert act.code == "040"


def test_codes_and_types_name_acts_too() -> None:
    """A data set of one's own may write 036 or AGREE instead of CAMEO's words."""
    by_code, by_type = CodeList({}, {}).act("036"), CodeList({}, {}).act("Assault")

    assert by_code is not None
    assert by_type is not None
    assert (by_code.promised, by_type.event_type) == ("CONSULT", "ASSAULT")


def test_intensity_falls_back_on_plover() -> None:
    """The code's own value where the list has one, else that of the type, else none."""
    consult, intent, statement = (acts_by_code()[code] for code in ("040", "036", "010"))

    assert [LIST.intensity(act) for act in (consult, intent, statement)] == [1.0, 2.5, None]


def test_fold_name_keeps_letters_of_every_script() -> None:
    """Accents and digits stay."""
    assert fold_name("Éire-2") == "éire2"
