"""The view of this moment, put together from the store, the session and the doors; or without the store."""

from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.news import News
from kiosk.attendant.scenes import scene
from kiosk.counter.compose import compose
from kiosk.counter.health_words import Part
from kiosk.counter.lock_words import with_doors
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.signals import Now
from kiosk.counter.views import View
from kiosk.crib.policy import Policy
from kiosk.crib.refusals import Fault
from kiosk.languages.catalogues import language
from kiosk.store.lookup import around
from kiosk.store.store import Store


class Identity(Struct, frozen=True):
    """Which kiosk this is, in words."""

    kiosk: str
    site: str
    site_name: str
    zone: tzinfo
    version: str
    language: str = "en"


class Composer:
    """Makes views for one kiosk."""

    def __init__(self, store: Store, me: Identity, news: News, cabinets: Cabinets) -> None:
        self._store = store
        self._me = me
        self._site = me.site_name or me.site
        self._news = news
        self._cabinets = cabinets

    def view(self, session: Session, now: Now, health: tuple[Part, ...]) -> View:
        """What the screen shows.

        Raises:
            StoreError: something of it cannot be read.
        """
        me, doors = self._me, self._cabinets
        look = scene(self._store, session, now, self._site, me.zone, health, me.language)
        view = compose(session, self._news.told(self._store.db, session, look, now), now)
        view = replace(view, points=around(self._store.db, view.points))
        return with_doors(view, doors, session, doors.warned, look.language, doors.whys)

    def dark(self, session: Session, now: Now, health: tuple[Part, ...], trouble: Fault) -> View:
        """What the screen shows where the store cannot be trusted or read: why."""
        home = language(self._me.language)
        bare = Scene(
            self._site, now.at, self._me.zone, Policy(), health=health, trouble=trouble, language=home
        )
        return compose(session, bare, now)
