"""Reasons of a hazard: what each story added, in words, counts and events.

In: a unit on a morning, the lesson that answered, and what each column added. Out: `Told`
reasons, heaviest first. The idea to know: columns that tell one story (how the act has
been going of late, what the actor does to others) make one reason, whose words hold the
counts behind it and whose events are those that were counted.
"""

from __future__ import annotations

from dataclasses import replace

from parley.dynamics.series import DaySeries
from parley.dynamics.units import Act, Units
from parley.dynamics.windows import Floats
from parley.forecast.explain import Told, act_words
from parley.forecast.explain_hazard_words import N_EVENTS, Teller
from parley.forecast.hazard_asked import Correction
from parley.forecast.hazard_features import FEATURES, Group
from parley.forecast.hazard_lesson import Lesson
from parley.forecast.hazard_offices import Offices

__all__ = ["corrected", "folded", "hazard_reasons"]

_SMALL, _N_TOLD = 0.05, 3
"""In log-odds: reasons of less weight are told together, but for the heaviest three."""
_NAMES = {
    "own": "the act of late", "mirror": "the other way round", "announced": "announcements",
    "cooperation": "other cooperation", "hostility": "hostile acts", "akin": "acts of its class",
    "volume": "all they do", "actor": "the actor's other partners",
    "recipient": "the recipient's other partners", "attention": "attention",
    "allies": "allies", "office": "new office-holders", "setting": "general level",
    "calibration": "calibration", "horizon": "the window", "held": "the ceiling",
    "asked": "the act asked about",
}  # fmt: skip
_FAINT = 0.0005
"""In log-odds: a weight below it prints as nought."""


def hazard_reasons(
    series: DaySeries, act: Act, unit: Units, *, day: int, lesson: Lesson, general: float,
    parts: Floats, calibrated: float, allies: tuple[str, ...], offices: Offices,
) -> list[Told]:  # fmt: skip
    """Return the reasons of one unit on the morning of a day, heaviest first.

    Parameters
    ----------
    general
        What is added whatever the features say, in log-odds.
    parts
        Shape (n_columns,): what each column added, the base rate's last.
    calibrated
        What calibration added.
    allies
        Parties that deal with the same others as the actor does, most alike first.
    offices
        Changes of office-holders.
    """
    weights: dict[Group, float] = {}
    for feature, weight in zip(FEATURES, parts[:-1].tolist(), strict=True):
        weights[feature.group] = weights.get(feature.group, 0.0) + weight
    weights["setting"] = weights.get("setting", 0.0) + general + float(parts[-1])
    silent = _silent(act, unit, allies)
    for group in tuple(weights):
        if group != "setting" and (group in silent or abs(weights[group]) < _FAINT):
            weights["setting"] += weights.pop(group)
    teller = Teller(series, act, unit, day, lesson, allies, offices)
    told = []
    for group, weight in weights.items():
        text, rows = teller.tell(group)
        told.append(Told(group, text, weight, teller.ids(rows)))
    if calibrated:
        told.append(Told("calibration", _calibration(lesson), calibrated))
    told.sort(key=lambda each: (-abs(each.weight), each.kind))
    return told


def _silent(act: Act, unit: Units, allies: tuple[str, ...]) -> set[Group]:
    """Return stories that have nothing to tell of: what they add goes to the general level."""
    silent: set[Group] = set()
    if act.both_ways:  # either side may be named first, so there is no other way round
        silent.add("mirror")
    if unit.shape != "dyad":
        silent |= {"attention", "recipient" if unit.shape == "actor" else "actor"}
    if not allies:
        silent.add("allies")
    return silent


def corrected(told: list[Told], act: Act, made: Correction) -> list[Told]:
    """Return reasons as they hold for an act that was not learnt, and why they do."""
    which = "of mode " + " or ".join(act.modes) if act.modes else "of the sectors asked about"
    text = (
        f"The act asked about: of {made.n_windows:,} closed windows with "
        f"{act_words(act.event_types)} {which} {made.n_hits:,} came true; in them "
        f"{made.share:.0%} of what the other reasons add for whole types held, on a level of "
        "their own"
    )
    held = [replace(each, weight=made.share * each.weight) for each in told]
    return [*held, Told("asked", text, made.level)]


def folded(told: list[Told]) -> list[Told]:
    """Return reasons heaviest first, those of little weight gathered into one at the end.

    Examples
    --------
    >>> weights = {"own": 0.02, "akin": 1.0, "volume": -0.03, "actor": 0.6, "mirror": -0.5}
    >>> told = [Told(kind, "…", weight) for kind, weight in weights.items()]
    >>> [(each.kind, round(each.weight, 2)) for each in folded(told)]
    [('akin', 1.0), ('actor', 0.6), ('mirror', -0.5), ('rest', -0.01)]
    """
    told = sorted(told, key=lambda each: (-abs(each.weight), each.kind))
    n_told = max(_N_TOLD, sum(abs(each.weight) >= _SMALL for each in told))
    heavy, small = told[:n_told], told[n_told:]
    if len(small) < 2:
        return told
    names = ", ".join(_NAMES[each.kind] for each in small)
    text = f"{len(small)} more, each under {_SMALL:.2f}: {names}"
    events = tuple(dict.fromkeys(id_ for each in small for id_ in each.event_ids))[:N_EVENTS]
    return [*heavy, Told("rest", text, sum(each.weight for each in small), events)]


def _calibration(lesson: Lesson) -> str:
    return (
        f"Calibration: on the latest closed windows of {lesson.horizon_days} days the log-odds "
        f"had to be multiplied by {lesson.slope:.2f} and moved by {lesson.level:+.2f}; what "
        "that does to the base rate"
    )
