"""What one does with a thing that is in one's hands: keep it for longer, or give it to a colleague."""

import re

from kiosk.counter.session import Intent, Session, Turn
from kiosk.crib.commands import ExtendLoan, GiveAsset
from kiosk.crib.defining import YEARS_S
from kiosk.crib.products import Worker

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def extend(session: Session, value: str) -> Turn:
    """Keep it so much longer, ``8h`` or ``7d``; anything else changes nothing."""
    longer = seconds(value)
    if not longer or not session.subject:
        return Turn(session)
    return Turn(session, (Intent(ExtendLoan(session.subject, longer, session.who)),))


def seconds(value: str) -> int:
    """How long ``8h`` or ``7d`` is; 0 for what is no such time."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([smhd])", value)
    return min(int(found[1]) * _SECONDS[found[2]], YEARS_S) if found else 0


def give(session: Session, colleague: Worker) -> Turn:
    """Give it to a colleague, who passes the same gates as at a normal take."""
    given = GiveAsset(session.subject, colleague.id, session.who, session.wish)
    return Turn(session, (Intent(given),))
