"""`cribctl config`: the settings file, checked, and the settings in effect."""

from argparse import Namespace
from pathlib import Path

from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib
from kiosk.admin.terminal import DONE, REFUSED, Terminal
from kiosk.settings_file import Mistake, SettingsError, dump, load


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "config", "The settings of this machine.")
    check = add_task(verbs, "check", "Find every mistake in a settings file.", _check)
    check.add_argument("file", metavar="FILE", type=Path)
    add_task(verbs, "show", "Print the settings in effect, as a file that can be used.", _show)


def _check(args: Namespace, _: Crib, terminal: Terminal) -> int:
    file: Path = args.file
    mistakes = _mistakes(file)
    if args.json:
        terminal.document({"ok": not mistakes, "mistakes": mistakes})
    elif mistakes:
        terminal.say("\n".join(map(str, mistakes)))
    else:
        terminal.say(f"{file}: well.")
    return REFUSED if mistakes else DONE


def _mistakes(file: Path) -> tuple[Mistake, ...]:
    try:
        load(file)
    except SettingsError as error:
        return error.mistakes
    return ()


def _show(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    if args.json:
        terminal.document(crib.settings)
    else:
        terminal.out.write(dump(crib.settings))
    return DONE
