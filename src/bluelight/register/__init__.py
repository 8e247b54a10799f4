"""What others did: collaborations, what they promised and delivered, and who took part. Knows no Django."""

from bluelight.register import codelists
from bluelight.register.check import Register
from bluelight.register.exchange import FORMATS, read_register, write_register
from bluelight.register.load import load_register
from bluelight.register.model import (
    Claim,
    Collaboration,
    Emmie,
    Evaluation,
    Governance,
    Organisation,
    Pair,
    Partner,
    Realised,
    Source,
    Status,
)
from bluelight.register.observed import Observation, observations
from bluelight.register.reference_class import ReferenceClass, reference_class

__all__ = [
    "FORMATS",
    "Claim",
    "Collaboration",
    "Emmie",
    "Evaluation",
    "Governance",
    "Observation",
    "Organisation",
    "Pair",
    "Partner",
    "Realised",
    "ReferenceClass",
    "Register",
    "Source",
    "Status",
    "codelists",
    "load_register",
    "observations",
    "read_register",
    "reference_class",
    "write_register",
]
