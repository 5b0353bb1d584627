"""Counting a place while its things are taken and brought back: what was seen, and what follows from it.

Everything is judged against the books of its own moment, so that what moves meanwhile cancels out: pieces
when they are counted, an asset when it is seen; what was not seen, only if it has not moved since.
"""

from collections.abc import Iterator

from kiosk.crib import changes, counting
from kiosk.crib import count_entries as was
from kiosk.crib import entries as moves
from kiosk.crib.body import Body
from kiosk.crib.commands import ReturnAsset
from kiosk.crib.counting import AssetLine, CountState, Finding, Fix, StockLine
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.holds import at_risk, less
from kiosk.crib.issue import ends, move, present
from kiosk.crib.keep import not_a_keeper, unfit, unfit_range
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import NOBODY, AssetCode, BinCode, LotCode, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import VARIANCE, Place, PlaceKind, in_bin
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed, Refusal
from kiosk.crib.returns import return_asset
from kiosk.crib.states import AssetState


def open_count(facts: Facts, command: counting.OpenCount) -> Decision:
    """Begin, or go on with what is open there."""
    opening, refusal = facts.opening, _not_a_keeper(facts.worker)
    if refusal:
        return Refused(refusal)
    if opening is None or not opening.known:
        return unfit("place", command.place, "{value!r} is no bin, shelf, cabinet or room.")
    if opening.within:
        return Approved((was.CountResumed(count=opening.within.code, place=opening.within.place),))
    if opening.overlaps:
        return unfit(
            "place",
            command.place,
            "{value!r} is partly counted in {count} already; close that first.",
            count=opening.overlaps,
        )
    return Approved((was.CountOpened(count=f"{command.place}/{opening.number}", place=command.place),))


def _not_a_keeper(worker: Worker | None) -> Refusal | None:
    return None if may(worker, Role.KEEPER) else NotAllowed(Role.KEEPER)


def _not_open(count: str) -> Refused:
    return unfit("count", count, "{value!r} is no open count; `cribctl count status` lists them.")


def _stop(facts: Facts, count: str, bin_code: str = "") -> Refused | None:
    """Why nothing can be noted in a count."""
    refusal = _not_a_keeper(facts.worker)
    if refusal:
        return Refused(refusal)
    if facts.count is None:
        return _not_open(count)
    if bin_code and bin_code not in facts.count.bins:
        return unfit(
            "bin", bin_code, "{value!r} is not in {place}, which is counted.", place=facts.count.place
        )
    return None


def see_asset(facts: Facts, command: counting.SeeAsset) -> Decision:
    """Note where an asset was seen; one that was sought, or that nobody signed for, is thereby confirmed."""
    stop, count, asset = _stop(facts, command.count, command.bin), facts.count, present(facts)
    if stop or count is None:
        return stop or NOTHING
    code, here = asset.asset.code, asset.place.code if asset.is_in else ""
    where = command.bin or BinCode(here if here in count.bins else "")
    finding, known = _finding(asset, where), count.line_of(code)
    if known and (known.finding, known.seen) == (finding, where) and not known.fixed:
        return NOTHING
    seen = was.CountSeen(count=count.code, finding=finding, bin=where, asset=code, place=str(asset.place))
    sought = asset.is_in and (asset.missing or asset.unconfirmed)
    return Approved((moves.AssetConfirmed(asset=code, bin=here), seen) if sought else (seen,))


def _finding(asset: AssetState, where: BinCode) -> Finding:
    if asset.is_in_use or asset.place.kind is PlaceKind.LOST:
        return Finding.HELD
    return Finding.FOUND if where and asset.place == in_bin(where) else Finding.MISPLACED


def see_stock(facts: Facts, command: counting.SeeStock) -> Decision:
    """Note how many pieces there are, and how many the books have at this moment."""
    stop, count = _stop(facts, command.count, command.bin), facts.count
    if stop or count is None:
        return stop or NOTHING
    if not 0 <= command.quantity <= MAX_QUANTITY:
        return unfit_range("quantity", command.quantity, 0, MAX_QUANTITY)
    seen = was.CountSeen(
        count=count.code,
        finding=Finding.COUNTED,
        bin=command.bin,
        product=command.product,
        lot=command.lot,
        quantity=command.quantity,
        expected=facts.there,
    )
    return Approved((seen,))


def see_code(facts: Facts, command: counting.SeeCode) -> Decision:
    """Keep a code that means nothing."""
    stop, count = _stop(facts, command.count, command.bin), facts.count
    if stop or count is None:
        return stop or NOTHING
    if command.code in count.unknown:
        return NOTHING
    seen = was.CountSeen(count=count.code, finding=Finding.UNKNOWN, bin=command.bin, code=command.code)
    return Approved((changes.CodeUnknown(code=command.code), seen))


def fix(facts: Facts, command: counting.FixFinding) -> Decision:
    """Put right what was found, while standing there."""
    stop, count, asset = _stop(facts, command.count), facts.count, present(facts)
    if stop or count is None:
        return stop or NOTHING
    line = count.line_of(command.asset)
    if line is None or line.fixed or line.finding not in (Finding.MISPLACED, Finding.HELD):
        return unfit("asset", command.asset, "{value!r} was not seen out of place in this count.")
    moved = _fixed(facts, command, asset, line)
    if not isinstance(moved, Approved):
        return moved
    fixed = was.CountFixed(count=count.code, asset=command.asset, fix=command.fix)
    return Approved((*moved.entries, fixed))


