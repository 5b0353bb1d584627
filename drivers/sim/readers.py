"""The simulated reader of each family, by the family's name in the settings; keywedges are scanners."""

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from drivers.badges import gwiot, wiegand
from drivers.sim.field import Field, OnArrival, Repeating
from drivers.sim.polled import SimPn532, sim_7941w, sim_twn4
from drivers.sim.radio import SimChafon, SimM100, SimOsdpReader
from drivers.sim.reader import Family, repeating_rdm6300
from drivers.sim.serial_line import FarEnd

_7941E_S: Final = 0.2
"""How often a 7941E tells of a card that stays."""


def sim_7941e(field: Field) -> FarEnd:
    """A 7941E: it talks by itself."""
    return Repeating(field, gwiot.encode, _7941E_S)


def sim_bridge(field: Field) -> FarEnd:
    """A Wiegand reader behind a serial bridge: a line when a card comes."""
    return OnArrival(field, wiegand.encode)


EPC: Final = "epc"
"""What UHF tags have instead of a technology."""

READERS: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "rdm6300": repeating_rdm6300,
        "gwiot": sim_7941e,
        "wiegand": sim_bridge,
        "pn532": SimPn532,
        "elatec": sim_twn4,
        "uhf-m100": SimM100,
        "chafon": SimChafon,
        "osdp": SimOsdpReader,
    }
)
GWIOT_W_BAUD: Final = 115200
"""By its speed a 7941W is told from a 7941E."""


def simulated(family: str, *, address: int = 0, baud: int | None = None) -> Family:
    """The reader of a family, at an address of its bus where it has one."""
    if family == "gwiot" and baud == GWIOT_W_BAUD:
        return sim_7941w
    if family == "chafon":
        return partial(SimChafon, address=address)
    if family == "osdp":
        return partial(SimOsdpReader, address=address)
    return READERS[family]


_EPC: Final = re.compile(r"(?:[0-9A-Fa-f]{4}){1,31}")
_READ: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "rdm6300": frozenset({"em4100"}),
        "gwiot": frozenset({"em4100", "iso14443a"}),
        "wiegand": frozenset({"wiegand"}),
        "pn532": frozenset({"iso14443a"}),
        "elatec": frozenset({"em4100", "iso14443a", "wiegand"}),
        "uhf-m100": frozenset({EPC}),
        "chafon": frozenset({EPC}),
        "osdp": frozenset({"wiegand"}),
        "keywedge": frozenset({"em4100", "keywedge"}),
    }
)


def check_reads(family: str, number: str) -> None:
    """Whether such a reader can see such a card or tag.

    Raises:
        ValueError: it cannot; the sentence does not hold the number.
    """
    technology = number.partition(":")[0] if ":" in number else EPC
    if technology not in _READ[family]:
        raise ValueError(f"{family} reads {', '.join(sorted(_READ[family]))}, not {technology}")
    if technology == EPC and not _EPC.fullmatch(number):
        raise ValueError("an EPC is 1 to 31 words of four hex digits, as in 30395DFA83572CC00000AB12")
