"""`cribctl why`: the entries that add up to a number, or that brought a thing to where it is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator

from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, reading
from kiosk.admin.entry_lines import HEADING, line, whole
from kiosk.admin.journal_search import people_of
from kiosk.admin.table import quoted
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.crib.tracing import Figure, Scope
from kiosk.store.database import Database
from kiosk.store.entry import Entry
from kiosk.store.lookup import owner_of
from kiosk.store.states import asset_of
from kiosk.store.why import Asked, Line, figure, moves_of, why

_SAYS = {
    Figure.ON_HAND: "What lies in the bins, or in one of them, or of one lot.",
    Figure.AVAILABLE: "What can be taken now: on hand, fit, and not reserved.",
    Figure.RESERVED: "What holds bind now.",
    Figure.OUT: "What is with somebody, at a job or station, in service or on its way.",
    Figure.QUARANTINED: "What is quarantined, or in its bin but not fit.",
    Figure.TOTAL: "All that the site answers for.",
}


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "why", "The entries that a number is made of.")
    for each, says in _SAYS.items():
        _take_scope(add_task(verbs, each.value, says, _why), each)
    place = add_task(verbs, "place", "How an asset came to where it is.", _place)
    place.add_argument("asset", metavar="ASSET")


def _take_scope(parser: ArgumentParser, each: Figure) -> None:
    parser.add_argument("product", metavar="PRODUCT")
    if each is Figure.ON_HAND:
        parser.add_argument("--bin", default="", metavar="BIN", help="only in this bin")
        parser.add_argument("--lot", default="", metavar="LOT", help="only of this lot")
    parser.set_defaults(figure=each, bin="", lot="")


def _why(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    scope = Scope(args.figure, args.bin, args.lot)
    with reading(crib) as db, db.atomic():  # one look at one moment: the kiosk goes on meanwhile
        asked = Asked(_product(db, args.product), scope, crib.now(), crib.zone)
        lines, told, people = list(why(db, asked)), figure(db, asked), people_of(db)
    total = lines[-1].sum if lines else 0
    if args.json:
        terminal.document({**_head(asked, total, told), "lines": [_fields(each) for each in lines]})
    else:
        for text in _table(lines, crib, people):
            terminal.say(text)
        terminal.say(f"{scope.figure} {asked.product}: {total}")
    if total == told:
        return DONE
    terminal.complain(f"Reports say {told}, the journal {total}. Run: cribctl journal replay")
    return REFUSED


def _product(db: Database, code: str) -> str:
    """A product by any of its codes."""
    kind, _, target = owner_of(db, code).partition(" ")
    if kind != "product":
        raise CannotError(f"{quoted(code)} is no product here. `cribctl report available` lists them.")
    return target


def _head(asked: Asked, total: int, told: int) -> dict[str, object]:
    scope = asked.scope
    return {
        "figure": scope.figure,
        "product": asked.product,
        "bin": scope.bin,
        "lot": scope.lot,
        "sum": total,
        "told": told,
    }


def _fields(each: Line) -> dict[str, object]:
    entry = whole(each.entry) if each.entry else None
    return {"share": each.share, "sum": each.sum, "text": each.text, "entry": entry}


def _table(lines: Iterable[Line], crib: Crib, people: dict[str, str]) -> Iterator[str]:
    epoch = None
    for each in lines:
        if each.entry and each.entry.epoch != epoch:
            epoch = each.entry.epoch
            yield f"epoch {epoch}\n{'SHARE':>6} {'SUM':>6} {HEADING}"
        what = line(each.entry, crib.zone, people) if each.entry else f"{'now':>7}  {each.text}"
        yield f"{each.share:>+6} {each.sum:>6} {what}"


def _place(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db, db.atomic():
        kind, _, code = owner_of(db, args.asset).partition(" ")
        asset = asset_of(db, code) if kind == "asset" else None
        moves, people = list(moves_of(db, code)), people_of(db)
    if asset is None:
        raise CannotError(f"{quoted(args.asset)} is no asset here. `cribctl journal show` finds what it is.")
    if args.json:
        place = str(asset.place)
        terminal.document({"asset": code, "place": place, "entries": [whole(entry) for entry in moves]})
    else:
        _print_moves(moves, crib, people, terminal)
        place = f"holder:{people.get(asset.holder, asset.holder)}" if asset.holder else str(asset.place)
        terminal.say(f"place {code}: {place}")
    return DONE


def _print_moves(moves: Iterable[Entry], crib: Crib, people: dict[str, str], terminal: Terminal) -> None:
    epoch = ""
    for entry in moves:
        if entry.epoch != epoch:
            epoch = entry.epoch
            terminal.say(f"epoch {epoch}\n{HEADING}")
        terminal.say(line(entry, crib.zone, people))
