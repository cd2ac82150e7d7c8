"""What tests of reading share: the packaged actor table, loaded once."""

from __future__ import annotations

import pytest

from parley.reading.actors import ActorTable, load_actor_table


@pytest.fixture(scope="session")
def table() -> ActorTable:
    """The packaged table of the world."""
    return load_actor_table("world.v1")
