"""Entry bodies: what is written is read again as it was, for every type, and nothing else is read."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.bodies import BODIES, from_value, to_value
from kiosk.crib.body import Body, Moved
from kiosk.crib.places import Place, PlaceKind
from kiosk.store.canonical import canonical

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    int: WHOLE,
    str: TEXT,
    type(None): st.none(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
PLACES = st.builds(Place, st.sampled_from(PlaceKind), TEXT)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    kind = getattr(kind, "__supertype__", kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.builds(kind, **{field.name: values(field.type) for field in msgspec.structs.fields(kind)})
    if get_origin(kind) is tuple:
        return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if get_args(kind):
        return st.one_of(*map(values, get_args(kind)))
    return SIMPLE[kind]


def bodies(kind: type[Body]) -> st.SearchStrategy[Body]:
    """Bodies of one type."""
    fields = {field.encode_name: values(field.type) for field in msgspec.structs.fields(kind)}
    if issubclass(kind, Moved):
        fields |= {"source": PLACES.map(str), "destination": PLACES.map(str)}
    return st.builds(kind, **fields)


@given(st.sampled_from(sorted(BODIES)).flatmap(lambda name: bodies(BODIES[name])))
def test_every_body_is_read_as_it_was_written(body: Body) -> None:
    """A body of any type, written as canonical JSON and read again, is the same body."""
    text = canonical(to_value(body))

    assert body == from_value(body.type, json.loads(text))


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_type_is_a_noun_and_a_past_verb(name: str) -> None:
    """Every type reads <noun>.<past verb>, and knows its own name."""
    noun, verb = name.split(".")

    assert noun.isalpha()
    assert verb.replace("-", "").isalpha()
    assert BODIES[name].__struct_config__.tag == name


def test_what_is_at_its_default_is_left_out() -> None:
    """Defaults are not written, so that a field added later changes no old entry."""
    started = from_value("epoch.opened", {})

    assert to_value(started) == {}


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a type that nobody knows": ("asset.eaten", {}),
    "a field too many": ("kiosk.started", {"version": "1", "mood": "good"}),
    "a field missing": ("kiosk.started", {}),
    "a number where text belongs": ("kiosk.started", {"version": 1}),
    "a choice that is none": ("category.changed", {"category": "c", "kind": "edible"}),
}


@pytest.mark.parametrize(("kind", "value"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_not_read(kind: str, value: dict[str, Any]) -> None:
    """An entry that does not fit its type is refused."""
    with pytest.raises(msgspec.ValidationError):
        from_value(kind, value)


@given(PLACES)
def test_a_place_reads_as_it_is_written(place: Place) -> None:
    """A place is written kind:code, or kind alone, and read as the same place."""
    assert place == Place.parse(str(place))


def test_a_place_of_no_kind_is_refused() -> None:
    """A kind of place that there is not is refused."""
    with pytest.raises(ValueError, match="shelf"):
        Place.parse("shelf:C1-04")
