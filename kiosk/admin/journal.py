"""`cribctl journal`: verify, replay, show, head."""

from argparse import ArgumentTypeError, Namespace

from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, reading
from kiosk.admin.entry_lines import HEADING, line, local, whole
from kiosk.admin.journal_search import Search, find, people_of
from kiosk.admin.table import plain, quoted
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.store.database import Database, StoreError
from kiosk.store.entry import Position
from kiosk.store.journal import all_entries, head_of
from kiosk.store.verify import Checked, Difference, replay, verify

_NO_ROW = "no such row"


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "journal", "Everything that happened at the crib, in order.")
    add_task(verbs, "verify", "Check every entry: no gap, every hash, every link.", _verify)
    add_task(verbs, "replay", "Rebuild every derived table from the journal, and compare.", _replay)
    add_task(verbs, "head", "The newest entry's place and hash, to compare with what was published.", _head)
    show = add_task(verbs, "show", "Entries, oldest first; with --json one whole entry a line.", _show)
    what = "an asset, product or bin, a worker's code, or a command's id (default: everything)"
    show.add_argument("item", metavar="ITEM", nargs="?", default="", help=what)
    show.add_argument("--since", type=_position, metavar="EPOCH/SEQ", help="only entries after this one")
    limit = "only the newest N; with --since the first N after it"
    show.add_argument("--limit", type=_count, metavar="N", default=0, help=limit)
    show.add_argument("--type", metavar="TYPE", default="", help="only this type, such as asset.issued")


def _position(text: str) -> Position:
    epoch, _, seq = text.rpartition("/")
    if not (epoch and seq.isdecimal()):
        raise ArgumentTypeError(
            f"{quoted(text)} is no place in a journal. Write EPOCH/SEQ, as head prints it."
        )
    return Position(epoch, min(int(seq), 2**62))


def _count(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 2**31):
        raise ArgumentTypeError(f"{quoted(text)} is no number of entries. Write one from 1.")
    return int(text)


def _verify(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        checked = verify(all_entries(db))
    if args.json:
        terminal.document(_checked(checked))
    elif checked.broken:
        terminal.say(f"{checked.broken}. The {checked.entries} entries before it are sound.")
    else:
        terminal.say(f"The journal is sound: {checked.entries} entries, head {_place(checked.head)}")
        terminal.say(f"hash {checked.hash}")
    return REFUSED if checked.broken else DONE


def _checked(checked: Checked) -> dict[str, object]:
    broken = checked.broken
    return {
        "ok": not broken,
        "entries": checked.entries,
        "head": None if broken else checked.head,
        "hash": "" if broken else checked.hash,
        "broken": broken.position if broken else None,
        "why": broken.why if broken else "",
    }


def _place(position: Position | None) -> str:
    return f"{position.epoch}/{position.seq}" if position else "none"


def _replay(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        difference, why = _replayed(db)
    sound = difference is None and not why
    if args.json:
        terminal.document({"ok": sound, "difference": difference, "why": why})
    elif sound:
        terminal.say("The journal gives every derived table as it is.")
    elif difference:
        terminal.say("Replay differs from what is in use. The first difference:")
        terminal.say(f"  in use    {plain(difference.live or _NO_ROW)}")
        terminal.say(f"  replayed  {plain(difference.replayed or _NO_ROW)}")
    else:
        terminal.say(why)
    return DONE if sound else REFUSED


def _replayed(db: Database) -> tuple[Difference | None, str]:
    try:
        return replay(db), ""
    except StoreError as error:
        return None, str(error)


def _head(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        entry = head_of(db)
    if entry is None:
        raise CannotError("The journal is empty. Start the attendant once.")
    if args.json:
        terminal.document({"epoch": entry.epoch, "seq": entry.seq, "hash": entry.hash, "at": entry.at})
    else:
        terminal.say(f"{_place(entry.position)}  {local(entry.at, crib.zone)}  {entry.hash}")
    return DONE


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    search = Search(args.item, args.type, args.since, args.limit)
    with reading(crib) as db:
        count = _print_records(db, search, terminal) if args.json else _print(db, search, crib, terminal)
    if count or not search.item:
        return DONE
    said = f"No entry mentions {quoted(search.item)} as asked."
    terminal.complain(f"{said} Write an asset, product or bin, a worker's code, or a command's id.")
    return REFUSED


def _print_records(db: Database, search: Search, terminal: Terminal) -> int:
    count = 0
    for entry in find(db, search):
        terminal.record(whole(entry))
        count += 1
    return count


def _print(db: Database, search: Search, crib: Crib, terminal: Terminal) -> int:
    people, zone, epoch, count = people_of(db), crib.zone, "", 0
    for entry in find(db, search):
        if entry.epoch != epoch:
            epoch = entry.epoch
            terminal.say(f"epoch {epoch}\n{HEADING}")
        terminal.say(line(entry, zone, people))
        count += 1
    if not count and not search.item:
        terminal.say("No entries.")
    return count
