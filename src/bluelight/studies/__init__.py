"""A question asked of an area: study, run, case."""

from bluelight.studies.load import StudySummary, list_studies, load_study, parse_study
from bluelight.studies.model import About, MoneySettings, Option, Study
from bluelight.studies.write import save_study, to_content, to_toml

__all__ = [
    "About",
    "MoneySettings",
    "Option",
    "Study",
    "StudySummary",
    "list_studies",
    "load_study",
    "parse_study",
    "save_study",
    "to_content",
    "to_toml",
]
