"""Build the register's shipped files from the reference facts.

Usage: python tools/build_register.py [FOLDER]
Reads facts/register under BLUELIGHT_REFERENCE (default ../shared) and `register_readings.csv` beside this file, which
holds what a person read in the facts: which statements report something that happened, and on which partner a claim
falls. Whatever nobody read is "not recorded".
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from bluelight.register.model import Pair

ROOT = Path(__file__).resolve().parent.parent
READINGS = Path(__file__).parent / "register_readings.csv"
SIDES = (("benefit", "benefits"), ("cost", "costs"))
EVALUATION_MENTIONED = {
    "cardiff-violence-prevention-model",
    "cornwall-tri-service-safety-officers",
    "durham-darlington-safe-and-wellbeing-visits",
    "essex-mental-health-street-triage",
    "fire-winter-health-pilot-evaluation",
    "london-joint-response-unit",
    "multi-agency-safeguarding-hubs",
    "njc-emergency-medical-response-trials",
    "nottinghamshire-safe-and-well-evaluation",
    "south-wales-joint-public-service-centre",
    "sussex-mental-health-street-triage",
    "thames-valley-forced-entry-trial",
}
PAIR_COLUMNS = list(Pair.model_fields)


def plain(name: str) -> str:
    """A name without case, punctuation or ampersands."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()


def text(value: object) -> str | None:
    """Text, or None for nothing."""
    return None if value is None else str(value)


def measure_class(measure: str, unit: str) -> str:
    """Savings, costs, dates, receipts and levels of service are never pooled."""
    if unit == "date":
        return "date"
    for found, words in (
        ("receipt", ("receipt", "sale ")),
        ("saving", ("saving",)),
        ("cost", ("cost", "budget", "contract sum", "capital programme", "spending")),
    ):
        if any(word in measure for word in words):
            return found
    return "level"


def read_pairs(facts: Path, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of pairs.csv with their grade, class and, where two claims of the entry are that pair, its id."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        for _, plural in SIDES:
            for claim in entry[plural]:
                if "pair" in claim:
                    groups[entry["slug"], claim["pair"]].append(claim)
    pairs = []
    with (facts / "pairs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grade, note = row["note"].split(":", 1)
            is_date = row["unit"] == "date"
            fitting = [
                pair
                for (slug, pair), claims in groups.items()
                if slug == row["collaboration"]
                and (claims[0]["unit"] == "date") == is_date
                and (
                    is_date or {claim["amount"] for claim in claims} == {float(row["forecast"]), float(row["realised"])}
                )
            ]
            if len(fitting) > 1:
                raise SystemExit(f"pairs.csv: {row['collaboration']}, {row['measure']} fits {fitting}")
            pairs.append(
                {
                    **row,
                    "measure_class": measure_class(row["measure"], row["unit"]),
                    "grade": grade,
                    "note": note.strip(),
                    "pair": fitting[0] if fitting else "",
                    "forecast_amount": "" if is_date else row["forecast"],
                    "realised_amount": "" if is_date else row["realised"],
                }
            )
    return pairs


def is_promise(fact: dict[str, Any], pair: dict[str, Any]) -> bool:
    """Whether a claim is the earlier of its pair."""
    if pair["unit"] == "date":
        return bool(fact["unit"] == "date")
    return bool(fact["amount"] == float(pair["forecast"]))


def read_readings() -> dict[str, dict[str, str]]:
    """What a person read in the facts, by claim."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        return {row["claim"]: row for row in csv.DictReader(file)}


def build_claims(
    entry: dict[str, Any], pairs: list[dict[str, Any]], readings: dict[str, dict[str, str]]
) -> list[dict[str, Any]]:
    """The claims of one entry, benefits first."""
    measured = {row["pair"]: row for row in pairs if row["pair"] and row["collaboration"] == entry["slug"]}
    claims = []
    for side, plural in SIDES:
        for number, fact in enumerate(entry[plural], start=1):
            claim_id = f"{entry['slug']}/{side}-{number}"
            reading = readings.pop(claim_id, {"statement": fact["statement"], "state": "", "partner": ""})
            if reading["statement"] != fact["statement"]:
                raise SystemExit(f"{READINGS.name}: the statement of {claim_id} has changed; read it again")
            pair = fact.get("pair")
            row = measured.get(pair) if pair else None
            source = entry["sources"][0]["url"] if len(entry["sources"]) == 1 else None
            if row is not None:
                source = row["source_forecast" if is_promise(fact, row) else "source_realised"]
            claims.append(
                {
                    "id": claim_id,
                    "side": side,
                    "kind": fact["kind"],
                    "measure": row["measure"] if row else None,
                    "amount": fact["amount"],
                    "amount_max": fact["amount_max"],
                    "unit": fact["unit"],
                    "period": fact["period"],
                    "statement": fact["statement"],
                    "state": reading["state"] or ("forecast" if fact["is_forecast"] else "not_recorded"),
                    "partner": reading["partner"] or None,
                    "source_url": source,
                    "as_of": fact.get("as_of"),
                    "pair": pair,
                }
            )
    return claims


def build(facts: Path) -> dict[str, str]:
    """The shipped files, by name, from the folder of facts."""
    entries = json.loads((facts / "collaborations.json").read_text(encoding="utf-8"))
    organisations = json.loads((facts / "organisations.json").read_text(encoding="utf-8"))
    slugs = {
        plain(name): item["slug"] for item in organisations for name in (item["name"], item["slug"], *item["aliases"])
    }
    pairs = read_pairs(facts, entries)
    readings = read_readings()
    collaborations = [
        {
            "slug": entry["slug"],
            "name": entry["name"],
            "theme": entry["theme"],
            "partners": [
                {
                    "organisation": partner["organisation"],
                    "slug": slugs.get(plain(partner["organisation"])),
                    "service": partner["service"],
                    "area": partner["area"],
                }
                for partner in entry["partners"]
            ],
            "region": entry["region"],
            "start_year": entry["start_year"],
            "status": {"value": entry["status"]["value"], "as_of": text(entry["status"]["as_of"])},
            "summary": entry["summary"],
            "claims": build_claims(entry, pairs, readings),
            "barriers": entry["barriers"],
            "enablers": entry["enablers"],
            "lessons": entry["lessons"],
            "sources": [
                {
                    "url": source["url"],
                    "title": source["title"],
                    "publisher": source["publisher"],
                    "published": text(source["published"]),
                    "supports": source["what_it_supports"],
                }
                for source in entry["sources"]
            ],
            "evidence": "evaluation_mentioned" if entry["slug"] in EVALUATION_MENTIONED else "not_evaluated",
        }
        for entry in entries
    ]
    if readings:
        raise SystemExit(f"{READINGS.name}: no such claims: {', '.join(readings)}")
    for item in organisations:
        item["governance"]["as_of"] = text(item["governance"]["as_of"])
    return {
        "collaborations.json": as_json(collaborations),
        "organisations.json": as_json(organisations),
        "pairs.csv": as_csv(pairs),
    }


def as_json(rows: list[dict[str, Any]]) -> str:
    """Readable JSON that changes line by line."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_csv(rows: list[dict[str, Any]]) -> str:
    """CSV with the columns of `Pair`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, PAIR_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    """Write the files."""
    reference = Path(os.environ.get("BLUELIGHT_REFERENCE", ROOT.parent / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src" / "bluelight" / "data" / "register"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in build(reference / "facts" / "register").items():
        unfinished = folder / f".{name}.part"
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(folder / name)


if __name__ == "__main__":
    main()
