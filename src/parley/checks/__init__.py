"""The kit every feed, reader and forecaster passes.

In: a plugin. Out: nothing, or a `CheckError` that says which promise is broken and on
what. The idea to know: the checks hand in awkward reports and a small invented history,
never yours, so `check_reader(MyReader())` in a test tells an author all is well.
"""

from __future__ import annotations

from parley.checks.feeds import check_feed
from parley.checks.forecasters import check_forecaster
from parley.checks.invented import InventedRecord
from parley.checks.readers import AWKWARD_TEXTS, check_reader

__all__ = ["AWKWARD_TEXTS", "InventedRecord", "check_feed", "check_forecaster", "check_reader"]
