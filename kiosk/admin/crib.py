"""The crib as cribctl's commands see it: a door to change it by, a database to read, and the time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol

from kiosk.admin.terminal import CannotError
from kiosk.attendant.door import Door
from kiosk.attendant.messages import Reply, Submit
from kiosk.crib.commands import Command
from kiosk.crib.names import CommandId
from kiosk.settings import Settings
from kiosk.store.database import Database, path_in, sentences

DEFAULT_CONFIG = "/etc/kiosk/kiosk.toml"


class Crib(Protocol):
    """All that a command needs of the world; `cribctl` and a rehearsal each bring their own."""

    @property
    def settings(self) -> Settings:
        """The settings in effect; raises SettingsError where their file cannot be used."""

    @property
    def zone(self) -> tzinfo:
        """The crib's time zone."""

    def door(self) -> Door:
        """A way to the attendant, for the caller to close; raises DoorError or StoreError."""

    def db(self) -> Database:
        """A read-only connection of its own, for the caller to close; raises StoreError."""

    def now(self) -> datetime:
        """UTC."""

    def new_id(self) -> CommandId:
        """A UUIDv7 that was never given before."""


@contextmanager
def reading(crib: Crib) -> Iterator[Database]:
    """The database, for a while; a damaged one is a StoreError with a sentence, wherever that shows."""
    db = crib.db()
    with closing(db), sentences(path_in(Path(crib.settings.kiosk.state_dir)), db):
        yield db


def submit(crib: Crib, command: Command, *, dry_run: bool) -> Reply:
    """Have a command judged and, unless it is a dry run, written.

    Raises:
        CannotError: it could be judged or written by nobody; nothing was.
    """
    with closing(crib.door()) as door:
        reply = door.submit(Submit(crib.new_id(), command, dry_run))
    if reply.result == "error":
        raise CannotError(reply.text)
    return reply
