"""How far a report can be believed: what its last line says."""

from datetime import datetime

from kiosk.store.count_reports import trust
from kiosk.store.database import Database


def footnote(db: Database, now: datetime) -> str:
    """How right the last counts were, and how old they are; empty in a crib that was never counted."""
    known = trust(db, now)
    if known is None:
        return ""
    share = (
        f"{known.right * 100 // known.lines} % of {known.lines} lines right"
        if known.lines
        else "nothing there"
    )
    ago = "today" if known.oldest == 0 else f"{known.oldest} days ago"
    never = f"; {known.never} of {known.bins} bins never" if known.never else ""
    return f"Counted: {share}, the longest ago {ago}{never}."
