"""Numbers, PINs and badge numbers: whatever is done with them, no byte that leaves the desk holds one."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from desk_bench import EIGHT, DeskBench

from kiosk.attendant.messages import ENCODER, Tap
from kiosk.crib.commands import Command, PlaceHold, SetPolicy
from kiosk.crib.definitions import Define, Person
from kiosk.crib.identity import EnrollBadge, RevokeBadges, SetPin, UnlockPin
from kiosk.crib.names import BadgeDigest, CommandId, HoldCode, Role, Via

NUMBER, PIN, LEAS_PIN, WRONG, NOBODYS = "60481042", "47113825", "95175308", "28064719", "99887766"
NEW_BADGE, LEAS_BADGE = "0000471108", "0312345678"
SECRETS = (NUMBER, PIN, LEAS_PIN, WRONG, NOBODYS, NEW_BADGE, LEAS_BADGE, "471108", "312345678")


def tap(bench: DeskBench, *controls: str) -> list[str]:
    """Touch the screen; what was answered and told meanwhile."""
    bench.forget()
    replies = [bench.door().tap(Tap(CommandId(bench.world.new_id()), control)) for control in controls]
    return [ENCODER.encode(each).decode() for each in (*replies, *bench.news)]


def shown(bench: DeskBench, badge: str) -> list[str]:
    """Show a badge; what was told meanwhile."""
    bench.badge(badge)
    return [ENCODER.encode(each).decode() for each in bench.news]


def do(bench: DeskBench, command: Command) -> None:
    """Set something up."""
    bench.store.execute(CommandId(bench.world.new_id()), command, bench.world.at, Via.CRIBCTL)


def typed(bench: DeskBench, text: str) -> list[str]:
    """Type a text and end it."""
    return tap(bench, *(f"key:{digit}" for digit in text), "key:enter")


def a_day(bench: DeskBench) -> list[str]:
    """Everything that can be done without a badge, and with one that needs its PIN."""
    told = [
        *tap(bench, "no-badge"),
        *typed(bench, NOBODYS),
        *typed(bench, PIN),
        *tap(bench, "key:back"),
        *typed(bench, NUMBER),
        *typed(bench, WRONG),
        *typed(bench, PIN),
        *tap(bench, "sign-out"),
        *shown(bench, NEW_BADGE),
        *tap(bench, "i-am-new"),
        *typed(bench, NUMBER),
        *shown(bench, LEAS_BADGE),
        *typed(bench, LEAS_PIN),
    ]
    assert bench.desk.session.worker is not None
    tap(bench, "sign-out", "no-badge")
    typed(bench, NUMBER)
    for _ in range(5):
        told += typed(bench, WRONG)
    tap(bench, "no-badge", *(f"key:{digit}" for digit in NUMBER[:-1]))
    return told


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[DeskBench]:
    """A counter where a lead's badge needs its PIN."""
    bench = DeskBench(tmp_path / "state")
    lea = Person("lea", "Lea Dahl", Role.LEAD, badge=LEAS_BADGE, number="77", pin=LEAS_PIN)
    ann = Person("ann", "Ann Ottoline", number=NUMBER, pin=PIN)
    for command in (Define((ann, lea)), SetPolicy("pin_role", "lead")):
        do(bench, command)
    yield bench
    bench.store.close()


def test_nothing_that_is_told_or_shown_holds_a_secret(bench: DeskBench) -> None:
    """Neither a reply, nor a view, nor the journal's head."""
    told = a_day(bench)
    assert any("pin" in line.lower() for line in told)
    lines = [*told, bench.view.words(), msgspec.json.encode(bench.view).decode()]
    assert [secret for secret in SECRETS for line in lines if secret in line] == []


def test_no_file_of_the_crib_holds_a_secret(bench: DeskBench) -> None:
    """Nor the journal that the broker is sent."""
    a_day(bench)
    types = {entry.type for entry in bench.entries()}
    assert {"pin.proven", "pin.failed", "pin.changed", "number.changed", "badge.linked"} <= types
    kept = b"".join(path.read_bytes() for path in bench.store.path.parent.iterdir() if path.is_file())
    assert b"pin.failed" in kept
    assert [secret for secret in SECRETS if secret.encode() in kept] == []


def test_no_line_of_the_log_holds_a_secret_even_at_its_wordiest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Facts, commands and decisions are logged whole, but for those."""
    with caplog.at_level(logging.DEBUG):
        bench = DeskBench(tmp_path / "state")
        do(bench, Define((Person("ann", "Ann Ottoline", number=NUMBER, pin=PIN),)))
        tap(bench, "no-badge")
        typed(bench, NUMBER)
        typed(bench, WRONG)
        typed(bench, PIN)
    bench.store.close()
    assert "ProvePin" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []


def test_no_line_of_the_log_says_who_somebody_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither her name nor her code, which may be her number; not even in a refusal."""
    code, later = "A-60481042", EIGHT + timedelta(hours=8)
    with caplog.at_level(logging.DEBUG):
        bench = DeskBench(tmp_path / "state")
        do(bench, Define((Person(code, "Ann Ottoline", badge=NEW_BADGE),)))
        bench.badge(NEW_BADGE)
        for person in (code, f"{code}-1"):
            do(bench, SetPin(person, PIN))
            do(bench, UnlockPin(person))
            do(bench, EnrollBadge(person, BadgeDigest("f00d")))
            do(bench, RevokeBadges(person))
            do(bench, PlaceHold(HoldCode(f"H-{len(person)}"), "DRL-01", EIGHT, later, whom=person))
    bench.store.close()
    assert "OpenSession" in caplog.text
    assert "command=RevokeBadges decision=Approved" in caplog.text
    assert [word for word in (code, "Ottoline", PIN) if word in caplog.text] == []


def test_a_traceback_of_an_open_keypad_shows_no_digit(bench: DeskBench) -> None:
    """Whatever prints the session: half a number is half a credential."""
    tap(bench, "no-badge", *(f"key:{digit}" for digit in NUMBER))
    assert NUMBER not in repr(bench.desk.session)
    assert "Naming(asks_pin=False, ...)" in repr(bench.desk.session)
