"""A view for who only looks on: a second screen on the wall, or over SSH."""

from msgspec.structs import replace

from kiosk.counter.views import View


def watched(view: View) -> View:
    """``view`` without anything to touch, and without what is being typed."""
    sheet = view.sheet
    if sheet:
        items = tuple(replace(item, control="") for item in sheet.items)
        sheet = replace(sheet, items=items, keys=None)
    news = tuple(replace(item, control="") for item in view.news)
    return replace(view, controls=(), sheet=sheet, news=news)
