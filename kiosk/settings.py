"""The machine's settings: what may stand in the file that attendant, relay and screen all read.

Default, range, unit and sentence of a setting stand once, in its annotation; kiosk.settings_file judges by
them and prints them. The crib's rules (loan lengths, limits, sign-out) are policy in the journal, not here.
"""

from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, field


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # not found; outside the database; a folder of it
        return False
    return True


def _is_broker(url: str) -> bool:
    """Whether this is scheme://host[:port] and nothing else: a password in a URL ends up in logs."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.path or parts.query or parts.fragment)
    return not url or (parts.scheme in ("mqtt", "mqtts") and bool(parts.hostname) and port != 0 and bare)


def _text(pattern: str, write: str, **extra: object) -> Meta:
    r"""Text that matches; `write` is the next step for one that does not. Ends in \Z: $ lets a newline by."""
    return Meta(pattern=rf"^(?:{pattern})\Z", extra={"write": write, **extra})


def _number(low: int, high: int, unit: str, sentence: str) -> Meta:
    return Meta(ge=low, le=high, extra={"unit": unit}, description=sentence)


def _says(sentence: str, **extra: object) -> Meta:
    return Meta(description=sentence, extra=extra)


_PATH = r"/[^\x00-\x1f\x7f]*"
Name = Annotated[str, _text("[A-Za-z0-9_-]{1,64}", 'Write 1 to 64 of the characters A-Z a-z 0-9 "-" "_".')]
_WRITE = "Write its code in the crib: 1 to 64 printable characters without spaces at its ends."
# As kiosk.crib.defining has it.
Code = Annotated[
    str, _text(".{1,64}", _WRITE, check=lambda code: code == code.strip() and code.isprintable())
]
Label = Annotated[str, _text(r"[^\x00-\x1f\x7f]{1,60}", "Write 1 to 60 characters on one line.")]
Zone = Annotated[str, _text(".+", 'Write a name such as "Europe/Berlin" or "UTC".', check=_is_zone)]
Directory = Annotated[str, _text(_PATH, "Write an absolute path.")]
Device = Annotated[str, _text(f"({_PATH})?", 'Write an absolute path, or "" for none.')]
# sockaddr_un holds 108 bytes, the last one zero: unix(7).
Socket = Annotated[str, _text("/[!-~]{1,106}", "Write an absolute path of at most 107 ASCII characters.")]
# A password typed where its file's name belongs must not come back in an error message.
Secret = Annotated[str, _text(f"({_PATH})?", 'Write the absolute path of a file, or "" for none.', hide=True)]
Url = Annotated[
    str, _text("[!-~]*", 'Write "mqtts://host:port", or "" for none.', check=_is_broker, hide=True)
]
Login = Annotated[str, _text(r"[^\x00-\x1f\x7f]{0,128}", "Write up to 128 characters on one line.")]
# useradd(8): what Debian takes for the name of a user or group.
Group = Annotated[str, _text("[a-z_][a-z0-9_-]{0,31}", 'Write a Unix group such as "kiosk-admin".')]
# Printable ASCII, or a control character as \uXXXX, as TOML writes it.
Affix = Annotated[str, _text(r"[\x00-\x7f]{0,16}", "Write up to 16 ASCII characters.")]
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]
Pin = Annotated[int, Meta(ge=0, le=27, extra={"unit": "BCM number"})]
Input = Annotated[int, Meta(ge=0, le=50, extra={"unit": "number"})]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One [section] of the file; its docstring is the section's sentence."""


class Kiosk(Section, frozen=True):
    """This machine and where it stands."""

    id: Annotated[Name, _says("The kiosk's name to the broker, unlike every other's")] = "kiosk-1"
    site: Annotated[Name, _says("The code of the site it stands at")] = "A"
    site_name: Annotated[Label, _says("The site's name as people read it")] = "Main crib"
    zone: Annotated[Zone, _says("The time zone of the times on the screen")] = "UTC"
    language: Annotated[
        Literal["en", "de", "es", "pl", "xx"],
        _says('What the screen speaks to whom has none of her own; "xx" shows what is not translated'),
    ] = "en"
    state_dir: Annotated[Directory, _says("Where the database lies")] = "/var/lib/kiosk"
    socket: Annotated[Socket, _says("The attendant's door")] = "/run/kiosk/attendant.sock"


