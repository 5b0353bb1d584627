"""Sealing: the hash covers every other field of an entry."""

import json

import pytest
from msgspec.structs import replace

from kiosk.crib.entries import AssetIssued
from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.store.canonical import canonical, digest
from kiosk.store.entry import NO_HASH, Entry, Position

ENTRY = Entry(
    epoch="000001-00c0ffee",
    seq=7,
    id="019a4b2c-0000-7000-8000-000000000001",
    at=1_793_606_400_000_000,
    clock_synced=1,
    boot_id="8f1c2a9e5b7d4c3fa0e1d2c3b4a59687",
    boottime_ns=90_000_000_007,
    kiosk="kiosk-1",
    site="A",
    actor=WorkerId("w-ann"),
    via=Via.BADGE,
    command=CommandId("019a4b2c-0000-7000-8000-000000000002/0"),
    line=0,
    type="asset.issued",
    body='{"asset":"TW-01","destination":"holder:w-ann","product":"TQ-60","quantity":1,"source":"bin:C1-04"}',
    prev=NO_HASH,
).sealed()

OTHER = {
    "epoch": "000001-00c0ffef",
    "seq": 8,
    "id": "019a4b2c-0000-7000-8000-000000000003",
    "at": ENTRY.at + 1,
    "clock_synced": 0,
    "boot_id": "",
    "boottime_ns": ENTRY.boottime_ns + 1,
    "kiosk": "kiosk-2",
    "site": "B",
    "actor": "w-ben",
    "via": Via.PIN,
    "command": "another",
    "line": 1,
    "type": "asset.returned",
    "body": ENTRY.body.replace("TW-01", "TW-02"),
    "prev": "f" * 64,
}


def test_every_field_but_the_hash_is_tried_below() -> None:
    """A new field must not be forgotten."""
    assert {*Entry.__struct_fields__} == {*OTHER, "hash"}


@pytest.mark.parametrize("field", OTHER)
def test_an_entry_with_any_one_field_changed_no_longer_fits_its_hash(field: str) -> None:
    """Whichever it is."""
    assert replace(ENTRY, **{field: OTHER[field]}).digest() != ENTRY.hash


def test_the_hash_itself_is_not_covered_so_sealing_twice_is_once() -> None:
    """It cannot cover itself."""
    assert ENTRY.sealed() == ENTRY


def test_the_hash_is_of_the_canonical_entry_with_its_body_as_an_object() -> None:
    """Whoever has the published message can compute it: nothing in it is peculiar to this program."""
    fields = {field: getattr(ENTRY, field) for field in Entry.__struct_fields__ if field != "hash"}
    fields |= {"via": "badge", "boottime_ns": "90000000007", "body": json.loads(ENTRY.body)}
    assert ENTRY.hash == digest(canonical(fields))


def test_a_machine_that_was_up_for_a_century_can_still_seal() -> None:
    """Boot time in nanoseconds passes 2^53 after 104 days; it is hashed as text."""
    old = replace(ENTRY, boottime_ns=100 * 365 * 86400 * 10**9)
    assert old.unsealed()["boottime_ns"] == "3153600000000000000"
    assert old.sealed().hash != ENTRY.hash


def test_an_entry_reads_back_as_the_body_that_was_written() -> None:
    """As the crib's own value."""
    body = ENTRY.parsed()
    assert isinstance(body, AssetIssued)
    assert (body.asset, body.destination, body.quantity) == ("TW-01", "holder:w-ann", 1)


def test_positions_are_in_order_of_epoch_then_number() -> None:
    """Numbers count as numbers."""
    expected = [Position("000001-f", 2), Position("000001-f", 10), Position("000002-0", 1)]
    assert expected == sorted({*expected})
