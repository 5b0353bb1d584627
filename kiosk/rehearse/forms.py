"""The form of every statement of the language, version 1, and what of it this program does not mean yet."""

import re
from collections.abc import Callable

from msgspec import Struct

from kiosk.crib.costing import Costing
from kiosk.crib.names import Kind
from kiosk.crib.replenishment import Restock
from kiosk.crib.valuation import Depreciation
from kiosk.rehearse import values

REFUSALS = tuple(
    """unknown-code unknown-badge inactive-worker needs-badge needs-pin wrong-pin locked-out not-allowed
    already-out held-for-another reserved-soon calibration-expired not-trained training-expired overdue-block
    over-limit not-enough quarantined retired lot-expired not-oldest-lot kit-incomplete needs-job not-yours
    cabinet-fault device-fault count-again needs-second wrong-bin over-delivered unfit
    needs-reading not-your-note""".split()
)
LISTS = tuple(
    """available out overdue reserved service lost moved overrides low calibration quarantined unknown
    reorder ordered arrivals abc dead over expiring expiry-losses count-accuracy count-plan never-counted
    gaps missing misplaced unconfirmed late-entries no-badge denied read unread use still-out
    doors""".split()
)
"""Lists that exist; others of the language come later."""
TAPS = tuple(
    """undo take-over just-return problem put-back plus minus yes no sign-out missing not-here give extend job
    station due accept other no-badge i-am-new key done count receive delivery sign fix add new of category
    as-tag next-tag look-up link unknown transfer quantity finding available reserved out low where mine card
    why close took-nothing understood all-right note reason close-shift deny
    reserve span days day hours start whom hold cancel-hold""".split()
)
_CHECKS: dict[str, Callable[[str], object]] = {
    "loan": values.duration,
    "calibration": values.duration,
    "lead": values.duration,
    "due": values.moment,
    "calibrated": values.day,
    "bought": values.day,
    "life": values.number,
    "residual": values.number,
    "used": values.cents,
    "cover": values.number,
    "received": values.day,
    "expires": values.day,
    "from": values.moment,
    "until": values.moment,
    "at": values.moment,
    "cost": values.cents,
    "safety": values.number,
    "reorder": values.number,
    "max": values.number,
    "par": values.number,
    "pack": values.number,
    "limit": values.number,
    "available": values.number,
    "reserved": values.number,
    "out": values.number,
    "quarantined": values.number,
    "total": values.number,
}

_CHOICES = {
    "kind": tuple(Kind),
    "costing": tuple(Costing),
    "depreciation": tuple(Depreciation),
}
"""Words of a category's fields."""
_WORD_CHECKS: dict[str, Callable[[str], object]] = {
    "now": values.moment,
    "at": values.moment,
    "wait": values.duration,
    "quantity": values.number,
}


class Form(Struct, frozen=True):
    """What a statement may hold."""

    example: str
    least: int = 0
    most: int = 0
    """Plain words, at least and at most."""
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    quantity: str = ""
    """``may`` or ``needed`` where it takes an ``x3``."""
    any_field: bool = False
    choices: tuple[str, ...] = ()
    """Of the first word, before a colon."""
    not_yet: str = ""
    """Why the whole statement is for later."""
    fields_later: tuple[str, ...] = ()
    """Fields and flags that come later."""
    words_later: str = ""
    """A pattern of first words that come later."""

    def later(self, words: list[str], fields: dict[str, str], flags: set[str]) -> str:
        """What of a statement is not meant yet; empty where it means all of it."""
        if self.not_yet:
            return self.not_yet
        named = [name for name in self.fields_later if name in fields or name in flags]
        if named:
            return f"{named[0]} comes with a later version"
        if self.words_later and words and re.fullmatch(self.words_later, words[0]):
            return f"{words[0]} comes with a later version"
        return ""

    def check_word(self, words: list[str]) -> None:
        """Raise ValueError where the first word cannot be read."""
        check = _WORD_CHECKS.get(self.example.partition(" ")[0])
        if check and words:
            check(words[0])

    def check_field(self, name: str, value: str) -> None:
        """Raise ValueError where a field's value cannot be read."""
        if name == "lead" and self.any_field:
            return  # an entry's lead is a person; a product's is how long it takes to come
        if name in _CHECKS and not (name == "due" and value == "none"):
            _CHECKS[name](value)
        if name == "restock":
            values.choice(value, tuple(Restock))
        if name in _CHOICES and self.example.startswith("category"):
            values.choice(value, _CHOICES[name])


