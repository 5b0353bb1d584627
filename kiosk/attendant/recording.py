"""Recording: the store as the desk writes to it, and what it is to do once that fails."""

import logging

from kiosk.attendant.health import Wellbeing
from kiosk.attendant.reviews import Reviews
from kiosk.clock import World
from kiosk.counter.signals import Now
from kiosk.crib.commands import Command
from kiosk.crib.names import CommandId, Via
from kiosk.crib.policy import Policy
from kiosk.store.database import StoreDamagedError, StoreError, write_nothing_new
from kiosk.store.lookup import policy_of
from kiosk.store.store import Outcome, Store

log = logging.getLogger(__name__)


class Recording:
    """What happens here is written by it, and the health line knows whether that went well."""

    def __init__(self, store: Store, world: World, well: Wellbeing, reviews: Reviews) -> None:
        self._store = store
        self._world = world
        self._well = well
        self._reviews = reviews

    def new_id(self) -> CommandId:
        """An id for what no client has named."""
        return CommandId(self._world.new_id())

    def rules(self) -> Policy:
        """The foreman's settings, by which an act is judged.

        Raises:
            StoreError: the database is damaged, so that nothing may be done, or cannot be read.
        """
        if self._well.trouble:
            raise StoreDamagedError(self._well.trouble)
        return policy_of(self._store.db)

    def execute(self, id: CommandId, command: Command, now: Now, via: Via) -> Outcome:  # noqa: A002
        """Judge and write one command.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        outcome = self._store.execute(id, command, now.at, via)
        self._well.disk(None)
        return outcome

    def can_write(self) -> None:
        """Make sure that something could be written, before a person is asked or told what is not.

        Raises:
            StoreError: it could not.
        """
        write_nothing_new(self._store.db, self._store.path)

    def review(self, now: Now) -> None:
        """Look at what time alone has changed; a disk that fails is said by the health line."""
        try:
            if not self._well.trouble and (command := self._reviews.due(now.at)):
                self._store.execute(self.new_id(), command, now.at, Via.KIOSK)
        except StoreError as error:
            self.failed(error)

    def failed(self, error: StoreError) -> None:
        """Remember why the store failed; a damaged database stops all further writing."""
        log.error("%s", error)
        self._well.disk(error.fault, str(error))
        if isinstance(error, StoreDamagedError):
            self._well.trouble = str(error)
