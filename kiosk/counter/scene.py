"""Scenes: what the store adds to a session so that a view can be written."""

from datetime import datetime, tzinfo
from typing import Any

from msgspec import Struct

from kiosk.counter.health_words import Part
from kiosk.counter.language import ENGLISH, Language, Told
from kiosk.counter.views import Item
from kiosk.crib.availability import Counts
from kiosk.crib.counting import Progress
from kiosk.crib.gates import may
from kiosk.crib.handing import Denial, TakenOver
from kiosk.crib.looked import Card, OfHold
from kiosk.crib.names import AssetCode, Role, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Category, Product, Worker
from kiosk.crib.receiving import DeliveryState
from kiosk.crib.refusals import Fault
from kiosk.crib.states import AssetState, KitState, Loan


class Scene(Struct, frozen=True):
    """The things, figures and names that the screen is about to speak of."""

    site: str
    at: datetime
    """UTC."""
    zone: tzinfo
    policy: Policy
    who: str = ""
    """Full name of the worker who is signed in."""
    passable: bool = True
    """Whether the stop that is said, if a lead may lift it at all, is one of an act that can go on."""
    names: dict[WorkerId, str] = {}
    """Initials of the others whom the answer names."""
    asset: AssetState | None = None
    kit: KitState | None = None
    product: Product | None = None
    categories: tuple[Category, ...] = ()
    """Of what is spoken of; of a kit, those of its assets."""
    counts: Counts | None = None
    card: Card | None = None
    """Of the asset that is shown, what there is to know beyond its state."""
    taken_over: tuple[TakenOver, ...] = ()
    """What others took over from who signs in."""
    denials: tuple[Denial, ...] = ()
    """Of a keeper who signs in: what somebody denies that she gave away."""
    lent_until: datetime | None = None
    """When what she has in hand, and keeps for longer, was due at first."""
    listed: dict[AssetCode, str] = {}
    """Names of the products of the assets that were shown as lying somewhere."""
    holdings: tuple[AssetState, ...] = ()
    loans: tuple[tuple[Product, Loan], ...] = ()
    """What the worker has of pools."""
    holds: tuple[OfHold, ...] = ()
    """What is reserved for her and not picked up yet."""
    count: Progress | None = None
    """Of the place that is being counted."""
    delivery: DeliveryState | None = None
    """That is being put away."""
    health: tuple[Part, ...] = ()
    opened: Any = None
    """What the task that is open shows, as its loader read it."""
    news: tuple[Item, ...] = ()
    """What the idle screen tells by itself."""
    trouble: Fault | None = None
    """Why the kiosk cannot serve at all; None where it can."""
    language: Language = ENGLISH
    """That the screen speaks: of who is signed in, else the site's."""

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in the screen's language."""
        return self.language.say(sentence, **values)

    def tell(self, told: Told) -> str:
        """A detail in the screen's language."""
        return self.language.tell(told)


def initials(name: str) -> str:
    """``Ann Ott`` → ``A. O.``: what others may read on the screen."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def called(name: str, code: str, policy: Policy, reader: Worker | None) -> str:
    """What a person is called on a screen that ``reader`` stands at; empty where she is not to be named.

    Policy ``names`` says it; leads and keepers read full names.
    """
    style = "full" if may(reader, Role.LEAD) else policy.names
    return {"initials": initials(name), "full": name, "code": code}.get(style, "")
