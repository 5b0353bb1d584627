"""Devices without a line between: what they would send, through the real codecs, for rehearsals."""

from drivers.badges import em4100, m100, rdm6300
from drivers.badges.uhf import TagField
from drivers.keyboard import keywedge
from drivers.messages import Tag, Tags
from drivers.sim.cabinet import SimCabinet
from kiosk.attendant.events import Event
from kiosk.crib.names import CabinetCode
from kiosk.devices.meaning import door_event, events
from kiosk.devices.scanners import wedge
from kiosk.settings import Scanner


class BenchDevices:
    """Scanner and reader without a line between: what a device would send, through the real codecs."""

    def __init__(self) -> None:
        self._reader = rdm6300.Decoder()
        self._scanner = wedge(Scanner())()

    def badge(self, text: str) -> list[Event]:
        """The reader's frame of a badge number in any printed form.

        Raises:
            ValueError: it is no badge number.
        """
        frame = rdm6300.encode(em4100.parse(text))
        return [event for message in self._reader.feed(frame) for event in events(message, "reader")]

    def tags(self, *epcs: str) -> list[Event]:
        """What a UHF reader says of tags that come into its field together.

        Raises:
            ValueError: one is no EPC.
        """
        field = TagField(0.0)
        sent = b"".join(m100.encode_tag(Tag(epc)) for epc in epcs)
        read = [message for message in m100.Decoder().feed(sent) if isinstance(message, Tags)]
        told = [more for message in read for more in field.saw(message, 0.0)]
        return [event for message in (*told, *field.rest()) for event in events(message, "reader")]

    def scan(self, text: str) -> list[Event]:
        """The key events of a scanned text.

        Raises:
            ValueError: a scanner with this layout cannot type it.
        """
        keys = keywedge.encode(text)
        return [event for message in self._scanner.feed(keys) for event in events(message, "scanner")]


class BenchCabinets:
    """Simulated cabinets by their codes; what their locks tell waits until it is taken."""

    def __init__(self) -> None:
        self._cabinets: dict[str, SimCabinet] = {}
        self._told: list[Event] = []

    def __contains__(self, code: str) -> bool:
        return code in self._cabinets

    def __getitem__(self, code: str) -> SimCabinet:
        return self._cabinets[code]

    def install(self, code: str) -> None:
        """Put a lock on a cabinet; one that has a lock keeps it."""
        if code not in self._cabinets:
            self._cabinets[code] = SimCabinet(lambda door: self._told.append(door_event(door, code)))
            self._cabinets[code].answer()

    def unlock(self, cabinet: CabinetCode) -> None:
        """Draw a bolt."""
        self._cabinets[cabinet].unlock()

    def lock(self, cabinet: CabinetCode) -> None:
        """Let a bolt out."""
        self._cabinets[cabinet].lock()

    def power_cut(self) -> None:
        """The power goes, and what was told and not heard yet with it."""
        self._told.clear()
        for cabinet in self._cabinets.values():
            cabinet.power_cut()

    def answer(self) -> None:
        """The power is back: every lock tells how its door is found."""
        for cabinet in self._cabinets.values():
            cabinet.answer()

    def take(self) -> Event | None:
        """The first thing told that was not taken yet; None where there is none."""
        return self._told.pop(0) if self._told else None
