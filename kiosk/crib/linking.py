"""Commands of further codes: a maker's code, or an old number, that a product or an asset answers to."""

from msgspec import Struct

from kiosk.crib.names import NOBODY, WorkerId


class LinkCode(Struct, frozen=True, tag=True):
    """Let a code that means nothing yet stand for a product or an asset."""

    code: str
    to: str
    """Code of the product or asset."""
    worker: WorkerId = NOBODY


class UnlinkCode(Struct, frozen=True, tag=True):
    """Let a code that was linked mean nothing again."""

    code: str
    worker: WorkerId = NOBODY


Linking = LinkCode | UnlinkCode
