"""What drivers' messages are in words, for who listens to the devices."""

from drivers import messages
from kiosk.attendant.monitor import Monitor


def report(monitor: Monitor, device: str, message: messages.Message) -> None:
    """Tell what a device said; of a badge's number the last 4 characters only, for it is a credential."""
    match message:
        case messages.Badge(number=number):
            technology, _, digits = number.rpartition(":")
            monitor.heard(device, "badge", f"{technology}:…{digits[-4:]}")
        case messages.Scan(text=text):
            monitor.heard(device, "code", text)
        case messages.Tags(tags=tags):
            for tag in tags:
                monitor.heard(device, "tag", _tag(tag))
        case messages.LockReport():
            _standing(monitor, device, message)
        case messages.Frame(name=name):
            monitor.heard(device, "frame", name)
        case messages.Noise(reason=reason, raw=raw):
            monitor.heard(device, "noise", f"{reason} ({len(raw)} {_unit(raw)})")


def _tag(tag: messages.Tag) -> str:
    measured = [f"RSSI {tag.rssi}"] if tag.rssi is not None else []
    where = [f"antenna {tag.antenna}"] if tag.antenna is not None else []
    return ", ".join([tag.epc, *measured, *where])


def _unit(raw: bytes | tuple[int, ...]) -> str:
    return "bytes" if isinstance(raw, bytes) else "keys"


def _standing(monitor: Monitor, device: str, report: messages.LockReport) -> None:
    for channel, is_closed in sorted(report.contacts.items()):
        monitor.stands(device, f"contact {channel}", "closed" if is_closed else "open")
    for channel, is_on in sorted(report.coils.items()):
        monitor.stands(device, f"coil {channel}", "on" if is_on else "off")
