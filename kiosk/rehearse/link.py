"""The relay of one life of a rehearsed kiosk."""

from collections.abc import Callable
from pathlib import Path

from kiosk.attendant.composing import Identity
from kiosk.attendant.door import Door
from kiosk.attendant.messages import BrokerState
from kiosk.rehearse.fleet import Fleet
from kiosk.rehearse.world import ScriptWorld
from kiosk.relay.central_side import CentralSide
from kiosk.relay.cursor import Cursor
from kiosk.relay.relay import Relay
from kiosk.store.database import path_in
from kiosk.store.journal import JournalReader


class Link:
    """A relay with a central at the other end; ``door`` leads to the kiosk's attendant, at once."""

    def __init__(
        self, fleet: Fleet, me: Identity, state_dir: Path, door: Callable[[], Door], world: ScriptWorld
    ) -> None:
        self._fleet = fleet
        self._world = world
        self._door = door
        self._told: BrokerState | None = None
        self._client = fleet.broker.client(me.kiosk)
        self._journal = JournalReader(path_in(state_dir))
        self._relay = Relay(
            self._journal,
            self._client,
            Cursor(state_dir / "cursor.json"),
            self._tell,
            kiosk=me.kiosk,
            version=me.version,
            tell_every=0.0,
            central=CentralSide(me.kiosk, me.site, lambda told: door().bring(told), figures_every=0.0),
        )
        self._relay.start(lambda: None)
        fleet.join(self)

    def step(self) -> bool:
        """Do what can be done; whether there was anything."""
        return self._relay.step(self._world.boot)

    def at_rest(self, *, central: bool) -> bool:
        """Whether the broker has all it is to have, and so has central where that is up."""
        told = self._told
        if told is None or told.state != "up":
            return False
        return not (told.waiting if central else self._relay.unsent)

    def _tell(self, state: BrokerState) -> bool:
        self._told = state
        self._door().tell_broker(state)
        return True

    def vanish(self) -> None:
        """Be gone as after a power cut."""
        self._fleet.leave(self)
        self._fleet.broker.vanish(self._client)
        self._journal.close()

    def stop(self) -> None:
        """End in good order."""
        self._fleet.leave(self)
        self._relay.stop(self._world.boot)
        self._journal.close()
