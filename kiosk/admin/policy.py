"""`cribctl policy`: the rulebook's settings, which live in the journal."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.admin import rulebook
from kiosk.admin.answer import told
from kiosk.admin.cells import CellError
from kiosk.admin.command import DRY, Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import Column, quoted, table
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.attendant.messages import Reply
from kiosk.crib.commands import ApplyPolicy, SetPolicy
from kiosk.crib.policy import SETTINGS, Policy
from kiosk.settings_file import Mistake, SettingsError
from kiosk.store.lookup import policy_of

_COLUMNS = (Column("SETTING"), Column("VALUE", right=True), Column("DEFAULT", right=True))
_CHANGES = (Column("SETTING"), Column("NOW", right=True), Column("FILE", right=True))
Change = tuple[str, int | str, int | str]
"""A setting, its value now, and the one that it is to have."""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "policy", "The settings of the rulebook, which the foreman may change.")
    add_task(verbs, "show", "Every setting, its value and its default.", _show)
    add_task(verbs, "template", "Every setting with its default, as a file to begin with.", _template)
    change = add_task(verbs, "set", "Change one setting, from now on.", _set)
    change.add_argument("setting", metavar="SETTING")
    change.add_argument("value", metavar="VALUE", help="8s, 15m, 8h, 2d; a number; or a word")
    change.add_argument("--dry-run", action="store_true", help=DRY)
    _file(add_task(verbs, "check", "Find every mistake in a file of settings.", _check))
    _file(add_task(verbs, "diff", "What a file would change.", _diff))
    apply = add_task(verbs, "apply", "Change every setting that a file names, all or none.", _apply)
    _file(apply)
    apply.add_argument("--dry-run", action="store_true", help=DRY)


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    policy = _now(crib)
    if args.json:
        terminal.document(policy)
    else:
        terminal.say("\n".join(table(_COLUMNS, _rows(policy))))
    return DONE


def _now(crib: Crib) -> Policy:
    with reading(crib) as db:
        return policy_of(db)


def _rows(policy: Policy) -> Iterator[tuple[str, str, str]]:
    for name, value in msgspec.structs.asdict(policy).items():
        setting = SETTINGS[name]
        yield name, setting.shown(value), setting.shown(setting.default)


def _template(args: Namespace, _: Crib, terminal: Terminal) -> int:
    if args.json:
        terminal.document(list(SETTINGS.values()))
    else:
        terminal.out.write(rulebook.template())
    return DONE


def _set(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    try:
        value = rulebook.read_value(args.setting, args.value)
    except CellError as error:
        raise CannotError(f"{quoted(args.value)} {error}") from error
    change = SetPolicy(args.setting, value)
    reply = submit(crib, change, dry_run=args.dry_run)
    said = _said(change, reply, dry_run=args.dry_run) if change.setting in SETTINGS else ""
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)


def _said(change: SetPolicy, reply: Reply, *, dry_run: bool) -> str:
    value = SETTINGS[change.setting].shown(change.value)
    if reply.result == "nothing":
        return f"{change.setting} is {value} already."
    return f"{change.setting} {'would be' if dry_run else 'is now'} {value}."


def _check(args: Namespace, _: Crib, terminal: Terminal) -> int:
    mistakes: tuple[Mistake, ...] = ()
    try:
        rulebook.load(args.file)
    except SettingsError as error:
        mistakes = error.mistakes
    if args.json:
        terminal.document({"ok": not mistakes, "mistakes": mistakes})
    else:
        terminal.say("\n".join(map(str, mistakes)) or f"{args.file}: well.")
    return REFUSED if mistakes else DONE


def _diff(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    changes = _changes(args.file, crib)
    if args.json:
        terminal.document([dict(zip(("setting", "now", "file"), each, strict=True)) for each in changes])
    elif changes:
        terminal.say("\n".join(table(_CHANGES, map(_shown, changes))))
    else:
        terminal.say(f"{args.file} changes nothing.")
    return DONE


def _changes(file: Path, crib: Crib) -> list[Change]:
    wanted, now = rulebook.load(file), msgspec.structs.asdict(_now(crib))
    return [
        (name, now[name], wanted[name]) for name in SETTINGS if name in wanted and wanted[name] != now[name]
    ]


def _shown(change: Change) -> tuple[str, str, str]:
    name, now, then = change
    return name, SETTINGS[name].shown(now), SETTINGS[name].shown(then)


def _apply(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    changes = _changes(args.file, crib)
    wanted = tuple(SetPolicy(name, value) for name, _, value in changes)
    reply = submit(crib, ApplyPolicy(wanted), dry_run=args.dry_run)
    verb = "would be" if args.dry_run else "is now"
    lines = [f"{name} {verb} {then}, was {now}." for name, now, then in map(_shown, changes)]
    said = "\n".join(lines) or f"{args.file} changes nothing."
    return told(said, reply, terminal, dry_run=args.dry_run, as_json=args.json)