FORMS: dict[str, Form] = {
    "site": Form('site A "Main shop" [language=de]', 1, 2, fields=("language",)),
    "now": Form("now 2026-11-02T08:00", 1, 1),
    "zone": Form("zone Europe/Berlin", 1, 1),
    "cabinet": Form(
        'cabinet C1 ["Torque tools"] [locked] [role=worker|lead|keeper] [room=R1]',
        1,
        2,
        fields=("role", "room"),
        flags=("locked",),
    ),
    "bin": Form('bin C1-04 [cabinet=C1] ["shelf 4"]', 1, 2, fields=("cabinet",)),
    "category": Form(
        "category torque kind=serialized|pool|shared|consumable [loan=8h] [calibration=365d]",
        1,
        1,
        fields=(
            *("kind", "loan", "calibration", "training", "require", "limit", "method"),
            *("costing", "depreciation", "life", "residual", "restock", "every", "pattern", "ends"),
            *("take", "return", "receive", "confirm", "picture", "version"),
        ),
        required=("kind",),
        flags=("controlled", "condition", "fod"),
    ),
    "product": Form(
        'product TQ-60 "Torque wrench 60 Nm" category=torque [code=…] [cost=189.00] [unit=each] [reorder=3]'
        " [safety=1] [max=10] [par=8] [lead=5d] [supplier=Acme] [restock=point|par|jit] [risk]",
        1,
        2,
        fields=(
            *("category", "code", "cost", "unit", "pack", "safety", "reorder", "max", "lead"),
            *("par", "supplier", "restock"),
        ),
        flags=("risk",),
    ),
    "asset": Form(
        "asset TW-01 TQ-60 bin=C1-04 [serial=S1] [calibrated=2026-01-10] [code=…]",
        2,
        2,
        fields=("bin", "serial", "calibrated", "code", "cost", "bought", "done", "note"),
        required=("bin",),
    ),
    "stock": Form(
        "stock GLV-9 x120 bin=C2-01 [lot=L1] [received=2026-10-01] [expires=2027-01-01] [cost=0.12]",
        1,
        1,
        fields=("bin", "lot", "received", "expires", "cost"),
        required=("bin",),
        quantity="needed",
    ),
    "kit": Form('kit KIT-1 "Bearing puller set" of=PULL-A,CASE-1', 1, 2, fields=("of",), required=("of",)),
    "worker": Form(
        'worker ann "Ann Ott" [role=worker|lead|keeper|auditor|admin] [badge=0412345678] '
        "[number=1042] [pin=4711] [training=…] [language=pl] [inactive]",
        1,
        2,
        fields=("role", "badge", "number", "pin", "training", "language"),
        flags=("inactive",),
    ),
    "job": Form('job J100 "Line 3 rebuild" [closed]', 1, 2, flags=("closed",)),
    "station": Form('station ST-3 "Press 3"', 1, 2),
    "hold": Form(
        "hold H1 ann TQ-60 x2 from=… until=…",
        3,
        3,
        fields=("from", "until"),
        required=("from", "until"),
        quantity="may",
    ),
    "policy": Form("policy signout=8s", any_field=True),
    "badge": Form("badge ann", 1, 1),
    "scan": Form("scan TW-01", 1, 1),
    "tap": Form("tap undo", 1, 1, choices=TAPS),
    "key": Form("key 4711", 1, 1),
    "quantity": Form("quantity 12", 1, 1),
    "door": Form("door C1 opens|closes|forced|sticks|eased", 2, 2),
    "wait": Form("wait 10s", 1, 1),
    "at": Form("at 16:30", 1, 1),
    "plug": Form("plug scanner|reader|C1|disk", 1, 1),
    "unplug": Form("unplug scanner|reader|C1|disk", 1, 1),
    "broker": Form("broker down|up", 1, 1, choices=("down", "up")),
    "central": Form("central down|up", 1, 1, choices=("down", "up")),
    "power-cut": Form("power-cut"),
    "admin": Form('admin "report low --json"', 1, 1),
    "expect": Form("expect …"),
}

_ANSWER = ("by", "due", "asset", "product", "kit", "holder", "bin", "reason", "to")


def _answer(name: str, later: str = "") -> Form:
    return Form(f"expect {name} TW-01 [by=ann]", 0, 1, fields=_ANSWER, quantity="may", not_yet=later)


EXPECTATIONS: dict[str, Form] = {
    **{
        name: _answer(name)
        for name in """added counted received taken returned handed-over issued put-back undone quarantined
        signed-in signed-out extended missing nothing-taken""".split()
    },
    "refused": Form(
        "expect refused calibration-expired [asset=TW-01]",
        1,
        1,
        fields=(
            *_ANSWER,
            "left",
            "taken",
            "code",
            "hold",
            "latest",
            "until",
            "rule",
            "training",
            "oldest",
            "lot",
            "ended",
            "job",
        ),
        choices=REFUSALS,
    ),
    "nothing": Form("expect nothing"),
    "screen": Form('expect screen "Return it?"', 1, 1),
    "printed": Form('expect printed "9 x GLV-9 is on order PO-7."', 1, 1),
    "beep": Form("expect beep done|look|stop", 1, 1, choices=("done", "look", "stop")),
    "place": Form("expect place TW-01 bin:C1-04", 2, 2),
    "counts": Form(
        "expect counts TQ-60 available=0 reserved=0 out=1 quarantined=1 total=2 [site=A|all] [at=…]",
        1,
        1,
        fields=("available", "reserved", "out", "quarantined", "total", "site", "at"),
    ),
    "on-hand": Form(
        "expect on-hand GLV-9 x118 [bin=C2-01] [lot=L1]",
        1,
        1,
        fields=("bin", "lot"),
        quantity="needed",
    ),
    "value": Form(
        "expect value GLV-9 14.40 [x120] [used=9.10] [turns=0.4] [cover=90] [abc=A] [at=2026-12-31]",
        2,
        2,
        fields=("used", "turns", "cover", "abc", "at"),
        quantity="may",
    ),
    "lock": Form("expect lock C1 locked|unlocked|open|alarm|fault", 2, 2),
    "light": Form("expect light C1-04 on|off", 2, 2),
    "list": Form("expect list low contains TQ-60", 3, 3, words_later=rf"(?!({'|'.join(LISTS)})$).*"),
    "entry": Form("expect entry asset.issued asset=TW-01 by=ann", 1, 1, any_field=True),
    "mqtt": Form("expect mqtt asset.issued asset=TW-01", 1, 1, any_field=True),
    "journal": Form("expect journal ok", 1, 1, choices=("ok",)),
    "transferred": Form(
        "expect transferred TW-01 [x1] [to=B]",
        0,
        1,
        fields=("transfer", "to", "origin", "asset", "product", "lot"),
        quantity="may",
    ),
    "agree": Form("expect agree"),
}
