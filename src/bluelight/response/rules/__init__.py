"""Rules that not every area uses: one file each, and none of them costs anything where it is off."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.response.rules.borders import at_home_outside


def left_out(area: Area) -> list[str]:
    """What the area's response does without, in sentences for a report: the rules that its pack leaves out."""

    def switched_on(parameter: str) -> bool:
        return bool((area.parameters.loc[area.parameters["parameter"] == parameter, "value"] > 0).any())

    from_outside = bool(at_home_outside(area).any())
    said = {
        "No unit is moved up to cover another's station, and none but police cars on patrol stands by between calls.": (
            len(area.standby) > 0 or switched_on("standby_cover_minutes")
        ),
        "No kind of unit stands in for another.": len(area.stand_ins) > 0,
        "A unit on its way is not diverted to a more urgent call.": switched_on("divert_to_more_urgent"),
        "Handing a patient over takes as long at every hour of the day.": len(area.handover_hours) > 0,
        "Patients go to the nearest hospital, however long its queue.": switched_on("hospital_by_expected_time"),
        "Crews have no meal breaks.": len(area.breaks) > 0,
        "All units of an attendance are asked for together, before anybody has seen what is needed.": (
            len(area.full_attendance) > 0
        ),
        "Drives take as long at every hour of the day.": len(area.travel_periods) > 0,
        "Calls are answered at once: nobody waits for a call-taker.": len(area.call_takers) > 0,
        "Duty is the same on every day of the week.": len(area.shifts) > 0,
        "A crew is as likely to be raised at any hour of its duty as at another.": len(area.availability_hours) > 0,
        "Every crew of a kind takes the same time to turn out, by day and by night.": len(area.turnout_spread) > 0,
        "No vehicle is off the road.": len(area.off_road) > 0,
        "Calls are as many on one day of the week as on another.": len(area.weekdays) > 0,
        "No day has more calls than another but by chance: there are no spates.": len(area.spates) > 0,
        "No incident is sent more than its attendance: there are no major incidents beyond it.": (
            len(area.reinforcements) > 0
        ),
        "Engines, cars and ambulances of neighbouring areas do not come in.": from_outside,
        "Units of neighbouring areas are asked for as fast as the area's own.": (
            not from_outside or switched_on("over_border_s")
        ),
    }
    return [sentence for sentence, on in said.items() if not on]
