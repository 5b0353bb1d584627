"""Who may come in by the socket, and ask what: real processes of real users, by their credentials."""

import grp
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from door_bench import Counter
from waiting import PATIENCE_S

from kiosk.attendant.doorkeeper import RIGHTS, roles_of
from kiosk.attendant.messages import (
    ENCODER,
    AskBadge,
    AskDoors,
    AskStatus,
    BrokerState,
    Elsewhere,
    Forwarded,
    Listen,
    Request,
    Submit,
    Tap,
    Watch,
)
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import BinCode, CommandId, ProductCode
from kiosk.crib.transferring import SettleTransfer
from kiosk.store.elsewhere import SiteFigures

NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def counter() -> Iterator[Counter]:
    """A counter that serves."""
    counter = Counter()
    yield counter
    counter.close()


STRANGER = """
import os, socket, sys
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[1]))
door = socket.socket(socket.AF_UNIX)
try:
    door.connect(sys.argv[3])
except PermissionError:
    print("no entry")
    sys.exit()
lines = door.makefile("rb")
for line in sys.stdin.buffer:
    door.sendall(line)
    print(lines.readline().decode(), end="")
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")


def as_nobody(path: Path, *requests: Request) -> str:
    """What a process of the user nobody hears."""
    words = [sys.executable, "-c", STRANGER, str(NOBODY.pw_uid), str(NOBODY.pw_gid), str(path)]
    lines = "".join(ENCODER.encode(request).decode() + "\n" for request in requests)
    done = subprocess.run(words, input=lines, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    return done.stdout


ALL = (
    AskStatus(CommandId("1")),
    Tap(CommandId("2"), "undo"),
    Submit(CommandId("3"), Define((NewBin(BinCode("X-1")),))),
    BrokerState(CommandId("4"), "up", 0),
    Watch(CommandId("5")),
    Forwarded(CommandId("6"), SettleTransfer("T1", ProductCode("GLV-9"), 1)),
    Listen(CommandId("8")),
    AskBadge(CommandId("9")),
    AskDoors(CommandId("10")),
    Elsewhere(CommandId("7"), (SiteFigures("B", "GLV-9", 4, 0, 4, 1),)),
)


@needs_root
def test_a_user_outside_the_sockets_group_may_not_even_connect(counter: Counter) -> None:
    """The mode of the socket sees to it."""
    assert as_nobody(counter.path, AskStatus(CommandId("s"))) == "no entry\n"


@needs_root
def test_a_user_without_a_role_is_forbidden_every_request() -> None:
    """Even where the socket's mode was loosened."""
    counter = Counter(dict.fromkeys(RIGHTS, "no-such-group"))
    counter.path.chmod(0o666)
    before = counter.entries()
    heard = as_nobody(counter.path, *ALL).splitlines()
    assert before == counter.entries()
    counter.close()
    assert len(ALL) == sum('"forbidden"' in line for line in heard) == len(heard)
    assert "Your user's groups do not allow AskStatus here." in heard[0]


@needs_root
@pytest.mark.parametrize("role", sorted(RIGHTS))
def test_a_user_may_ask_what_the_role_of_a_group_allows_and_nothing_else(role: str) -> None:
    """A real process of a real user, by the credentials of its socket."""
    counter = Counter({role: grp.getgrgid(NOBODY.pw_gid).gr_name})
    counter.path.chmod(0o666)
    heard = [line for request in ALL for line in as_nobody(counter.path, request).splitlines()[:1]]
    counter.close()
    allowed = [type(request) for request, line in zip(ALL, heard, strict=True) if '"forbidden"' not in line]
    assert {*RIGHTS[role]} == {*allowed}


def test_an_auditor_may_look_and_no_more() -> None:
    """And only an administrator may change the crib."""
    assert (AskStatus, AskDoors) == RIGHTS["auditor"]
    assert [role for role, kinds in RIGHTS.items() if Submit in kinds] == ["admin"]


def test_roles_come_from_the_groups_of_the_user() -> None:
    """A group that does not exist gives nobody a role."""
    group = grp.getgrgid(NOBODY.pw_gid).gr_name
    groups = {"screen": group, "admin": "no-such-group", "auditor": group}
    assert frozenset({"screen", "auditor"}) == roles_of(NOBODY.pw_uid, groups)


def test_a_user_that_does_not_exist_has_no_role() -> None:
    """Its account may have been removed since it connected."""
    assert frozenset() == roles_of(4_000_000_000 - 1, dict.fromkeys(RIGHTS, "root"))


def test_the_kiosks_own_user_has_every_role() -> None:
    """And root, who could become it."""
    assert frozenset(RIGHTS) == roles_of(os.geteuid(), {})
    assert frozenset(RIGHTS) == roles_of(0, {})
