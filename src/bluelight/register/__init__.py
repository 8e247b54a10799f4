"""What others did: collaborations, what they promised and delivered, and who took part. Knows no Django."""

from bluelight.register import codelists
from bluelight.register.load import Register, load_register
from bluelight.register.model import Claim, Collaboration, Organisation, Pair, Partner, Source, Status

__all__ = [
    "Claim",
    "Collaboration",
    "Organisation",
    "Pair",
    "Partner",
    "Register",
    "Source",
    "Status",
    "codelists",
    "load_register",
]
