"""docs/methods/search.md says what a search may be asked, and its example is read."""

import re
from pathlib import Path

from bluelight.area import load_area
from bluelight.studies.search import load_search
from bluelight.studies.search.place import build_place
from bluelight.studies.search.settings import NewSite, Question

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods" / "search.md").read_text(encoding="utf-8")


def test_every_key_is_described_and_no_other() -> None:
    table = PAGE.split("| key of `[search]` | meaning |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(Question.model_fields)
    said = PAGE.split("`[[new_site]]` takes")[1].split("as the move")[0]
    assert set(re.findall(r"`(\w+)`", said)) == set(NewSite.model_fields)


def test_the_example_is_a_search_of_the_county_that_ships(tmp_path: Path) -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]
    (tmp_path / "search.toml").write_text(example, encoding="utf-8")
    asked = load_search(tmp_path / "search.toml")
    place = build_place(load_area("hertfordshire"), asked)
    assert place.sites[-1] == "N1"
    assert place.fixed[place.sites.index("F10")]
