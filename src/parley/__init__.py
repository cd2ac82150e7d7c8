"""parley reads news reports and works out the chance of what states will do next.

In: reports, or the field's event histories. Out: events, statements with who says so,
claims, and forecasts whose every number can be walked back to the words it rests on.
The one idea to know: everything is done through a `Desk`, opened on a record.

>>> import parley
>>> desk = parley.open("parley-record")        # doctest: +SKIP
>>> desk.read("report.txt")                    # doctest: +SKIP
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parley.desk import Desk, open

__all__ = ["Desk", "__version__", "open"]

__version__ = version("parley")


def __getattr__(name: str) -> Any:
    # The desk brings the whole house along; importing parley alone stays light.
    if name in {"Desk", "open"}:
        from parley import desk

        return getattr(desk, name)
    raise AttributeError(f"module 'parley' has no attribute {name!r}")
