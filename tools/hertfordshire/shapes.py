"""Outlines of the zones and of the county, to five decimals: about a metre."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hertfordshire.facts import Facts

_PLACES = 5


def write(facts: Facts, out: Path) -> None:
    """Writes zones.geojson and boundary.geojson."""
    source = facts.data / "herts_lsoa11"
    known = {zone["zone"] for zone in facts.zones}
    zones = json.loads((source / "herts_lsoa11.geojson").read_text(encoding="utf-8"))
    features = [_feature(f, {"zone": f["properties"]["lsoa11_code"]}) for f in zones["features"]]
    drawn = {f["properties"]["zone"] for f in features}
    if drawn != known:
        raise ValueError(f"zones and outlines differ: {sorted(drawn ^ known)[:5]}")
    _save(out / "zones.geojson", features)
    county = json.loads((source / "herts_boundary.geojson").read_text(encoding="utf-8"))
    _save(out / "boundary.geojson", [_feature(f, {"name": "Hertfordshire"}) for f in county["features"]])


def _feature(feature: dict[str, Any], properties: dict[str, str]) -> dict[str, Any]:
    geometry = feature["geometry"]
    rounded = {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}
    return {"type": "Feature", "properties": properties, "geometry": rounded}


def _round(value: Any) -> Any:
    return [_round(item) for item in value] if isinstance(value, list) else round(value, _PLACES)


def _save(path: Path, features: list[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")
