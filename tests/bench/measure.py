"""Measure a command or a function: wall time, CPU time, peak memory.

In: what to run and how often. Out: `Measured`, medians over the runs. The idea to know:
each command runs in a process of its own, and a baseline is run beside it, in turn, so
that a busy machine slows both alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Medians over `n` runs: seconds of wall and CPU time, peak memory in MiB."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    n: int


def measure_once(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command once, with some of the environment set, and measure it."""
    return Measured(*_once(command, environment), 1)


def _once(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple[float, float, float]:
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        if os.waitstatus_to_exitcode(status) != 0:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{said.read().decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure_beside(*commands: Sequence[str], n: int) -> list[Measured]:
    """Run commands in turn, `n` rounds after one to warm the disk, and take medians."""
    for command in commands:
        _once(command)
    rounds = [[_once(command) for command in commands] for _ in range(n)]

    def middle(command: int, figure: int) -> float:
        return statistics.median(each[command][figure] for each in rounds)

    return [Measured(middle(i, 0), middle(i, 1), middle(i, 2), n) for i in range(len(commands))]
