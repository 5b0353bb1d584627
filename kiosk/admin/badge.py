"""`cribctl badge`: whose a badge is, giving it to a worker, and how a site's list writes badge numbers.

A badge number is a credential. It is typed out of sight, compared in the attendant, and never told.
"""

import getpass
from argparse import Namespace
from contextlib import closing

from msgspec import Struct

from kiosk.admin import cells
from kiosk.admin.answer import carry_out, told
from kiosk.admin.command import DRY, Nouns, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading, submit
from kiosk.admin.table import plain
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.attendant.messages import AskBadge, Presented, Reply
from kiosk.attendant.presenting import LONGEST_S
from kiosk.crib.commands import SetPolicy
from kiosk.crib.identity import EnrollBadge, RevokeBadges
from kiosk.crib.names import BadgeDigest
from kiosk.devices.badges import merged_rules, rule_in_words
from kiosk.store.lookup import policy_of

MOST_CARDS = 5
"""Cards that are asked for before it is said that they cannot be told apart."""
_LEARN = """\
Hold a card to the reader whose number your list has, and type what the list has. It says how the two go
together: which bits the list took, in which order, in which notation. Where one card leaves more than one
answer it asks for another. What it finds becomes the policy badge_list: from then on imports and reads match.
Numbers are not shown; from a pipe, each is read as one line.
"""


class Learned(Struct, frozen=True):
    """What came of learning, as ``--json`` prints it."""

    rule: str
    """As policy badge_list has it; empty where none was found, or more than one."""
    words: str
    candidates: tuple[str, ...]


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "badge", "Badges: whose one is, giving it away, and how lists write them.")
    who = add_task(verbs, "who", "Whose badge is held to the reader next.", _who)
    enroll = add_task(verbs, "enroll", "Make the badge that is held to the reader next a worker's.", _enroll)
    enroll.add_argument("person", metavar="PERSON", type=argument(cells.code), help="her code")
    enroll.add_argument("--keep", action="store_true", help="the badges she has stay hers, too")
    revoke = add_task(verbs, "revoke", "Take every badge from a worker, as when she has lost it.", _revoke)
    revoke.add_argument("person", metavar="PERSON", type=argument(cells.code), help="her code")
    revoke.add_argument("--dry-run", action="store_true", help=DRY)
    learn = add_task(verbs, "learn", "How your list writes the numbers of badges.", _learn, _LEARN)
    learn.add_argument("--dry-run", action="store_true", help=DRY)
    for verb in (who, enroll, learn):
        verb.add_argument("--wait", metavar="SECONDS", type=argument(_seconds), default=30)


def _seconds(text: str) -> int:
    seconds = cells.number(text)
    if not 1 <= seconds <= LONGEST_S:
        raise cells.CellError(f"is no time to wait for a badge. Write 1 to {LONGEST_S} seconds.")
    return seconds


def _who(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    shown = _presented(crib, terminal, args.wait)
    if args.json:
        terminal.document(shown)
    else:
        terminal.say(f"{shown.shape}: {plain(shown.owner) or 'nobody'}")
    return DONE


def _enroll(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    tried = submit(crib, EnrollBadge(args.person, BadgeDigest(""), args.keep), dry_run=True)
    if tried.result != "approved":  # whatever the badge: nobody is to hold one for that
        return told("", tried, terminal, dry_run=False, as_json=args.json)
    reply = _asked(crib, terminal, AskBadge(crib.new_id(), args.wait, enroll=args.person, keep=args.keep))
    if isinstance(reply, Presented):
        raise CannotError("The attendant did not take the badge for anybody's. Is it of this version?")
    said = f"The badge is {args.person}'s."
    return told(said, reply, terminal, dry_run=False, as_json=args.json)


def _revoke(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    return carry_out(RevokeBadges(args.person), args.person, "without a badge", args, crib, terminal)


def _learn(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    found: set[str] = set()
    for card in range(1, MOST_CARDS + 1):
        fits = _fits(card, crib, terminal, args.wait)
        found = found & fits if found else fits
        if not found:
            raise CannotError(
                "No way is known to make such numbers of such badges. Compare what you typed with the list; "
                "cribctl badge who says what the reader reads."
            )
        if len(found) == 1:
            return _keep(found.pop(), args, crib, terminal)
        terminal.complain(f"{len(found)} ways fit: {'; '.join(map(rule_in_words, sorted(found)))}.")
        if card < MOST_CARDS:
            terminal.complain("Take another card, of another age if you have one.")
    _report(Learned("", "", tuple(sorted(found))), args, terminal)
    terminal.complain("Choose one, and say: cribctl policy set badge_list RULE")
    return REFUSED


def _fits(card: int, crib: Crib, terminal: Terminal, wait: int) -> set[str]:
    """The rules that fit one more card; what was typed goes no further than the attendant."""
    text = _typed(f"What the list has for card {card}: ", terminal)
    if not text:
        raise CannotError("No number was given; nothing was changed. Type what your list has for the card.")
    shown = _presented(crib, terminal, wait, text)
    terminal.complain(f"The reader reads {shown.shape}.")
    return set(shown.fits)


def _typed(ask: str, terminal: Terminal) -> str:
    return (getpass.getpass(ask) if terminal.given.isatty() else terminal.given.readline()).strip()


def _presented(crib: Crib, terminal: Terminal, wait: int, printed: str = "") -> Presented:
    reply = _asked(crib, terminal, AskBadge(crib.new_id(), wait, printed))
    if isinstance(reply, Reply):
        raise CannotError(reply.text)
    return reply


def _asked(crib: Crib, terminal: Terminal, request: AskBadge) -> Presented | Reply:
    terminal.complain(f"Hold the badge to the reader now; it signs nobody in. Waiting {request.seconds} s.")
    with closing(crib.door()) as door:
        reply = door.present(request)
    if isinstance(reply, Reply) and (
        reply.result == "error" or (reply.result == "refused" and not reply.reason)
    ):
        raise CannotError(reply.text)
    return reply


def _keep(rule: str, args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        known = policy_of(db).badge_list
    learned = merged_rules(known, rule)
    reply = submit(crib, SetPolicy("badge_list", learned), dry_run=args.dry_run)
    if reply.result == "refused":
        return told("", reply, terminal, dry_run=args.dry_run, as_json=args.json)
    _report(Learned(learned, rule_in_words(learned), (rule,)), args, terminal)
    return DONE


def _report(learned: Learned, args: Namespace, terminal: Terminal) -> None:
    if args.json:
        terminal.document(learned)
        return
    for rule in learned.candidates if not learned.rule else ():
        terminal.say(f"{rule}  {rule_in_words(rule)}")
    if learned.rule:
        would = "would be" if args.dry_run else "is now"
        terminal.say(f"The list has {learned.words}.\nPolicy badge_list {would} {learned.rule}.")
