"""Search: what somebody types is found by code, name, alias, serial, bin and holder, the best first."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_bench import CRIB, Bench

from kiosk.crib.commands import IssueAsset
from kiosk.crib.definitions import Define, Delivery, NewAsset, NewBin, NewCategory, NewKit, NewProduct, Person
from kiosk.crib.linking import LinkCode, UnlinkCode
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, Kind, KitCode, ProductCode
from kiosk.store.elsewhere import SiteFigures, keep
from kiosk.store.folding import asked_words, folded, words_of
from kiosk.store.search import Found, search

MOST = 20
WRENCHES = ("TQ-60", "TW-01", "TW-02")
"""The product, then its assets."""


def product(code: str, name: str, **more: object) -> NewProduct:
    """A product of the wrenches' category."""
    return NewProduct(ProductCode(code), name, CategoryCode("torque"), **more)  # type: ignore[arg-type]


def asset(code: str, of: str, home: str = "C1-04", **more: object) -> NewAsset:
    """An asset that is fit for years."""
    day = date(2026, 1, 1)
    return NewAsset(AssetCode(code), ProductCode(of), BinCode(home), calibrated=day, **more)  # type: ignore[arg-type]


def found(bench: Bench, text: str, *, names: bool = False) -> tuple[str, ...]:
    """The codes that a search finds."""
    return search(bench.store.db, text, MOST, names=names).codes


@pytest.mark.parametrize(
    ("text", "folds"),
    [("Größe", "grosse"), ("Łukasz", "lukasz"), ("RENÉE", "renee"), ("Ørsted", "orsted")],
)
def test_case_and_accents_do_not_count(text: str, folds: str) -> None:
    """Letters with a stroke are their letter, as people type it."""
    assert folds == folded(text)


def test_a_word_is_what_stands_between_blanks_and_each_of_its_parts() -> None:
    """Without punctuation; the first part is found by the whole."""
    assert words_of("Wrench 3/8-in") == ("wrench", "38in", "8", "in")
    assert asked_words("  TW-01 1.0 tw01") == ("tw01", "10")
    assert words_of(" - / ") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("TQ-60", WRENCHES),
        ("tq60", WRENCHES),
        ("torq", WRENCHES),
        ("wrench torque", WRENCHES),
        ("4006381", WRENCHES),
        ("TW-02", ("TW-02",)),
        ("tw", ("TW-01", "TW-02")),
        ("02", ("TW-02",)),
        ("torque 02", ("TW-02",)),
        ("gloves", ("GLV-9",)),
        ("gloves C2", ("GLV-9",)),
        ("C2-01", ("C2-01", "GLV-9")),
        ("nm torque tw01", ("TW-01",)),
        ("gloves torque", ()),
        ("xyz", ()),
        ("", ()),
        (" -- ", ()),
    ],
)
def test_what_is_typed_is_found(bench: Bench, text: str, codes: tuple[str, ...]) -> None:
    """Every word begins a word of the thing, its product or its bin; products before their assets."""
    assert codes == found(bench, text)


def test_a_code_comes_before_a_name_before_an_alias_before_a_bin(bench: Bench) -> None:
    """The exact code first of all."""
    bench.do(
        Define(
            (
                NewBin(BinCode("AB")),
                product("AB-2", "Second"),
                product("AB-1", "First"),
                product("N-1", "Abacus"),
                product("A-1", "Third", aliases=("AB9",)),
                asset("AB2", "A-1"),
                asset("X-1", "N-1", serial="AB7"),
                asset("X-2", "A-1", "AB"),
            )
        )
    )
    assert found(bench, "ab")[:6] == ("AB-1", "AB-2", "AB2", "N-1", "A-1", "X-1")
    assert {"X-2", "AB"} <= {*found(bench, "ab")}
    assert found(bench, "ab2")[:2] == ("AB-2", "AB2")


def test_kits_aliases_and_serial_numbers_are_found(bench: Bench) -> None:
    """By all that a thing answers to."""
    more = asset("TW-09", "TQ-60", serial="S/N 47-11", aliases=("OLD 9",))
    bench.do(Define((more, NewKit(KitCode("KIT-1"), "Puller set", (AssetCode("TW-09"), AssetCode("TW-01"))))))
    assert found(bench, "4711") == ("TW-09",)
    assert found(bench, "old 9") == ("TW-09",)
    assert found(bench, "puller") == ("KIT-1",)


def test_a_thing_that_is_renamed_is_found_by_its_new_name_alone(bench: Bench) -> None:
    """Words follow the entry in its transaction."""
    bench.do(Define((product("TQ-60", "Moment key"),)))
    assert found(bench, "torque") == ()
    assert found(bench, "moment") == WRENCHES


def test_holders_are_found_only_where_names_may_be_read(bench: Bench) -> None:
    """By any part of the name, with what they hold; beside other words."""
    bench.do(Define((Person("ben", "Ben Muñoz"),)))
    bench.do(IssueAsset(AssetCode("TW-01"), bench.ann()))
    assert found(bench, "otto", names=True) == ("TW-01",)
    assert found(bench, "ann wrench", names=True) == ("TW-01",)
    assert found(bench, "ann ottoline", names=True) == ("TW-01",)
    assert found(bench, "munoz", names=True) == (), "who holds nothing has nothing to find"
    assert found(bench, "otto") == ()
    assert found(bench, "ann wrench") == ()


