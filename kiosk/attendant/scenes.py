"""What the screen is about to speak of, read from the store for one view."""

from datetime import tzinfo

from kiosk.counter.scene import Scene, initials
from kiosk.counter.session import Answer, Session, shows
from kiosk.counter.signals import Now
from kiosk.counter.views import Health
from kiosk.crib.names import WorkerId
from kiosk.crib.states import AssetState
from kiosk.store import reports
from kiosk.store.lookup import asset_of, policy_of, product_of
from kiosk.store.people import name_of
from kiosk.store.store import Store


def scene(
    store: Store, session: Session, now: Now, site: str, zone: tzinfo, health: tuple[Health, ...]
) -> Scene:
    """The scene of a session at this moment."""
    answer = session.answer if shows(session) else None
    asset = asset_of(store.db, answer.asset) if answer and answer.asset else None
    known = product_of(store.db, answer.product) if answer and answer.product else None
    product = asset.product if asset else known[0] if known else None
    moment = reports.Moment(now.at, zone)
    return Scene(
        site=site,
        at=now.at,
        zone=zone,
        policy=policy_of(store.db),
        who=name_of(store.db, session.who) if session.worker else "",
        names={worker: initials(name_of(store.db, worker)) for worker in _others(answer, asset)},
        asset=asset,
        product=product,
        counts=reports.counts(store.db, product.code, moment) if product else None,
        holdings=reports.holdings(store.db, session.who) if session.worker else (),
        health=health,
    )


def _others(answer: Answer | None, asset: AssetState | None) -> set[WorkerId]:
    named = {getattr(answer.refusal, "holder", WorkerId(""))} if answer else set()
    return (named | ({asset.holder} if asset else set())) - {WorkerId("")}
