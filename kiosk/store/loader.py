"""Facts for a command, read in the transaction that decides and writes."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, tzinfo
from typing import Any, ClassVar, get_args

from msgspec.structs import replace

from kiosk.crib import (
    adding,
    counting,
    door_acts,
    handing,
    keeping,
    linking,
    noting,
    ordering,
    reading,
    receiving,
    shifts,
    transferring,
)
from kiosk.crib import commands as do
from kiosk.crib.definitions import Define
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.gates import is_fit
from kiosk.crib.identity import Identifying, KeepingPeople
from kiosk.crib.instructions import Step
from kiosk.crib.names import AssetCode, BinCode, Kind, WorkerId
from kiosk.crib.products import Category, Product, Worker
from kiosk.crib.refusals import Equivalent
from kiosk.crib.states import AssetState
from kiosk.store import (
    behind,
    counts,
    deliveries,
    handovers,
    kept,
    lent,
    lookup,
    newcomers,
    past,
    restock,
    standing,
    states,
    steps,
    transfers,
)
from kiosk.store.catalogue import catalogue
from kiosk.store.database import Database, one, rows
from kiosk.store.values import micros

_OFFERED = 3
"""Equivalents named at a stop: what a person reads at a glance."""
_ASKED = 3
"""Trained people named at a stop."""


class Loader:
    """Loads facts on the writer's connection."""

    def __init__(self, db: Database, zone: tzinfo) -> None:
        self._db = db
        self._zone = zone

    def facts(self, command: do.Command, at: datetime) -> Facts:
        """All that the decision on this command may look at.

        Raises:
            KeyError: the command names an asset, product or worker that does not exist.
        """
        worker = lookup.worker_of(self._db, getattr(command, "worker", ""))
        facts = Facts(at=at, zone=self._zone, policy=lookup.policy_of(self._db), worker=worker)
        elsewhere, load = _ELSEWHERE.get(type(command)), self._loaders.get(type(command))
        if elsewhere:
            return elsewhere(self._db, facts, command)
        return load(self, facts, command) if load else facts

    def _locks(self, facts: Facts, command: do.OpenSession | door_acts.UnlockDoors) -> Facts:
        areas = (lookup.area_of(self._db, code) for code in command.locks)
        if isinstance(command, do.OpenSession):
            facts = self._shift(standing.load(self._db, facts, command), command)
        return replace(facts, cabinets=tuple(area for area in areas if area))

    def _present(self, code: str) -> AssetState:
        asset = states.asset_of(self._db, code)
        if asset is None:
            raise KeyError(f"there is no asset {code!r}")
        return asset

    def _asset(self, facts: Facts, command: Any) -> Facts:
        """An asset that moves, and what is promised of its product."""
        return self._moving(facts, self._present(command.asset))

    def _moving(self, facts: Facts, asset: AssetState) -> Facts:
        return replace(facts, asset=asset, plan=self._plan(facts, asset.product))

    def _plan(self, facts: Facts, product: Product) -> Plan:
        return states.plan_of(self._db, product.code, facts.at, facts.policy.no_show)

    def _return(self, facts: Facts, command: do.ReturnAsset) -> Facts:
        asset = self._present(command.asset)
        comes = asset.is_in_use
        facts = replace(facts, asset=asset, equivalents=() if comes else self._equivalents(asset, facts))
        return self._read(facts, command, Step.RETURN, asset.category)

    def _read(self, facts: Facts, command: Any, step: Step, *categories: Category) -> Facts:
        return steps.with_read(self._db, facts, command.worker, step, *categories)

    def _issue(self, facts: Facts, command: do.IssueAsset | do.HandOverAsset) -> Facts:
        asset = self._present(command.asset)
        facts = self._moving(facts, asset)
        facts = self._behind(facts, command, [asset])
        fit = asset.is_in and is_fit(asset, facts.at, facts.zone) and not facts.plan.holds
        offers = () if fit and not facts.shut else self._equivalents(asset, facts)
        facts = replace(facts, equivalents=behind.within_reach(self._db, command, offers))
        return self._taker(facts, command, command.worker, asset.product, asset.category)

    def _behind(self, facts: Facts, command: Any, assets: Iterable[AssetState]) -> Facts:
        bins = [asset.place.code for asset in assets if asset.is_in]
        return replace(facts, shut=behind.shut(self._db, command, bins))

    def _give(self, facts: Facts, command: do.GiveAsset) -> Facts:
        asset = self._present(command.asset)
        facts = replace(self._moving(facts, asset), receiver=lookup.worker_of(self._db, command.to))
        return self._taker(facts, command, command.to, asset.product, asset.category)

    def _taker(
        self, facts: Facts, command: Any, taker: WorkerId, product: Product, category: Category
    ) -> Facts:
        """What is asked about whoever is to have it."""
        wish = command.wish
        known = lookup.worker_of(self._db, taker)
        untrained = category.training and known and not self._passed(facts, known, category.training)
        return replace(
            facts,
            overdue=states.overdue_of(self._db, taker, facts.at),
            in_category={**facts.in_category, **self._held(facts, taker, category)},
            job=lookup.job_of(self._db, wish.job) if wish.job else None,
            trained=self._trained(category.training) if untrained else (),
            elsewhere=states.elsewhere_of(self._db, product.code),
            read={**facts.read, **steps.read_by(self._db, taker, (category,), Step.TAKE)},
        )

    def _passed(self, facts: Facts, worker: Worker, course: str) -> bool:
        training = worker.training(course)
        return training is not None and training.is_valid(facts.today)

    def _trained(self, course: str) -> tuple[WorkerId, ...]:
        """Who has passed a course, leads first."""
        sql = """SELECT t.worker FROM training t JOIN worker w ON w.id = t.worker
            WHERE t.course = ? AND w.active = 1
            ORDER BY w.role <> 'lead', t.until = '' DESC, t.until DESC, w.id LIMIT ?"""
        return tuple(WorkerId(worker) for (worker,) in rows(self._db, sql, course, _ASKED))

    def _held(self, facts: Facts, taker: WorkerId, category: Category) -> dict[str, int]:
        if not category.limit:
            return {}
        if category.kind is Kind.CONSUMABLE:
            local = facts.at.astimezone(facts.zone)
            midnight = datetime.combine(local.date(), time(), facts.zone)
            sql = """SELECT coalesce(sum(d.quantity), 0) FROM drawn d JOIN product p ON p.code = d.product
                WHERE d.worker = ? AND d.at >= ? AND p.category = ?"""
            row = one(self._db, sql, taker, micros(midnight), category.code)
        else:
            sql = """SELECT (SELECT count(*) FROM asset a JOIN product p ON p.code = a.product
                    WHERE a.place_kind = 'holder' AND a.place = ?1 AND p.category = ?2)
                + (SELECT coalesce(sum(l.quantity), 0) FROM loan l JOIN product p ON p.code = l.product
                    WHERE l.place_kind = 'holder' AND l.place = ?1 AND p.category = ?2)"""
            row = one(self._db, sql, taker, category.code)
        return {category.code: int(row[0])}

    def _equivalents(self, asset: AssetState, facts: Facts) -> tuple[Equivalent, ...]:
        """Other fit assets of the product on the shelf, those that somebody reserved left out."""
        held = {hold.asset for hold in facts.plan.holds if hold.start <= facts.at}
        condition = "a.product = ? AND a.place_kind = 'bin' AND a.code <> ?"
        others = states.assets_where(self._db, condition, asset.product.code, asset.asset.code)
        fit = [other for other in others if is_fit(other, facts.at, facts.zone)]
        free = [other for other in fit if other.asset.code not in held]
        return tuple(Equivalent(other.asset.code, BinCode(other.place.code)) for other in free[:_OFFERED])

    def _kit(self, facts: Facts, command: do.IssueKit | do.ReturnKit) -> Facts:
        kit = states.kit_of(self._db, command.kit)
        if kit is None:
            raise KeyError(f"there is no kit {command.kit!r}")
        facts = replace(facts, kit=kit)
        if isinstance(command, do.ReturnKit):
            return self._read(facts, command, Step.RETURN, *(asset.category for asset in kit.assets))
        plans = {a.product.code: self._plan(facts, a.product) for a in kit.assets}
        facts = self._behind(replace(facts, plans=plans), command, kit.assets)
        for asset in kit.assets:
            facts = self._taker(facts, command, command.worker, asset.product, asset.category)
        return facts

    def _stock(self, facts: Facts, command: do.IssueStock | do.PutBackStock) -> Facts:
        stock = states.stock_of(self._db, command.product, command.bin, command.worker)
        if stock is None:
            raise KeyError(f"there is no product {command.product!r}")
        facts = replace(facts, stock=stock)
        if isinstance(command, do.PutBackStock):
            return self._read(facts, command, Step.RETURN, stock.category)
        shut = behind.shut(self._db, command, {stock.bin, *(lot.bin for lot in stock.lots)})
        facts = replace(facts, plan=self._plan(facts, stock.product), shut=shut)
        return self._taker(facts, command, command.worker, stock.product, stock.category)

    def _catalogue(self, facts: Facts, command: Define) -> Facts:
        return replace(facts, catalogue=catalogue(self._db, command.things))

    def _unconfirmed(self, facts: Facts, command: do.ConfirmBin) -> Facts:
        sql = """SELECT code FROM asset WHERE place_kind = 'bin' AND place = ? AND unconfirmed = 1
            ORDER BY code"""
        found = rows(self._db, sql, command.bin)
        return replace(facts, unconfirmed=tuple(AssetCode(code) for (code,) in found))

    def _to_hold(self, facts: Facts, command: do.PlaceHold) -> Facts:
        asset, known = states.asset_of(self._db, command.target), lookup.product_of(self._db, command.target)
        hers, coded = (
            lookup.worker_of(self._db, command.receiver),
            lookup.worker_coded(self._db, command.whom),
        )
        product = asset.product if asset else known[0] if known else None
        holds = states.holds_where(self._db, "code = ?", command.hold)
        facts = replace(
            facts,
            asset=asset,
            product=product,
            receiver=hers or coded,
            job=lookup.job_of(self._db, command.whom),
            hold=holds[0] if holds else None,
        )
        if product is None:
            return facts
        found, category = lookup.product_of(self._db, product.code) or (product, None)
        plan = self._plan(facts, found)
        if not plan.holds and category:
            plan = replace(plan, lots=tuple(states.lots_of(self._db, found, category, by_asset=True)))
        return replace(facts, plan=plan, elsewhere=states.elsewhere_of(self._db, product.code))

    def _held_one(self, facts: Facts, command: do.ReleaseHold) -> Facts:
        holds = states.holds_where(self._db, "code = ?", command.hold)
        return replace(facts, hold=holds[0] if holds else None)

    def _to_review(self, facts: Facts, command: ordering.Review) -> Facts:
        crib = restock.Crib(self._db, facts.at, facts.zone, facts.policy)
        found = restock.to_review(crib, day_began=command.day_began)
        return self._shift(replace(facts, watched=restock.watched(crib, found)), command)

    def _shift(self, facts: Facts, _: Any) -> Facts:
        return replace(facts, shift=steps.shift_of(self._db, facts))

    def _arriving(self, facts: Facts, command: receiving.Receiving) -> Facts:
        found = deliveries.arriving(self._db, command)
        categories = (category for _, category in found.products.values())
        facts = self._read(replace(facts, arriving=found), command, Step.RECEIVE, *categories)
        return transfers.facts_of(self._db, facts, found.transfer) if found.transfer else facts

    _loaders: ClassVar[dict[type, Callable[["Loader", Facts, Any], Facts]]] = {
        do.OpenSession: _locks,
        door_acts.UnlockDoors: _locks,
        do.IssueAsset: _issue,
        do.HandOverAsset: _issue,
        do.GiveAsset: _give,
        do.ReturnAsset: _return,
        do.QuarantineAsset: _asset,
        do.ReportMissing: _asset,
        do.IssueKit: _kit,
        do.ReturnKit: _kit,
        do.IssueStock: _stock,
        do.PutBackStock: _stock,
        do.ConfirmAsset: _asset,
        do.ConfirmBin: _unconfirmed,
        do.PlaceHold: _to_hold,
        do.ReleaseHold: _held_one,
        **dict.fromkeys(get_args(receiving.Receiving), _arriving),
        ordering.Review: _to_review,
        shifts.CloseShift: _shift,
        Define: _catalogue,
    }


_ELSEWHERE: dict[type, Callable[[Database, Facts, Any], Facts]] = {
    do.UndoAct: past.load,
    do.ExtendLoan: lent.to_extend,
    door_acts.OpenCabinet: behind.to_open,
    **dict.fromkeys(get_args(keeping.Keeping), kept.load),
    **dict.fromkeys(get_args(counting.Counting), counts.load),
    **dict.fromkeys(get_args(transferring.Transferring), transfers.facts_of),
    **dict.fromkeys(get_args(linking.Linking), newcomers.to_link),
    adding.AddThing: newcomers.to_add,
    **dict.fromkeys(get_args(Identifying | KeepingPeople), standing.load),
    reading.ReadInstruction: steps.to_read,
    ordering.PlaceOrder: restock.to_order,
    ordering.CancelOrder: restock.to_order,
    noting.NoteAsset: steps.to_note,
    noting.CheckAsset: steps.to_note,
    noting.ExplainOverride: steps.to_explain,
    handing.DenyHandover: handovers.to_deny,
}
"""What other modules load, each for the commands of its own subject."""
