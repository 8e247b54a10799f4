"""Small cases written to a folder, as a user would have them."""

from pathlib import Path

import numpy as np

PROTOCOL = """\
title = "Shared control room"
question = "Did the shared control room change how long callers wait?"
written = 2020-01-15
outcome = "wait"
outcome_words = "mean wait"
unit = "minutes"
better = "lower"
smallest_effect = 0.5
comparators_why = "The other services of the country, which kept their own rooms"
"""


def write_case(
    folder: Path,
    values: np.ndarray,
    treated: dict[int, int],
    *,
    frequency: str = "year",
    first: int = 2000,
    protocol: str = PROTOCOL,
    more: str = "",
    outcomes: dict[str, np.ndarray] | None = None,
    breaks: set[tuple[int, int]] = frozenset(),
) -> Path:
    """The protocol of a case whose units are u0, u1, ...; `treated` gives the first treated column of each."""
    rows = ["unit,period,outcome,value,break"]
    for outcome, table in {"wait": values, **(outcomes or {})}.items():
        for unit, line in enumerate(table):
            rows += [
                f"u{unit},{said(first, step, frequency)},{outcome},{value!r},{'yes' if (unit, step) in breaks else ''}"
                for step, value in enumerate(line.tolist())
                if not np.isnan(value)
            ]
    starts = [f"u{unit},{said(first, step, frequency)}" for unit, step in treated.items()]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "panel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "treatment.csv").write_text("\n".join(["unit,start", *starts]) + "\n", encoding="utf-8")
    path = folder / "protocol.toml"
    path.write_text(protocol + more, encoding="utf-8")
    return path


def said(first: int, step: int, frequency: str) -> str:
    match frequency:
        case "year":
            return f"{first + step}"
        case "quarter":
            return f"{first + step // 4}-Q{step % 4 + 1}"
        case _:
            return f"{first + step // 12}-{step % 12 + 1:02d}"


def autocorrelated(rng: np.random.Generator, units: int, periods: int, rho: float) -> np.ndarray:
    """Stationary AR(1) noise of variance 1, each unit round a level of its own, all moved by common shocks."""
    noise = np.empty((units, periods))
    noise[:, 0] = rng.normal(size=units)
    for step in range(1, periods):
        noise[:, step] = rho * noise[:, step - 1] + np.sqrt(1 - rho**2) * rng.normal(size=units)
    return 10 + rng.normal(size=(units, 1)) + rng.normal(size=periods) + noise
