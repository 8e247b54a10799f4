"""What others did: collaborations, what they promised and delivered, and who took part. Knows no Django."""

from bluelight.register import codelists
from bluelight.register.check import Register
from bluelight.register.exchange import FORMATS, read_register, write_register
from bluelight.register.load import load_register
from bluelight.register.model import Claim, Collaboration, Governance, Organisation, Pair, Partner, Source, Status

__all__ = [
    "FORMATS",
    "Claim",
    "Collaboration",
    "Governance",
    "Organisation",
    "Pair",
    "Partner",
    "Register",
    "Source",
    "Status",
    "codelists",
    "load_register",
    "read_register",
    "write_register",
]
