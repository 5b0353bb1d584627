"""What central asks of kiosks because of what others did: expect a transfer, settle it, give it up."""

from collections.abc import Iterable

from msgspec import Struct

from kiosk.crib.names import Via
from kiosk.crib.transfer_entries import TransferFound, TransferLost, TransferReceived, TransferSent
from kiosk.crib.transferring import ExpectTransfer, FromCentral, GiveUpTransfer, SettleTransfer
from kiosk.relay.central import Request
from kiosk.store.entry import Entry


class Errand(Struct, frozen=True):
    """A request that has not been judged yet, as far as central knows."""

    site: str
    kiosk: str
    """Empty: any kiosk of the site."""
    request: Request


class Errands:
    """All that is to be asked; an entry that a kiosk wrote for it, or its answer, ends an errand.

    The transaction is named after the entry that it follows from, so that asking again is asking the same.
    """

    def __init__(self) -> None:
        self._open: dict[str, Errand] = {}
        self._done: set[str] = set()
        self._senders: dict[tuple[str, str], str] = {}
        """Which kiosk sent a transfer, by site and code."""
        self._receivers: dict[tuple[str, str], str] = {}
        """Which site it goes to."""

    def note(self, entry: Entry) -> None:
        """Learn of an entry of any kiosk's line."""
        if entry.via is Via.CENTRAL:
            self.end(entry.command)
        if not entry.type.startswith("transfer."):
            return
        body = entry.parsed()
        if isinstance(body, TransferSent):
            self._senders[entry.site, body.transfer] = entry.kiosk
            self._receivers[entry.site, body.transfer] = body.to
            self._begin(entry, body.to, "", _expect(entry, body))
        elif isinstance(body, TransferReceived):
            self._begin(
                entry, body.origin, self._senders.get((body.origin, body.transfer), ""), _settle(body)
            )
        elif isinstance(body, TransferLost | TransferFound):
            self._give_up(entry, body)

    def _give_up(self, entry: Entry, body: TransferLost | TransferFound) -> None:
        """Who was to receive it is told that nobody waits for it any more."""
        to = self._receivers.get((entry.site, body.transfer), "")
        if to:
            self._begin(entry, to, "", _given_up(entry, body))

    def _begin(self, entry: Entry, site: str, kiosk: str, command: FromCentral) -> None:
        transaction = f"central-{entry.id}"
        if transaction not in self._done:
            self._open[transaction] = Errand(site, kiosk, Request(transaction, command))

    def end(self, transaction: str) -> None:
        """A kiosk has judged it."""
        self._done.add(transaction)
        self._open.pop(transaction, None)

    def open(self, sites: dict[str, str]) -> Iterable[tuple[str, Request]]:
        """What is to be asked of which kiosk, in order; ``sites`` says where each kiosk stands."""
        at_site: dict[str, str] = {}
        for kiosk, site in sorted(sites.items()):
            at_site.setdefault(site, kiosk)
        for errand in self._open.values():
            kiosk = errand.kiosk or at_site.get(errand.site, "")
            if kiosk:
                yield kiosk, errand.request


def _expect(entry: Entry, body: TransferSent) -> ExpectTransfer:
    return ExpectTransfer(
        transfer=body.transfer,
        origin=entry.site,
        product=body.product,
        quantity=body.quantity,
        what=body.what,
        asset=body.asset,
        lot=body.lot,
    )


def _settle(body: TransferReceived) -> SettleTransfer:
    return SettleTransfer(body.transfer, body.product, body.quantity, body.asset, body.lot)


def _given_up(entry: Entry, body: TransferLost | TransferFound) -> GiveUpTransfer:
    return GiveUpTransfer(
        transfer=body.transfer,
        origin=entry.site,
        product=body.product,
        quantity=body.quantity,
        asset=body.asset,
        lot=body.lot,
        found=int(isinstance(body, TransferFound)),
    )
