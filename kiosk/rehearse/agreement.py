"""Whether central's copies equal the kiosks' own journals, and what follows from both."""

from collections.abc import Iterable
from itertools import zip_longest

from kiosk.central.central import Central
from kiosk.central.copies import Copy
from kiosk.rehearse.crib import Crib
from kiosk.store import verify
from kiosk.store.journal import all_entries


def disagreement(central: Central, cribs: Iterable[Crib]) -> str:
    """The first difference; empty where everything agrees."""
    found = (_difference(central.copies.get(crib.me.kiosk), crib) for crib in cribs)
    return next((said for said in found if said), "")


def _difference(copy: Copy | None, crib: Crib) -> str:
    kiosk = crib.me.kiosk
    if copy is None:
        return f"central has heard nothing of {kiosk}"
    if copy.wrong:
        return f"central: {copy.wrong[0]}"
    own = [(entry.position, entry.hash) for entry in all_entries(crib.db)]
    held = [(entry.position, entry.hash) for entry in copy.entries]
    if own != held:
        return f"{kiosk} has {len(own)} entries, central {len(held)} of them"
    broken = verify.verify(copy.entries).broken
    if broken:
        return f"central's copy of {kiosk}: {broken}"
    pairs = zip_longest(verify.dump(crib.db), copy.dump())
    return next((f"{kiosk}: {live} is {copied} at central" for live, copied in pairs if live != copied), "")
