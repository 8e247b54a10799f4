"""The words behind the codes of the register: what a reader sees for each value."""

from __future__ import annotations

THEMES = {
    "shared-estate": "Shared buildings",
    "control-room": "Joint control rooms",
    "demand-management": "Managing demand",
    "governance": "Governance and mergers",
    "strategic-alliance": "Alliances between services",
    "support-services": "Shared support services",
    "information-sharing": "Sharing information",
    "procurement": "Buying together",
    "fleet": "Vehicles and workshops",
    "prevention": "Prevention",
    "co-responding": "Co-responding",
    "training": "Training together",
    "interoperability": "Working together at incidents",
}
STATUSES = {
    "proposed": "Proposed",
    "pilot": "Pilot",
    "live": "Live",
    "ended": "Ended",
    "unknown": "Not recorded",
}
SERVICES = {
    "police": "Police",
    "fire": "Fire and rescue",
    "ambulance": "Ambulance",
    "local-authority": "Councils",
    "health": "Health bodies",
    "other": "Other partners",
}
REGIONS = {
    "East Midlands": "East Midlands",
    "East of England": "East of England",
    "London": "London",
    "North East": "North East",
    "North West": "North West",
    "South East": "South East",
    "South West": "South West",
    "West Midlands": "West Midlands",
    "Yorkshire and the Humber": "Yorkshire and the Humber",
    "Wales": "Wales",
    "Scotland": "Scotland",
    "National": "National",
}
CLAIM_STATES = {
    "forecast": "Forecast",
    "profiled": "Profiled",
    "realised": "Realised",
    "not_recorded": "Not recorded as forecast or realised",
}
CLAIM_SIDES = {"benefit": "Benefit", "cost": "Cost"}
CLAIM_KINDS = {
    "cashable": "Cash",
    "capital": "Capital",
    "non-cashable": "Not cash",
    "outcome": "Outcome",
    "response-time": "Response",
    "other": "Other",
}
EVIDENCE = {
    "not_evaluated": "Not evaluated",
    "evaluation_mentioned": "An evaluation is mentioned, not yet rated here",
    "evaluated": "Evaluated: protocol and data are published with the answer",
}
DIRECTIONS = {"lower": "Lower is better", "higher": "Higher is better"}
VERDICTS = {
    "better": "Better",
    "worse": "Worse",
    "no detectable change": "No detectable change",
    "cannot tell": "Nobody can tell",
}
CERTAINTIES = {"high": "High", "moderate": "Moderate", "low": "Low", "very low": "Very low"}
EVALUATORS = {
    "partner": "One of the partners, or somebody paid by them",
    "independent": "Somebody who is no partner and is not paid by one",
}
PROTOCOLS = {
    "registered": "Registered before the data were first evaluated",
    "not_registered": "Not registered before the data were first evaluated",
    "changed": "Changed after the data had been evaluated under another protocol",
    "altered": "The log of its history was altered",
}
# What each heading of EMMIE asks, after the College of Policing's Crime Reduction Toolkit.
EMMIE = {
    "effect": "Effect: did it work, and for whom?",
    "mechanism": "Mechanism: how does it work?",
    "moderators": "Moderators: where does it work, and where not?",
    "implementation": "Implementation: what does it take to do it?",
    "economic_cost": "Economic cost: what does it cost, against what it brings?",
}
PAIR_GRADES = {
    "OUTTURN": "Outturn: an audit, an outturn report or a plain fact",
    "CLAIM": "Claim: a partner's own figure",
    "INTERIM": "Interim: taken before the end",
    "REFORECAST": "Forecast again: no outturn yet",
    "NOT COMPARABLE": "Not comparable: kept so that nobody pairs the two by mistake",
}
MEASURE_CLASSES = {
    "saving": "Saving",
    "cost": "Cost",
    "date": "Date",
    "receipt": "Receipt",
    "level": "Level of service",
}
# What a lesson was drawn from, after the joint organisational learning of the emergency services.
LESSON_ORIGINS = {
    "incident": "An incident",
    "exercise": "A test or exercise",
    "training": "Training",
    "project": "A collaboration or project",
    "inquiry": "An inquiry or inspection",
}
# The five principles of the Joint Emergency Services Interoperability Programme.
PRINCIPLES = {
    "co-locate": "Co-locate",
    "communicate": "Communicate",
    "co-ordinate": "Co-ordinate",
    "understand-risk": "Jointly understand risk",
    "shared-awareness": "Shared situational awareness",
}
# Groups of root causes, after national operational learning of the fire and rescue services.
CAUSES = {
    "leadership": "Leadership",
    "attitudes": "Attitudes and behaviours",
    "risk-management": "Risk management and oversight",
}
RISKS = {"high": "High", "medium": "Medium", "low": "Low"}
LESSON_STATES = {
    "identified": "Identified",
    "assessed": "Assessed",
    "action": "Action under way",
    "reported": "Reported",
    "learned": "Learned",
    "set_aside": "Set aside",
}
NOTE_KINDS = {"action": "For action", "information": "For information"}