class Scanner(Section, frozen=True):
    """A barcode scanner; several have a section each, with names of their own."""

    connection: Annotated[
        Literal["keyboard", "serial"], _says("How it talks: it types, or is a serial or USB-CDC device")
    ] = "keyboard"
    device: Annotated[
        Device, _says("Its event device or serial device: a link of udev's, by-id, by-path, or a pattern")
    ] = "/dev/crib/scanner0"
    layout: Annotated[
        Literal["us", "de", "fr", "es"], _says("The keyboard layout it is set to, if it types")
    ] = "us"
    baud: Annotated[Baud, _says("Its speed, if it is serial; USB-CDC has none", unit="bit/s")] = 9600
    terminator: Annotated[
        Literal["enter", "tab", "silence", "any"],
        _says('What ends a scan: "silence" is a pause, "any" is Enter or Tab'),
    ] = "enter"
    gap_ms: Annotated[int, _number(10, 1000, "milliseconds", "The longest pause within a scan")] = 100
    prefix: Annotated[Affix, _says("What it puts before each code, to be taken off")] = ""
    suffix: Annotated[Affix, _says("What it puts after each code, to be taken off")] = ""
    group_separator: Annotated[
        Affix, _says('What it sends for the group separator of GS1 codes, where that is not GS; "" for GS')
    ] = ""


class Reader(Section, frozen=True):
    """A reader of badges or tags; several have a section each, with names of their own."""

    family: Annotated[
        Literal["rdm6300", "gwiot", "wiegand", "pn532", "elatec", "uhf-m100", "chafon", "osdp", "keywedge"],
        _says("What it speaks: see docs/hardware.md"),
    ] = "rdm6300"
    device: Annotated[
        Device, _says("Its serial device, or a keywedge's event device: udev's link, by-id or by-path")
    ] = "/dev/crib/badge0"
    baud: Annotated[Baud | None, _says("Its speed; left out: its family's", unit="bit/s", example=9600)] = (
        None
    )
    address: Annotated[int, _number(0, 255, "number", "Its address on a bus: osdp and chafon")] = 0
    key_file: Annotated[
        Secret, _says('The file with the secure channel\'s key, 32 hex digits: osdp; "" for none')
    ] = ""
    layout: Annotated[Literal["us", "de", "fr", "es"], _says("The keyboard layout of a keywedge")] = "us"
    holdoff_ms: Annotated[
        int, _number(100, 60_000, "milliseconds", "How long a badge must be away to count as presented again")
    ] = 500
    min_rssi: Annotated[
        int, _number(-120, 0, "dBm", "The weakest tag that counts as in the field: UHF readers")
    ] = -70
    reads: Annotated[
        int, _number(1, 20, "reads", "How often a tag must be read within a second to count: UHF readers")
    ] = 1


class Board(Section, frozen=True):
    """A board that drives locks; its section's name is what the locks call it."""

    family: Annotated[
        Literal["gpio", "lcus", "modbus-relay", "cu16", "cu48", "board-8a"],
        _says("What it speaks; gpio is the pins of this machine"),
    ] = "gpio"
    device: Annotated[
        Device, _says("Its serial device; not for gpio. Boards of one line, a family, name the same one")
    ] = ""
    baud: Annotated[Baud | None, _says("Its speed; left out: its family's", unit="bit/s", example=19200)] = (
        None
    )
    address: Annotated[int, _number(0, 255, "number", "Its address on the bus")] = 0
    supply: Annotated[
        Name, _says("The power supply of its coils: of all boards on one, one coil is energized at a time")
    ] = "main"
    active_low: Annotated[bool, _says("Whether a low level energizes: gpio")] = False
    channels: Annotated[
        Annotated[int, Meta(ge=1, le=50, extra={"unit": "locks or relays"})] | None,
        _says("How many it has: board-8a (left out: 24), lcus and modbus-relay (left out: 8)", example=50),
    ] = None
    inputs: Annotated[
        Annotated[int, Meta(ge=0, le=32, extra={"unit": "inputs"})] | None,
        _says("How many it has; with 0 a door contact is a BCM pin: modbus-relay (left out: 8)", example=0),
    ] = None
    answering: Annotated[
        bool, _says("Whether it answers in lines when it is asked how its relays stand: lcus")
    ] = False
    low_first: Annotated[
        bool | None,
        _says(
            "Whether locks 1 to 8 come first in its answer: board-8a; left out: only in one for 50 locks",
            example=True,
        ),
    ] = None


class Lock(Section, frozen=True):
    """The lock of the cabinet whose code is the name of the section; in quotes if need be: [lock."C 1"]."""

    board: Annotated[Name, _says("The board that drives it")] = "main"
    channel: Annotated[int, _number(0, 50, "number", "Its channel there, from 1; its BCM pin on gpio")] = 1
    contact: Annotated[
        Input | None,
        _says(
            "The door contact's input; on gpio and lcus a BCM pin; left out: the channel's own input",
            example=2,
        ),
    ] = None
    closed_when: Annotated[
        Literal["closed", "open"],
        _says('What the contact reads when the door is shut: "closed" to ground on gpio'),
    ] = "closed"
    pulse_ms: Annotated[int, _number(50, 3000, "milliseconds", "How long its coil is energized")] = 500
    rest_ms: Annotated[
        int, _number(0, 60_000, "milliseconds", "How long its coil rests before the next time")
    ] = 1500


