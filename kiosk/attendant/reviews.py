"""When it is time to look at what time alone has changed: once a minute, and more of it once a day."""

from datetime import date, datetime, tzinfo

from kiosk.crib.ordering import Review


class Reviews:
    """Remembers when the last look was; a start counts as the beginning of a day."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._minute = -1
        self._day: date | None = None

    def due(self, at: datetime) -> Review | None:
        """The look that is due now, taken as done; None where none is."""
        minute = int(at.timestamp()) // 60
        if minute == self._minute:
            return None
        today = at.astimezone(self._zone).date()
        began, self._minute, self._day = today != self._day, minute, today
        return Review(day_began=began)
