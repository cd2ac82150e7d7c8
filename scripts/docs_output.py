"""Run the pages of the docs and put what their commands print now into them.

In: pages, by default all that `tests/e2e/test_docs.py` runs. Out: the same pages with
present output. The idea to know: a step that shows nothing goes on showing nothing, and
a comment before a block says what to show of long output, step by step:

    <!-- show: all ;; head 12 ;; ^Chance|^As of -->

in full, the first lines, or the lines that match, with `...` for the rest; the last one
holds for all further steps. Ids (eight or more hexadecimal digits) that a page prints
and types again later are followed. Look at the diff before you commit it: a page whose
output changed may need other words around it.

    python scripts/docs_output.py README.md docs/tutorial/first-hour.md
"""

from __future__ import annotations

import importlib.util
import re
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(
    r"(?:^<!-- show: (?P<show>.*?) -->\n)?^```(?P<kind>console|python)\n(?P<body>.*?)^```$"
    r"(?P<text>\n\n```text\n.*?^```$)?",
    re.MULTILINE | re.DOTALL,
)
_ID = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,16}\b")


def _docs_test() -> ModuleType:
    """Return the module that tests the docs: it knows how a step is found and run."""
    spec = importlib.util.spec_from_file_location("test_docs", ROOT / "tests/e2e/test_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["test_docs"] = module
    spec.loader.exec_module(module)
    return module


DOCS = _docs_test()


def settled(output: str, folder: Path) -> str:
    """Return output without what differs from run to run: the time, places, counts to disk."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    output = "\n".join(line.rstrip() for line in output.strip("\n").splitlines())
    output = re.sub(rf"{today} \d\d:\d\d UTC", "... UTC", output)
    output = re.sub(r"Wrote [\d,]+ rows", "Wrote ... rows", output)
    output = re.sub(rf"{today}T[\d:.]+(\+00:00|Z)?", "...", output)
    output = output.replace(str(folder), "...").replace(str(ROOT / "src" / "parley"), "...")
    return output.replace(today, "2.........")


def cut(output: str, how: str) -> str:
    """Return the lines to show, with `...` where lines are left out."""
    lines = output.splitlines()
    if how == "all":
        return output
    if how.startswith("head "):
        n = int(how.removeprefix("head "))
        return "\n".join([*lines[:n], *(["..."] if len(lines) > n else [])])
    shown: list[str] = []
    left_out: list[str] = []
    for line in lines:
        if not re.search(how, line):
            left_out.append(line)
            continue
        if left_out:
            shown.append("..." if any(left_out) else "")
        shown.append(line)
        left_out = []
    return "\n".join([*shown, *(["..."] if left_out else [])])


class Page:
    """One page while it is run, step by step, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids: dict[str, str] = {}

    def block(self, found: re.Match[str]) -> str:
        """Return a block with present output."""
        if found["kind"] == "python":
            made = self._python(found)
        else:
            shows = (found["show"] or "all").split(" ;; ")
            made = f"```console\n{self._console(found['body'], shows)}```{found['text'] or ''}"
        mark = f"<!-- show: {found['show']} -->\n" if found["show"] else ""
        return mark + made

    def _python(self, found: re.Match[str]) -> str:
        output = self._run(DOCS.Step(0, "python", found["body"], None))
        made = f"```python\n{found['body']}```"
        return f"{made}\n\n```text\n{output}\n```" if found["text"] else made

    def _console(self, body: str, shows: list[str]) -> str:
        made: list[str] = []
        for number, (typed, printed) in enumerate(_typed_and_printed(body)):
            typed = [self._followed(line) for line in typed]
            made += typed
            step = next(DOCS.steps_of("```console\n" + "\n".join(typed) + "\n```\n"))
            if step.typed.startswith(DOCS._ELSEWHERE):
                continue
            output = self._run(step)
            if printed:
                present = cut(output, shows[min(number, len(shows) - 1)])
                self._follow("\n".join(printed), present)
                made += present.splitlines()
        return "".join(f"{line}\n" for line in made)

    def _run(self, step: object) -> str:
        output = settled(DOCS.run_step(step, self.folder), self.folder)
        if "fault of parley" in output or "WARNING parley.reading" in output:
            raise SystemExit(f"{step}\n{output}\nThe page is left as it was.")
        return output

    def _follow(self, before: str, after: str) -> None:
        was, now = _ID.findall(before), _ID.findall(after)
        if len(was) == len(now):
            self.ids.update(zip(was, now, strict=True))

    def _followed(self, line: str) -> str:
        return _ID.sub(lambda id_: self.ids.get(id_[0], id_[0]), line)


def _typed_and_printed(body: str) -> Iterable[tuple[list[str], list[str]]]:
    """Return each command of a console block, its lines beside those it printed."""
    steps: list[tuple[list[str], list[str]]] = []
    typing = False
    for line in body.splitlines():
        if line.startswith("$ "):
            steps.append(([line], []))
        elif steps:
            steps[-1][0 if typing else 1].append(line)
        typing = (typing or line.startswith("$ ")) and line.endswith("\\")
    return steps


def main() -> None:
    """Bring the pages named, or all, up to date and say which changed."""
    pages = [Path(name).resolve() for name in sys.argv[1:]] or DOCS.PAGES
    for path in pages:
        before = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            after = _BLOCK.sub(Page(Path(folder)).block, before)
        path.write_text(after, encoding="utf-8")
        print(f"{'changed' if after != before else 'same':8} {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