class BinLight(Section, frozen=True):
    """The light of the bin, shelf or cabinet whose code is the name of the section."""

    pin: Annotated[Pin, _says("Its pin")] = 12
    active_low: Annotated[bool, _says("Whether a low level switches it on")] = False


class Buzzer(Section, frozen=True):
    """The buzzer."""

    pin: Annotated[Pin | None, _says("Its pin; left out: no buzzer", example=18)] = None
    active_low: Annotated[bool, _says("Whether a low level switches it on")] = False


class Light(Section, frozen=True):
    """The stack light."""

    green: Annotated[Pin | None, _says("The pin that says done; left out: no green", example=17)] = None
    yellow: Annotated[Pin | None, _says("The pin that says look; left out: no yellow", example=27)] = None
    red: Annotated[Pin | None, _says("The pin that says stop; left out: no red", example=22)] = None
    active_low: Annotated[bool, _says("Whether a low level switches them on")] = False


class Broker(Section, frozen=True):
    """The MQTT 5 broker."""

    url: Annotated[Url, _says("Where it is; mqtts is encrypted, mqtt is not")] = ""
    username: Annotated[Login, _says('The name to log in with; "" for none')] = ""
    password_file: Annotated[Secret, _says("The file that holds the password")] = ""
    ca_file: Annotated[Secret, _says('Who may vouch for the broker; "" for those whom the system trusts')] = (
        ""
    )
    cert_file: Annotated[Secret, _says("The kiosk's own certificate")] = ""
    key_file: Annotated[Secret, _says("The private key of that certificate")] = ""
    acknowledged_by: Annotated[
        Literal["broker", "central"], _says("Whose word counts an entry as delivered: see docs/mqtt.md")
    ] = "broker"
    keepalive_s: Annotated[int, _number(5, 3600, "seconds", "How long the line may be quiet unprobed")] = 30
    window: Annotated[int, _number(1, 20, "messages", "How many may wait for the broker at once")] = 20
    session_expiry_days: Annotated[
        int, _number(1, 365, "days", "How long the broker keeps requests for a kiosk that is away")
    ] = 7


class Relay(Section, frozen=True):
    """The relay to the broker."""

    state_dir: Annotated[Directory, _says("Where its cursor lies")] = "/var/lib/kiosk-relay"


class Screen(Section, frozen=True):
    """The screen."""

    theme: Annotated[
        Literal["dark", "light", "dark-contrast", "light-contrast"],
        _says("Its colors; light for a bright room"),
    ] = "dark"
    pictures: Annotated[
        Device, _says("Where the pictures of products and categories lie, as CODE.png or CODE.jpg")
    ] = "/var/lib/kiosk/pictures"
    graphics: Annotated[
        Literal["auto", "sixel", "blocks"],
        _says('What draws them: "auto" is sixel where the terminal is foot, else half blocks'),
    ] = "auto"


class Door(Section, frozen=True):
    """The roles at the attendant's door, by Unix group."""

    screen_group: Annotated[Group, _says("The group that sends taps and shows views")] = "kiosk-screen"
    relay_group: Annotated[Group, _says("The group that brings the broker's requests")] = "kiosk-relay"
    admin_group: Annotated[Group, _says("The group that changes the crib")] = "kiosk-admin"
    auditor_group: Annotated[Group, _says("The group that reads and verifies")] = "kiosk-auditor"
    viewer_group: Annotated[Group, _says("The group that looks on: kiosk screen --watch")] = "kiosk-viewer"


class Settings(Section, frozen=True):
    """Every setting of one kiosk. `Settings()` holds the defaults; only kiosk.settings_file judges values."""

    kiosk: Kiosk = field(default_factory=Kiosk)
    scanner: dict[Name, Scanner] = field(default_factory=lambda: {"main": Scanner()})
    reader: dict[Name, Reader] = field(default_factory=lambda: {"main": Reader()})
    board: dict[Name, Board] = field(default_factory=dict)
    lock: dict[Code, Lock] = field(default_factory=dict)
    buzzer: Buzzer = field(default_factory=Buzzer)
    light: Light = field(default_factory=Light)
    bin_light: dict[Code, BinLight] = field(default_factory=dict)
    broker: Broker = field(default_factory=Broker)
    relay: Relay = field(default_factory=Relay)
    screen: Screen = field(default_factory=Screen)
    door: Door = field(default_factory=Door)
