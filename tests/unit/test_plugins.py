from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from parley.errors import PluginError, UnknownPluginError
from parley.plugins import KINDS, find_plugins, has_version, load_plugin


class TableReader:
    name = "table.v1"

    def __init__(self, table: object = None) -> None:
        self.table = table


@dataclass
class Point:
    """An entry point without a package around it."""

    name: str
    target: object

    @property
    def value(self) -> str:
        return "some.module:thing"

    def load(self) -> object:
        if isinstance(self.target, Exception):
            raise self.target
        return self.target


def test_built_in_parts_come_in_by_the_same_door() -> None:
    """parley's own reader and forecasters are entry points like anybody's."""
    assert "rules.v1" in [plugin.name for plugin in find_plugins("reader")]
    assert {"base_rate.v1", "recurrence.v1"} <= {each.name for each in find_plugins("forecaster")}


def test_every_kind_has_its_group() -> None:
    """Feeds, readers, forecasters and commands can be added."""
    assert set(KINDS.values()) == {
        "parley.feeds",
        "parley.readers",
        "parley.forecasters",
        "parley.commands",
    }


def test_a_class_is_handed_what_it_names() -> None:
    """A reader that takes `table` gets the actor table; what it does not name stays away."""
    reader = load_plugin(
        "reader",
        "table.v1",
        offered={"table": "a table", "other": 1},
        points=[Point("table.v1", TableReader)],
    )

    assert reader.table == "a table"


def test_an_object_is_used_as_it_is() -> None:
    """An entry point may offer an instance in place of a class."""
    offered = SimpleNamespace(name="ready.v2")

    assert load_plugin("feed", "ready.v2", points=[Point("ready.v2", offered)]) is offered


def test_an_unknown_name_is_refused_with_the_nearest_known() -> None:
    """The error carries the kind, the name asked for and those there are."""
    with pytest.raises(UnknownPluginError, match=r"No reader called 'rule\.v1'.*'rules\.v1'") as e:
        load_plugin("reader", "rule.v1")

    assert "rules.v1" in e.value.known


def test_a_plugin_that_does_not_load_is_named() -> None:
    """Whatever goes wrong inside is chained, and the plugin gets the blame."""
    broken = Point("gone.v1", ImportError("no module named gone"))

    with pytest.raises(PluginError, match=r"'gone\.v1' \(some\.module:thing\) does not load") as e:
        load_plugin("forecaster", "gone.v1", points=[broken])

    assert isinstance(e.value.__cause__, ImportError)


def test_a_plugin_must_call_itself_by_the_name_it_is_offered_under() -> None:
    """Rows keep the name that made them, so the two may not differ."""
    with pytest.raises(PluginError, match=r"calls itself 'table\.v1'"):
        load_plugin("reader", "other.v1", points=[Point("other.v1", TableReader)])


@pytest.mark.parametrize("name", ["rules", "rules.v", "Rules.v1", "v1", ".v1", "rules.v1.beta", ""])
def test_a_name_without_a_version_is_not_versioned(name: str) -> None:
    """Names end in `.v` and a number."""
    assert not has_version(name)
