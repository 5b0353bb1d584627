"""A badge reader that is not there: RDM6300 frames on a real serial line (a pseudo-terminal)."""

import os
import pty
import tty
from pathlib import Path
from typing import Final

from drivers.badges import rdm6300

FRAMES_PER_TAP: Final = 5
"""A badge held for a third of a second: a frame every 65 ms."""


class SimReader:
    """The reader's end of a line; a program opens `link`, a symbolic link that outlives unplugging.

    Bytes sent while it is unplugged are lost, as on a wire.
    """

    def __init__(self, link: Path) -> None:
        self.link = link
        self._line: tuple[int, int] | None = None
        self.plug()

    def plug(self) -> None:
        """Connects the reader, on a new pseudo-terminal; nothing if it is connected."""
        if self._line:
            return
        near, far = pty.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        # The far end stays open here as well: a line does not vanish because nobody reads it.
        self._line = (near, far)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(far))

    def unplug(self) -> None:
        """Pulls the cable: the link goes, and whoever reads gets an error; nothing if it is unplugged."""
        if self._line:
            self.link.unlink(missing_ok=True)
            for end in self._line:
                os.close(end)
            self._line = None

    def tap(self, number: str, *, crlf: bool = False) -> None:
        """Holds a badge, given by its canonical number, into the field for a moment.

        Raises:
            BadgeFormatError: the number is not canonical.
        """
        self.babble(rdm6300.encode(number, crlf=crlf) * FRAMES_PER_TAP)

    def babble(self, data: bytes) -> None:
        """Sends any bytes; what does not fit the line's buffer because nobody reads is lost."""
        if self._line:
            try:
                os.write(self._line[0], data)
            except BlockingIOError:
                return
