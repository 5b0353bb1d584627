"""What libosdp sends and reads through."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.badges.osdp_line import SILENT_S, Channel


class BrokenLine:
    """A line that was pulled."""

    in_waiting = 1
    fd = -1

    def read(self, size: int = 1) -> bytes:
        raise OSError(f"{size} bytes")

    def write(self, data: bytes, /) -> int | None:
        raise OSError(f"{len(data)} bytes")

    def reset_input_buffer(self) -> None:
        raise OSError("no buffer")


@pytest.mark.parametrize(
    "use", [lambda channel: channel.read(8), lambda channel: channel.write(b"x"), Channel.flush]
)
def test_a_channel_keeps_what_libosdp_cannot_pass_on(use: Callable[[Channel], object]) -> None:
    """An exception inside libosdp would be lost."""
    channel = Channel(BrokenLine(), lambda: 0.0)
    channel.check()

    assert not use(channel)

    with pytest.raises(OSError, match=r"bytes|buffer"):
        channel.check()


class Loud:
    """A line on which bytes wait that nobody asked for."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.in_waiting = 1

    def read(self, size: int = 1) -> bytes:
        return b"x" * size

    def write(self, data: bytes, /) -> int | None:
        return len(data)

    def reset_input_buffer(self) -> None:
        self.in_waiting = 0


@pytest.mark.parametrize(
    ("use", "wakes"),
    [
        (lambda channel: channel.read(8), True),
        (lambda channel: channel.write(b"x"), True),
        (lambda _: None, False),
    ],
)
def test_a_byte_ends_the_rest_where_one_is_waited_for_only(
    use: Callable[[Channel], object], wakes: bool, tmp_path: Path
) -> None:
    """What libosdp leaves unread would end every rest at once: that line would cost a whole core."""
    babble = tmp_path / "babble"
    babble.write_bytes(b"x")
    with babble.open("rb") as file:
        channel = Channel(Loud(file.fileno()), lambda: 0.0)
        use(channel)

        assert channel.rest(0.01) is wakes
        assert channel.rest(0.01) is False


def test_a_channel_on_which_nothing_comes_is_silent() -> None:
    """From its opening on."""
    now = [0.0]
    channel = Channel(BrokenLine(), lambda: now[0])
    now[0] = SILENT_S - 0.1
    assert not channel.silent
    now[0] = SILENT_S

    assert channel.silent
    assert not channel.answers