def _fixed(facts: Facts, command: counting.FixFinding, asset: AssetState, line: AssetLine) -> Decision:
    """What moves."""
    if (command.fix is Fix.RETURN) is not (line.finding is Finding.HELD):
        return unfit(
            "fix",
            command.fix,
            "{value!r} is no way to put right what is {finding}.",
            finding=str(line.finding),
        )
    if command.fix is Fix.RETURN:
        return return_asset(facts, ReturnAsset(command.asset, command.worker))
    if command.fix is Fix.HOME:
        return Approved(())
    if not asset.is_in or not line.seen:
        return unfit(
            "fix",
            command.fix,
            "{value!r} needs a bin that it was seen in, and a thing that was not quarantined.",
        )
    return Approved((moves.AssetMoved(**move(asset, in_bin(line.seen)), home=1),))


def cancel(facts: Facts, command: counting.CancelCount) -> Decision:
    """Give up; nothing is corrected, nothing is missing."""
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if facts.count is None:
        return _not_open(command.count)
    return Approved((was.CountCanceled(count=facts.count.code, note=command.note),))


def close(facts: Facts, command: counting.CloseCount) -> Decision:
    """Sign. What is beyond the limits waits for a second person, and changes nothing before."""
    count, signer = facts.count, facts.receiver if command.approver else facts.worker
    if count is None:
        return _not_open(command.count)
    stop = _may_not_sign(count, command, signer)
    if stop or signer is None:
        return stop or NOTHING
    again = next((line for line in count.stock if line.variance and line.times == 1), None)
    if again:
        return Refused(counting.CountAgain(again.product, again.bin, again.lot))
    pieces, cents = _variance(count)
    beyond = pieces > facts.policy.variance_pieces or cents > facts.policy.variance_value
    if beyond and count.signed_by in (NOBODY, signer.id):
        if count.signed_by:
            return Refused(counting.NeedsSecond(pieces, cents))
        return Approved((was.CountSigned(count=count.code, pieces=pieces, value_cents=cents),))
    first = count.signed_by or signer.id
    return Approved(tuple(_closing(facts, count, first, signer)))


def _may_not_sign(count: CountState, command: counting.CloseCount, signer: Worker | None) -> Refused | None:
    """Keepers sign; a lead can be the second."""
    if command.approver and not count.signed_by:
        return unfit(
            "count", command.count, "{value!r} is not signed yet; a keeper signs first, at the counter."
        )
    if command.approver and signer is None:
        return unfit("approver", command.approver, "{value!r} is nobody's code.")
    least = Role.LEAD if count.signed_by and signer and signer.id != count.signed_by else Role.KEEPER
    return None if may(signer, least) else Refused(NotAllowed(least))


def _variance(count: CountState) -> tuple[int, int]:
    """Pieces more or less, and what they cost, nothing set off against anything."""
    gone = [(abs(line.variance), line.cost_cents) for line in count.stock]
    return sum(n for n, _ in gone), sum(n * cents for n, cents in gone)


def _missing(count: CountState) -> tuple[AssetCode, ...]:
    return tuple(line.asset for line in count.assets if line.expected and line.finding is None)


def _found(count: CountState) -> int:
    return sum(line.expected and line.finding is Finding.FOUND for line in count.assets)


def _expected(count: CountState) -> int:
    return sum(line.expected for line in count.assets)


def _closing(facts: Facts, count: CountState, first: WorkerId, signer: Worker) -> Iterator[Body]:
    missing = [line for line in count.assets if line.expected and line.finding is None]
    for line in missing:
        if not line.sought:
            yield moves.AssetReportedMissing(asset=line.asset, bin=line.bin)
    for each in count.stock:
        yield from _corrected(count.code, each)
    yield from _at_risk(facts, count)
    pieces, cents = _variance(count)
    yield was.CountClosed(
        count=count.code,
        place=count.place,
        expected=_expected(count),
        found=_found(count),
        missing=_missing(count),
        misplaced=_left(count, Finding.MISPLACED),
        held=_left(count, Finding.HELD),
        unknown=count.unknown,
        differences=tuple(_difference(line) for line in count.stock if line.variance),
        uncounted=tuple(f"{line.bin} {line.product}" for line in count.stock if not line.times),
        pieces=pieces,
        value_cents=cents,
        signed=first,
        second=signer.id if signer.id != first else NOBODY,
    )


def _left(count: CountState, finding: Finding) -> tuple[AssetCode, ...]:
    return tuple(line.asset for line in count.assets if line.finding is finding and not line.fixed)


def _difference(line: StockLine) -> was.Difference:
    return was.Difference(line.bin, line.product, line.quantity, line.expected, line.lot)


def _corrected(count: str, line: StockLine) -> Iterator[was.StockCorrected]:
    """Pieces too many are of the lot that came last; pieces that are gone, of the lots that came first."""
    more, less = max(line.variance, 0), max(-line.variance, 0)
    if more:
        newest = line.lots[-1].lot if line.lots else LotCode("")
        yield _correction(count, line, more, line.lot or newest, (VARIANCE, in_bin(line.bin)))
    for lot in line.lots:
        part = min(less, lot.quantity) if line.lot in ("", lot.lot) else 0
        less -= part
        if part:
            yield _correction(count, line, part, lot.lot, (in_bin(line.bin), VARIANCE))


def _correction(
    count: str, line: StockLine, quantity: int, lot: LotCode, way: tuple[Place, Place]
) -> was.StockCorrected:
    return was.StockCorrected(count=count, product=line.product, quantity=quantity, lot=lot, **ends(*way))


def _at_risk(facts: Facts, count: CountState) -> Iterator[moves.HoldAtRisk]:
    """Holds that can no longer be met with what is really there."""
    for product, plan in facts.plans.items():
        after = plan
        for line in count.stock:
            if line.product == product:
                after = less(after, in_bin(line.bin), -line.variance)
        yield from at_risk(plan, after, facts)
