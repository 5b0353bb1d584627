"""The socket's other end: who may come in, one task a client, and nobody who is slow holds up the desk."""

import asyncio
import grp
import logging
import os
import pwd
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from kiosk.attendant.events import Asked
from kiosk.attendant.messages import (
    ENCODER,
    MAX_LINE,
    REQUESTS,
    Answer,
    AskBadge,
    AskDoors,
    AskStatus,
    BrokerState,
    Elsewhere,
    Forwarded,
    Heard,
    Listen,
    News,
    Reply,
    Request,
    Show,
    Submit,
    Tap,
    Watch,
)
from kiosk.attendant.monitor import Backlog, Monitor
from kiosk.counter.watched import watched
from kiosk.crib.names import CommandId

log = logging.getLogger(__name__)

MAX_BACKLOG = 4 * 1024 * 1024
"""Bytes that may wait for a client that does not read; beyond, it is let go."""
MAX_UNREAD = 64 * 1024
"""Bytes of what devices said that may wait for a client that does not read."""
RETRY_S = 0.2
"""Until it is looked whether that client has read."""
RIGHTS: Mapping[str, tuple[type, ...]] = {
    "screen": (Tap, Watch, AskStatus),
    "relay": (Watch, AskStatus, BrokerState, Forwarded, Elsewhere),
    "admin": (Tap, Submit, Watch, AskStatus, AskDoors, BrokerState, Listen, AskBadge),
    "auditor": (AskStatus, AskDoors),
    "viewer": (Watch, AskStatus),
}
"""What each role may ask."""
_CREDENTIALS = struct.Struct("3i")


def roles_of(uid: int, groups: Mapping[str, str]) -> frozenset[str]:
    """The roles of a peer by its user's groups (``groups``: role → Unix group).

    SO_PEERCRED tells the primary group only, so all of the user's are looked up.
    """
    if uid in (0, os.geteuid()):
        return frozenset(RIGHTS)
    try:
        user = pwd.getpwuid(uid)
        ids = os.getgrouplist(user.pw_name, user.pw_gid)
        names = {grp.getgrgid(gid).gr_name for gid in ids}
    except KeyError:
        return frozenset()
    return frozenset(role for role, group in groups.items() if group in names)


class Doorkeeper:
    """Listens on a Unix socket in a thread of its own, and puts requests into the inbox."""

    def __init__(
        self, path: Path, groups: Mapping[str, str], put: Callable[[Asked], None], monitor: Monitor
    ) -> None:
        self._path = path
        self._groups = groups
        self._put = put
        self._monitor = monitor
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._trouble: OSError | None = None
        self._stop = asyncio.Event()
        self._clients: set[asyncio.StreamWriter] = set()
        self._watching: set[asyncio.StreamWriter] = set()
        self._looking_on: set[asyncio.StreamWriter] = set()
        """Those of them who may not touch anything: they are not told what is being typed."""
        self._deaf: dict[asyncio.StreamWriter, Callable[[], None]] = {}
        """What makes those who listen to the devices deaf again."""
        self._beat = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="doorkeeper")

    def start(self) -> None:
        """Listen.

        Raises:
            OSError: the socket cannot be made.
        """
        self._thread.start()
        self._ready.wait()
        if self._trouble:
            self._thread.join()
            raise self._trouble

    def stop(self) -> None:
        """Let every client go, and end."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def beat(self) -> float:
        """When the loop was last alive, on time.monotonic()."""
        return self._beat

    def news(self, news: News) -> None:
        """Tell every watcher. From any thread; never blocks."""
        self._soon(self._tell_all, _line(news), _line(_for_lookers_on(news)))

    def _soon(self, tell: Callable[..., None], *values: object) -> None:
        """Have the loop tell; once it has ended there is nobody left to hear."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(tell, *values)

    def _tell_all(self, line: bytes, fewer: bytes) -> None:
        for writer in tuple(self._watching):
            self._tell(writer, fewer if writer in self._looking_on else line)

    def _tell(self, writer: asyncio.StreamWriter, line: bytes) -> None:
        """A watcher that does not read is let go: it will come back and begin with the newest view."""
        if writer.is_closing():
            return
        if writer.transport.get_write_buffer_size() > MAX_BACKLOG:
            log.warning("a client of the door does not read; it is let go")
            writer.transport.abort()
            return
        writer.write(line)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._trouble = error
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        self._path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(self._client, str(self._path), limit=MAX_LINE)
        self._path.chmod(0o660)
        self._ready.set()
        while not self._stop.is_set():
            self._beat = time.monotonic()
            try:
                await asyncio.wait_for(self._stop.wait(), 1)
            except TimeoutError:
                continue
        server.close()
        self._path.unlink(missing_ok=True)
        await self._let_all_go()

    async def _let_all_go(self) -> None:
        """Close every connection, and wait until each client's task has seen it."""
        while clients := asyncio.all_tasks() - {asyncio.current_task()}:
            for writer in self._clients:
                writer.transport.abort()
            await asyncio.wait(clients, timeout=0.1)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer: socket.socket = writer.get_extra_info("socket")
        raw = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        allowed = {
            kind for role in roles_of(_CREDENTIALS.unpack(raw)[1], self._groups) for kind in RIGHTS[role]
        }
        self._clients.add(writer)
        try:
            while line := await reader.readline():
                self._request(line, writer, allowed)
        except (ConnectionError, ValueError):
            pass  # gone, or a line beyond the limit: either way this client is done
        finally:
            self._clients.discard(writer)
            self._deaf.pop(writer, _nothing)()
            self._watching.discard(writer)
            self._looking_on.discard(writer)
            writer.close()

    def _request(self, line: bytes, writer: asyncio.StreamWriter, allowed: set[type]) -> None:
        def reply(answer: Answer) -> None:
            told = answer if Tap in allowed else _for_lookers_on(answer)
            self._soon(self._tell, writer, _line(told))

        try:
            request: Request = REQUESTS.decode(line)
        except (msgspec.DecodeError, ValueError) as error:
            reply(Reply(CommandId(""), "error", f"not a request: {error}"))
            return
        if type(request) not in allowed:
            said = f"Your user's groups do not allow {type(request).__name__} here."
            reply(Reply(request.id, "forbidden", said))
            return
        if isinstance(request, Watch):
            self._watching.add(writer)
            if Tap not in allowed:
                self._looking_on.add(writer)
        if isinstance(request, Listen):
            reply(Reply(request.id, "ok"))
            self._listen(writer)
            return
        self._put(Asked(request, reply))

    def _listen(self, writer: asyncio.StreamWriter) -> None:
        """Let a client hear the devices, past the desk; what it is too slow for is counted, not kept."""
        backlog = Backlog()

        def pass_on() -> None:
            while not writer.is_closing():
                if writer.transport.get_write_buffer_size() > MAX_UNREAD:
                    self._loop.call_later(RETRY_S, pass_on)
                    return
                heard = backlog.take()
                if heard is None:
                    return
                writer.write(_line(heard))

        def hear(heard: Heard) -> None:
            if backlog.put(heard):
                self._soon(pass_on)

        self._deaf.pop(writer, _nothing)()
        self._deaf[writer] = self._monitor.listen(hear)


def _nothing() -> None:
    return


def _line(message: Answer) -> bytes:
    return ENCODER.encode(message) + b"\n"


def _for_lookers_on(message: Answer) -> Answer:
    """A view without what is to be touched, or is being typed; anything else as it is."""
    return Show(watched(message.view)) if isinstance(message, Show) else message
