"""The next badge at the reader, for an administrator who asked for it: it signs nobody in."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from kiosk.attendant import resolve
from kiosk.attendant.messages import Answer, AskBadge, Presented, Reply, Submit
from kiosk.counter.signals import Now, WorkerSeen
from kiosk.counter.views import Tone
from kiosk.crib.identity import EnrollBadge
from kiosk.store.database import one
from kiosk.store.store import Store

LONGEST_S = 120
"""Seconds that somebody may ask for; meanwhile nobody can sign in by badge."""


class Badges(Protocol):
    """What is known of badge numbers."""

    def badge_forms(self, number: str, rule: str) -> tuple[str, ...]:
        """The canonical numbers that a read badge may be enrolled under, the fullest first."""

    def badge_fits(self, number: str, text: str) -> tuple[str, ...]:
        """The rules by which a list may write this badge as this text."""

    def badge_shape(self, number: str) -> str:
        """What may be told of a badge number, which is a credential."""


class _Asker(Struct, frozen=True):
    """Who waits for a badge, and until when (boot time)."""

    request: AskBadge
    reply: Callable[[Answer], None]
    end: float


class Presenting:
    """Whoever waits for the next badge: at most one, and not for long."""

    def __init__(self, store: Store, badges: Badges, submit: Callable[[Submit, Now], Reply]) -> None:
        self._store = store
        self._badges = badges
        self._submit = submit
        self._asker: _Asker | None = None
        self._sound: Tone | None = None

    @property
    def end(self) -> float | None:
        """When it is over, by boot time; None where nobody waits."""
        return self._asker.end if self._asker else None

    def ask(self, request: AskBadge, reply: Callable[[Answer], None], now: Now, *, has_reader: bool) -> None:
        """Wait for a badge, or say at once why not."""
        if not has_reader:
            said = "No badge reader is there: see cribctl status. Is the attendant running?"
            reply(Reply(request.id, "refused", said))
        elif self._asker:
            reply(Reply(request.id, "refused", "Somebody else waits for a badge just now. Try again soon."))
        elif not 1 <= request.seconds <= LONGEST_S:
            reply(Reply(request.id, "refused", f"Wait from 1 to {LONGEST_S} seconds."))
        else:
            self._asker = _Asker(request, reply, now.boot + request.seconds)

    def take(self, number: str, now: Now) -> bool:
        """Whether a badge that was read is for whoever waits; she is answered then.

        Raises:
            StoreError: the store cannot be read or written.
        """
        asker, self._asker = self._asker, None
        if asker is None or now.boot >= asker.end:
            self._asker = asker
            self.expire(now)
            return False
        answer = self._answer(asker.request, number, now)
        asker.reply(answer)
        self._sound = Tone.DONE if isinstance(answer, Reply) and answer.result == "approved" else Tone.LOOK
        return True

    def take_sound(self) -> Tone | None:
        """What the holder of a badge is to hear: done where it became somebody's, for that is recorded."""
        sound, self._sound = self._sound, None
        return sound

    def expire(self, now: Now) -> None:
        """Tell whoever has waited for too long."""
        if self._asker and now.boot >= self._asker.end:
            asker, self._asker = self._asker, None
            said = f"No badge came within {asker.request.seconds} s. Ask again, and hold it to the reader."
            asker.reply(Reply(asker.request.id, "refused", said))

    def _answer(self, request: AskBadge, number: str, now: Now) -> Answer:
        if request.enroll:
            badge = self._store.people.digest(number)
            command = EnrollBadge(request.enroll, badge, request.keep)
            return self._submit(Submit(request.id, command), now)
        fits = self._badges.badge_fits(number, request.printed) if request.printed else ()
        return Presented(request.id, self._badges.badge_shape(number), self._owner(number), fits)

    def _owner(self, number: str) -> str:
        """The code of the worker whose badge it is; empty where it is nobody's."""
        seen = resolve.badge(self._store, number, self._badges.badge_forms)
        if not isinstance(seen, WorkerSeen):
            return ""
        row = one(self._store.db, "SELECT code FROM person WHERE worker = ?", seen.worker.id)
        return str(row[0]) if row else ""
