"""Pictures of products: found, made small, kept in bounds; and what is no picture."""

from pathlib import Path
from threading import Event

import pytest
import waiting
from msgspec.structs import replace
from PIL import Image
from screen_samples import SAMPLES
from screen_stage import FakeDoor, numbered, play, screen, staged, until

from kiosk.screens import album
from kiosk.screens.album import Album, read
from kiosk.screens.app import KioskApp
from kiosk.screens.blocks import Picture
from kiosk.screens.drawing import Scalable


def painted(folder: Path, name: str, size: tuple[int, int] = (40, 20), color: str = "#ff0000") -> Path:
    """A file with a picture of one color."""
    path = folder / name
    Image.new("RGB", size, color).save(path)
    return path


def shown(folder: Path, *names: str) -> tuple[Album, Scalable | None]:
    """An album that was asked for these names until nothing more was read, and what it shows."""
    pictures = Album(folder, lambda: None)
    waiting.until(lambda: pictures.first(names) or not pictures.reads, f"{names} are read")
    return pictures, pictures.first(names)


def test_the_first_picture_that_there_is_is_shown(tmp_path: Path) -> None:
    """The product's own, else its category's; nothing where there is neither."""
    painted(tmp_path, "torque.png")
    assert shown(tmp_path, "TQ-60", "torque")[1] is not None
    painted(tmp_path, "TQ-60.jpg", color="#0000ff")
    picture = shown(tmp_path, "TQ-60", "torque")[1]
    assert picture is not None
    assert "#0000fe" in str(picture.fit(10, 5).lines[0].spans[0].style)
    assert shown(tmp_path, "DRL", "drill")[1] is None


def test_without_a_folder_there_are_no_pictures() -> None:
    """And no thread."""
    assert Album(None, lambda: None).first(["TQ-60"]) is None


@pytest.mark.parametrize("name", ["../secret", "/etc/secret", "a/b", ".hidden", "", "x" * 101, "a\x00b"])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    """Codes come from imports and from people."""
    inside = tmp_path / "pictures"
    inside.mkdir()
    painted(tmp_path, "secret.png")
    painted(inside, ".hidden.png")
    assert read(inside, name) is None


def test_what_is_no_picture_shows_nothing_and_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Cut off, of another kind, or empty: asked for twice, the log has one line a file."""
    whole = painted(tmp_path, "cut.png", (200, 200)).read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.png").write_text("<svg/>")
    (tmp_path / "empty.jpg").write_bytes(b"")
    Image.new("RGB", (2, 2)).save(tmp_path / "gif.png", "GIF")
    pictures, found = shown(tmp_path, "cut", "text", "empty", "gif")
    assert found is None
    assert pictures.first(["cut", "text", "empty", "gif"]) is None
    assert [record.getMessage().split(" cannot")[0] for record in caplog.records] == [
        f"The picture {tmp_path / name}" for name in ("cut.png", "text.png", "empty.jpg", "gif.png")
    ]


def test_a_picture_that_is_too_large_is_not_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither one with too many pixels nor a file with too many bytes: a panel has little memory."""
    painted(tmp_path, "wide.png", (album.MOST_PIXELS // 1000 + 1, 1000))
    with painted(tmp_path, "fat.png").open("ab") as file:
        file.truncate(album.MOST_BYTES + 1)
    assert shown(tmp_path, "wide", "fat")[1] is None
    assert "24 million pixels" in caplog.text
    assert "8 MB" in caplog.text


def test_few_pictures_stay_in_memory_and_all_of_them_are_small(tmp_path: Path) -> None:
    """What was not asked for lately is read again."""
    for number in range(album.KEPT + 5):
        painted(tmp_path, f"P{number}.png", (400, 300))
    ready = Event()
    pictures = Album(tmp_path, ready.set)
    for number in range(album.KEPT + 5):
        ready.clear()
        assert pictures.first([f"P{number}"]) is None
        assert ready.wait(waiting.PATIENCE_S)
        found = pictures.first([f"P{number}"])
        assert isinstance(found, Picture)
        assert max(found.size) <= album.SIDE
    assert len(pictures) == album.KEPT
    assert pictures.first(["P0"]) is None


@pytest.mark.parametrize(("size", "cells", "rows"), [((40, 20), 20, 5), ((20, 40), 5, 5), ((1, 99), 1, 5)])
def test_a_picture_keeps_its_shape_and_stays_in_its_cells(
    size: tuple[int, int], cells: int, rows: int
) -> None:
    """A cell is two pixels high."""
    lines = Picture(Image.new("RGBA", size, "#00ff00")).fit(20, 5).lines
    assert len(lines) == rows
    assert {line.cell_length for line in lines} == {cells}


def test_what_is_transparent_is_the_ground_of_the_screen() -> None:
    """In every theme."""
    image = Image.new("RGBA", (1, 4), "#00000000")
    image.putpixel((0, 1), (255, 0, 0, 255))
    image.putpixel((0, 2), (0, 0, 255, 255))
    lines = Picture(image).fit(1, 2).lines
    assert [line.plain for line in lines] == ["▄", "▀"]
    assert [str(line.spans[0].style) for line in lines] == ["#ff0000 on $ground", "#0000ff on $ground"]


def test_the_screen_shows_a_picture_as_soon_as_it_was_read(tmp_path: Path) -> None:
    """It comes beside what is said, which did not wait for it."""
    painted(tmp_path, "torque.png", (100, 100))
    view = SAMPLES["returned"]
    assert view.notice is not None
    pictured = replace(
        view, notice=replace(view.notice, pictures=("TQ-60", "torque")), controls=view.controls[:1]
    )

    async def scene() -> None:
        door = FakeDoor(pictured)
        app = KioskApp(door.connect, ids=numbered(), now=lambda: 0.0, pictures=tmp_path)
        async with staged(app, pictured) as pilot:
            assert "Put it in C1-04" in screen(app)
            await until(pilot, lambda: "▀" * 8 in screen(app))
            assert "Put it in C1-04" in screen(app)

    play(scene())