def test_a_person_who_is_renamed_or_gone_is_found_by_that_name_no_longer(bench: Bench) -> None:
    """The words of a name go with it."""
    bench.do(IssueAsset(AssetCode("TW-01"), bench.ann()))
    bench.do(Define((Person("ann", "Ann Weber"),)))
    assert found(bench, "otto", names=True) == ()
    assert found(bench, "weber", names=True) == ("TW-01",)
    bench.store.db.execute_sql("DELETE FROM person WHERE code = 'ann'")
    assert found(bench, "weber", names=True) == ()


def test_pieces_of_a_pool_are_found_by_their_holder(bench: Bench) -> None:
    """A loan of pieces is somebody's, too."""
    pool = NewCategory(CategoryCode("pool"), Kind.POOL, loan_s=3600)
    clamp = NewProduct(ProductCode("CLP"), "Clamp", CategoryCode("pool"))
    bench.do(
        Define((pool, clamp, NewBin(BinCode("C3-01")), Delivery(ProductCode("CLP"), BinCode("C3-01"), 6)))
    )
    bench.store.db.execute_sql("INSERT INTO loan VALUES ('CLP', 'holder', ?, 5, '', 1, 2)", (bench.ann(),))
    assert found(bench, "ottoline", names=True) == ("CLP",)
    assert found(bench, "clamp ann", names=True) == ("CLP",)


def test_a_search_ends_at_so_many_and_says_that_there_is_more(bench: Bench) -> None:
    """Nobody reads thousands of rows."""
    assert Found(("TQ-60", "TW-01"), more=True) == search(bench.store.db, "torque", 2)
    assert Found(WRENCHES) == search(bench.store.db, "torque", 3)


def test_what_is_not_found_here_is_told_of_other_sites(bench: Bench) -> None:
    """Before nothing is found; ``%`` and ``_`` mean themselves."""
    there = SiteFigures("B", "ZX-1", 2, 0, 2, 1)
    keep(bench.store.db, [there, SiteFigures("B", "TQ-60", 3, 0, 3, 1)])
    assert Found(elsewhere=(there,)) == search(bench.store.db, "zx", MOST)
    assert search(bench.store.db, "tq", MOST).elsewhere == ()
    assert Found() == search(bench.store.db, "z_", MOST)
    assert Found() == search(bench.store.db, "%", MOST)


WORDS = st.lists(st.sampled_from("torque drill 60 nm tw01 c1-04 Ö gl".split()), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A crib that only the property reads."""
    bench = Bench(tmp_path_factory.mktemp("search") / "state")
    bench.do(CRIB)
    bench.do(Define((product("DR-1", "Drill 60"), asset("DR-01", "DR-1"), product("ÖL", "Torque Öl"))))
    yield bench
    bench.store.close()


@given(typed=WORDS)
def test_the_index_finds_what_reading_everything_finds(shop: Bench, typed: list[str]) -> None:
    """Whatever the words, and in whichever order they are typed."""
    text = " ".join(typed)
    assert plainly(shop, text) == {*found(shop, text)}


def test_words_of_products_meet_there_and_words_of_assets_are_looked_up_beside(bench: Bench) -> None:
    """Whichever of the words is the rarer: what both lead to comes, and nothing else."""
    red = (product(f"R-{n}", "Red drill") for n in range(30))
    blue = (product(f"B-{n}", "Blue saw") for n in range(30))
    bench.do(Define((*red, *blue, product("X-1", "Red saw"), asset("AX-1", "X-1"), asset("SAW-1", "R-1"))))
    assert found(bench, "red saw") == found(bench, "saw red") == ("X-1", "AX-1", "SAW-1")
    assert found(bench, "red drill saw") == ("SAW-1",)
    assert found(bench, "blue drill") == ()
    assert search(bench.store.db, "red saw", MOST, kinds="product").codes == ("X-1",)


def plainly(bench: Bench, text: str) -> set[str]:
    """What a search finds, by reading every thing's words."""
    wanted = asked_words(text)
    return {
        code
        for code, words in things(bench)
        if all(any(word.startswith(begin) for word in words) for begin in wanted)
    }


def things(bench: Bench) -> list[tuple[str, set[str]]]:
    """Every thing with its words."""

    def rows(sql: str) -> list[tuple[str, ...]]:
        return list(bench.store.db.execute_sql(sql).fetchall())

    products = {
        code: {*words_of(code), *words_of(name), *words_of(barcode or "")}
        for code, name, barcode in rows("SELECT code, value ->> 'name', value ->> 'barcode' FROM product")
    }
    lies = rows("SELECT product, place FROM balance WHERE place_kind = 'bin'")
    assets = [
        (code, {*words_of(code), *products[of], *words_of(home)})
        for code, of, home in rows("SELECT code, product, bin FROM asset")
    ]
    for of, place in lies:
        products[of] |= {*words_of(place)}
    bins = [(code, {*words_of(code)}) for (code,) in rows("SELECT code FROM bin")]
    return [*products.items(), *assets, *bins]


def test_a_code_that_was_linked_is_found_until_it_is_unlinked(bench: Bench) -> None:
    """A word that something else of it has, too, stays."""
    for code in ("REAL 7", "REAL 8"):
        bench.do(LinkCode(code, "TQ-60"))
    assert found(bench, "real 8") == WRENCHES
    bench.do(UnlinkCode("REAL 8"))
    assert found(bench, "8") == ()
    assert found(bench, "real 7") == WRENCHES
