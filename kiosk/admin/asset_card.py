"""`cribctl asset show` and `cribctl asset note`: all there is to know of an asset, and what is left on it."""

from argparse import Namespace
from datetime import datetime, tzinfo

from msgspec import Struct

from kiosk.admin import cells
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, add_task, argument
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import plain, quoted
from kiosk.admin.terminal import DONE, CannotError, Terminal
from kiosk.crib.names import AssetCode
from kiosk.crib.noting import MAX_NOTE, NoteAsset
from kiosk.crib.states import AssetState
from kiosk.store.database import Database
from kiosk.store.lookup import owner_of
from kiosk.store.people import name_of
from kiosk.store.states import asset_of
from kiosk.store.step_reports import out_s_of


class Card(Struct, frozen=True):
    """One asset, as ``--json`` prints it."""

    code: str
    name: str
    product: str
    serial: str
    bin: str
    place: str
    """Of a holder, by name."""
    since: datetime | None
    due: datetime | None
    valid_through: str
    uses: int
    hours_out: int
    keeps: str
    """The keeper's note on it."""
    note: str
    """The note that somebody left on it at the counter."""
    noted_by: str
    noted: datetime | None


def add(verbs: Nouns) -> None:
    """Add the verbs."""
    show = add_task(verbs, "show", "All there is to know of an asset, its notes among it.", _show)
    show.add_argument("asset", metavar="ASSET", type=argument(cells.code))
    says = "Leave a note on an asset, to be read at its next scan; '' takes away the one there is."
    note = add_task(verbs, "note", says, _note)
    note.add_argument("asset", metavar="ASSET", type=argument(cells.code))
    note.add_argument("text", metavar="TEXT", help=f"at most {MAX_NOTE} characters")
    note.add_argument("--dry-run", action="store_true", help=DRY)


def _note(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = NoteAsset(AssetCode(args.asset), args.text)
    what = f"the note on {args.asset}"
    return carry_out(command, what, "there" if args.text.strip() else "gone", args, crib, terminal)


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        kind, _, code = owner_of(db, args.asset).partition(" ")
        state = asset_of(db, code) if kind == "asset" else None
        if state is None:
            raise CannotError(f"{quoted(args.asset)} is no asset here. `cribctl report out` names some.")
        card = _card(db, state, crib.now())
    if args.json:
        terminal.document(card)
    else:
        terminal.say("\n".join(_lines(card, crib.zone)))
    return DONE


def _card(db: Database, state: AssetState, now: datetime) -> Card:
    asset, noted = state.asset, state.noted
    return Card(
        code=asset.code,
        name=state.product.name,
        product=asset.product,
        serial=asset.serial,
        bin=asset.bin,
        place=f"holder:{name_of(db, state.holder)}" if state.holder else str(state.place),
        since=state.since,
        due=state.due,
        valid_through=str(state.valid_through or ""),
        uses=state.uses,
        hours_out=out_s_of(state, now) // 3600,
        keeps=asset.note,
        note=noted.text if noted else "",
        noted_by=name_of(db, noted.worker) if noted and noted.worker else "",
        noted=noted.at if noted else None,
    )


def _lines(card: Card, zone: tzinfo) -> list[str]:
    def at(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""

    by = f" ({card.noted_by or 'nobody signed in'}, {at(card.noted)})" if card.note else ""
    told = {
        "asset": f"{card.code}  {card.name} ({card.product})",
        "serial": card.serial,
        "home bin": card.bin,
        "place": card.place,
        "since": at(card.since),
        "due": at(card.due),
        "valid through": card.valid_through,
        "used": f"{card.uses} times, {card.hours_out} h out",
        "keeper's note": card.keeps,
        "note": card.note + by,
    }
    return [f"{name:<14}{plain(text)}" for name, text in told.items() if text]
