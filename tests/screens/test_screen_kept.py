"""What takes time to make is made in the background, once, and a bounded number of it kept."""

from threading import Event, current_thread, main_thread

from waiting import PATIENCE_S

from kiosk.screens.kept import Kept


def test_who_asks_never_waits_and_is_told() -> None:
    """Asked twice meanwhile, it is made once, elsewhere."""
    go, told, asked = Event(), Event(), list[tuple[str, bool]]()

    def make(key: str) -> str:
        assert go.wait(PATIENCE_S)
        asked.append((key, current_thread() is main_thread()))
        return key.upper()

    kept = Kept(make, 2, told.set, "kept")
    assert kept.get("a") is None
    assert kept.get("a") is None
    assert kept.makes
    go.set()
    assert told.wait(PATIENCE_S)
    assert kept.get("a") == "A"
    assert asked == [("a", False)]


def test_what_was_not_asked_for_lately_goes_first() -> None:
    """The others stay; it is made again."""
    told = Event()
    kept = Kept(str.upper, 2, told.set, "kept")
    for key in ("a", "b", "a", "c"):
        told.clear()
        assert kept.get(key) or told.wait(PATIENCE_S)
    assert len(kept) == 2
    assert (kept.get("a"), kept.get("c"), kept.has("b")) == ("A", "C", False)
