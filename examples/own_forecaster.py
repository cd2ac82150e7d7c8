"""A forecaster of one's own, scored beside the base rate.

In: nothing; the toy world ships with parley. Out: on standard output, the Brier scores
of a forecaster that always answers with one chance, and of parley's own. The idea to
know: anything with a `name` and a `forecast` method can be backtested, and `checks`
tells beforehand whether it keeps the promises.

    python examples/own_forecaster.py
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import parley
from parley.checks import check_forecaster
from parley.terms import BaseRate, Forecast, KnownRecord, Question, make_id


class OneInThree:
    """Says 1 in 3, whatever is asked."""

    name = "one-in-three.v1"

    def forecast(self, questions: Sequence[Question], known: KnownRecord) -> list[Forecast]:
        """Return the same chance for each question, without reasons."""
        return [
            Forecast(
                forecast_id=make_id(self.name, question.question_id, known.as_of),
                question=question,
                probability=1 / 3,
                base_rate=BaseRate(
                    probability=1 / 3,
                    n_hits=0,
                    n_windows=0,
                    class_rate=1 / 3,
                    class_hits=0,
                    class_windows=0,
                    reference_class="none: the same for everybody",
                    window_days=question.horizon_days,
                ),
                reasons=(),
                origin=known.as_of,
                as_of=known.as_of,
                forecaster=self.name,
            )
            for question in questions
        ]


def main() -> None:
    """Check the forecaster, then replay the toy world with it and with parley's own."""
    check_forecaster(OneInThree())
    with (
        tempfile.TemporaryDirectory() as folder,
        resources.as_file(resources.files("parley") / "toy") as toy,
        parley.open(Path(folder) / "record", actor_tables=["toy.v1"]) as desk,
    ):
        desk.import_tkg(toy / "history", start_on="2021-01-01")
        for forecaster in (OneInThree(), "recurrence.v1"):
            result = desk.backtest(
                "CONSULT", since="2022-01-01", until="2023-12-31", every_days=30,
                as_of="2024-01-01", forecaster=forecaster, record=False,
            )  # fmt: skip
            print(
                f"{result.forecaster:16} Brier score {result.brier:.3f}, base rate "
                f"{result.brier_base:.3f}, skill {result.skill:+.2f} ({result.n} chances)"
            )


if __name__ == "__main__":
    main()
