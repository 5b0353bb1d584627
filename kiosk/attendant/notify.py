"""sd_notify(3): one datagram to systemd. Nothing happens where nobody asked for it."""

import os
import socket


def notify(message: str) -> None:
    """Tell systemd, e.g. ``READY=1``, ``WATCHDOG=1``, ``STATUS=...``."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.connect(address)
        line.sendall(message.encode())


def watchdog_s() -> float | None:
    """How often systemd wants a sign of life, in seconds; None where it does not."""
    text = os.environ.get("WATCHDOG_USEC", "")
    return int(text) / 1_000_000 if text.isdigit() and int(text) else None
