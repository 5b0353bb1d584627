"""The touch screen on Textual: paints views, reports taps."""
