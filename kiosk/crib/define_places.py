"""Rows that define places: rooms, cabinets, shelves, bins, jobs and stations."""

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk, bodies, plain
from kiosk.crib.products import Area, Bin, Job, Level, Station

Judged = tuple[list[Body], bool]

_WITHIN = {Level.ROOM: None, Level.CABINET: Level.ROOM, Level.SHELF: Level.CABINET}
"""What an area of a level stands in: site, room, cabinet, shelf, bin."""


def area(desk: Desk, row: new.NewArea) -> Judged:
    """A room, cabinet or shelf."""
    old = desk.known.areas.get(row.code)
    desk.check_code("code", row.code)
    desk.claim("code", row.code, f"{row.level.value} {row.code}")
    if old and old.level is not row.level:
        desk.flaw(
            "level",
            row.level,
            "{code} is a {level} for good; use another code.",
            code=row.code,
            level=old.level.value,
        )
    above = desk.known.areas.get(row.within)
    if row.within and (above is None or above.level is not _WITHIN[row.level]):
        _misplaced(desk, row, _WITHIN[row.level])
    if row.locked and row.level is not Level.CABINET:
        desk.flaw(
            "locked",
            row.locked,
            "{code} is a {level}; only a cabinet has a lock.",
            code=row.code,
            level=row.level,
        )
    desk.known.areas[row.code] = value = plain(row, Area)
    return bodies(old, value, changes.AreaChanged, "area")


def _misplaced(desk: Desk, row: new.NewArea, wanted: Level | None) -> None:
    if wanted is None:
        desk.flaw(
            "within",
            row.within,
            "{value!r} is no place for {code}: a room stands in the site.",
            code=row.code,
        )
        return
    desk.flaw(
        "within",
        row.within,
        "{value!r} is no place for {code}: a {level} stands in a {wanted}.",
        code=row.code,
        level=row.level.value,
        wanted=wanted.value,
    )


def bin_(desk: Desk, row: new.NewBin) -> Judged:
    """A bin. A cabinet that nobody defined is an open one that only gives its bins a name."""
    old = desk.known.bins.get(row.code)
    desk.check_code("code", row.code)
    desk.claim("code", row.code, f"bin {row.code}")
    cabinet, shelf = desk.known.areas.get(row.cabinet), desk.known.areas.get(row.shelf)
    if cabinet and cabinet.level is not Level.CABINET:
        desk.flaw("cabinet", row.cabinet, "{value} is a {level}, not a cabinet.", level=cabinet.level.value)
    if row.shelf and (shelf is None or shelf.level is not Level.SHELF or shelf.within != row.cabinet):
        desk.flaw("shelf", row.shelf, "{value!r} is no shelf of cabinet {cabinet!r}.", cabinet=row.cabinet)
    desk.known.bins[row.code] = value = plain(row, Bin)
    return bodies(old, value, changes.BinChanged, "bin")


def job(desk: Desk, row: new.NewJob) -> Judged:
    """A job, project or cost center."""
    old = desk.known.jobs.get(row.code)
    desk.check_code("code", row.code)
    desk.claim("code", row.code, f"job {row.code}")
    desk.known.jobs[row.code] = value = plain(row, Job)
    return bodies(old, value, changes.JobChanged, "job")


def station(desk: Desk, row: new.NewStation) -> Judged:
    """A machine or an area of the shop."""
    old = desk.known.stations.get(row.code)
    desk.check_code("code", row.code)
    desk.claim("code", row.code, f"station {row.code}")
    desk.known.stations[row.code] = value = plain(row, Station)
    return bodies(old, value, changes.StationChanged, "station")
