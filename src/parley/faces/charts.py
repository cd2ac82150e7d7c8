"""The one place that writes charts to files, offline.

In: a chart, as Altair makes it or as a Vega-Lite specification, and a path. Out: a file
of the kind its ending names: .html, .svg, .png or .json. The idea to know: nothing is
fetched, neither now nor when the page is opened, for the scripts of a page are written
into it. Charts need the `charts` extra; the modules `charts_*` build them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from parley.errors import InputError, MissingPartError

__all__ = ["ENDINGS", "INK", "PLOT_HELP", "STYLE", "Chart", "check_ending", "write_chart"]

ENDINGS = (".html", ".svg", ".png", ".json")
"""The kinds of file a chart can be written to."""

PLOT_HELP = "Draw it to FILE: .html (opens offline), .svg, .png or .json."
"""What the flag `--plot FILE` tells of itself."""

INK = {"dark": "#222222", "mid": "#777777", "faint": "#c9c9c9", "accent": "#8c2d19"}
"""The few colours of a chart; each thing they tell apart differs in shape or words too."""

STYLE: dict[str, Any] = {
    "font": "Georgia, 'DejaVu Serif', serif",
    "background": "white",
    "padding": 12,
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "fontSize": 15, "fontWeight": "normal", "color": INK["dark"],
        "subtitleFontSize": 11, "subtitleColor": INK["mid"], "subtitlePadding": 4, "offset": 10,
    },
    "axis": {
        "domainColor": INK["mid"], "tickColor": INK["mid"], "gridColor": "#eeeeee",
        "labelColor": INK["dark"], "titleColor": INK["dark"], "titleFontWeight": "normal",
        "labelFontSize": 10, "titleFontSize": 11,
    },
    "header": {"labelFontSize": 11, "labelColor": INK["dark"], "titleFontWeight": "normal"},
    "legend": {"labelFontSize": 10, "titleFontSize": 10, "titleFontWeight": "normal"},
}  # fmt: skip
"""How every chart looks: ink on white, thin lines, one accent."""

_PIXELS = 2.0  # of a picture for each unit of length, for screens and print alike


class HasSpecification(Protocol):
    """What an Altair chart offers of itself."""

    def to_dict(self) -> dict[str, Any]:
        """Return the Vega-Lite specification."""


Chart = HasSpecification | Mapping[str, Any]
"""An Altair chart, or a Vega-Lite specification."""


def check_ending(path: str | os.PathLike[str]) -> str:
    """Return the ending of a path, in small letters, when a chart can be written so.

    Raises
    ------
    InputError
        If it names no kind of chart.

    Examples
    --------
    >>> check_ending("talks.SVG")
    '.svg'
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            f"{str(path)!r} names no kind of chart. End it in {', '.join(ENDINGS[:-1])} "
            f"or {ENDINGS[-1]}."
        )
    return ending


def write_chart(chart: Chart, path: str | os.PathLike[str]) -> Path:
    """Write a chart to a file of the kind that the path's ending names.

    Parameters
    ----------
    chart
        An Altair chart or a Vega-Lite specification; `STYLE` is put under its own settings.
    path
        The file, which is written anew; its folder has to be there.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        If the ending names no kind of chart, or the file cannot be written.
    MissingPartError
        If the extra `charts` is not installed.
    """
    ending = check_ending(path)
    specification = dict(chart) if isinstance(chart, Mapping) else chart.to_dict()
    specification["config"] = _under(STYLE, specification.get("config") or {})
    target = Path(path)
    content = _rendered(specification, ending)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise InputError(f"Cannot write the chart to {str(path)!r}: {error.strerror}.") from error
    return target


def _under(style: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of a chart over those of the house, also where they share a heading."""
    merged = dict(style) | dict(own)
    for key in style.keys() & own.keys():
        if isinstance(style[key], Mapping) and isinstance(own[key], Mapping):
            merged[key] = _under(style[key], own[key])
    return merged


def _rendered(specification: dict[str, Any], ending: str) -> bytes:
    if ending == ".json":
        return (json.dumps(specification, ensure_ascii=False, indent=1) + "\n").encode()
    converter = _converter()
    if ending == ".png":
        return bytes(converter.vegalite_to_png(specification, scale=_PIXELS))
    if ending == ".svg":
        return str(converter.vegalite_to_svg(specification)).encode()
    return str(converter.vegalite_to_html(specification, bundle=True)).encode()


def _converter() -> ModuleType:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingPartError(
            "vl-convert-python", extra="charts", needed_for="Writing a chart"
        ) from error
    return vl_convert
