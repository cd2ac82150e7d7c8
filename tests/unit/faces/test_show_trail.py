from __future__ import annotations

from collections.abc import Callable

from rich.console import Console

from parley.faces.show_trail import show_trail
from parley.trail import Step

Page = Callable[[Callable[[Console], None]], str]


def test_each_step_stands_deeper_than_what_rests_on_it(page: Page) -> None:
    """Indentation shows the way from the number to the words; ids are short."""
    leaf = Step("characters", "[0:5] of “x”", "r" * 16, words="talks\nfailed")
    tree = Step("event", "CONSULT", "e" * 16, steps=(Step("mention", "met", steps=(leaf,)),))

    lines = page(lambda console: show_trail(console, tree)).splitlines()

    assert [line.index(line.strip()) for line in lines] == [0, 2, 4, 6]
    assert lines[0] == "event  CONSULT  eeeeeeee"
    assert lines[3].strip() == "“talks failed”"
