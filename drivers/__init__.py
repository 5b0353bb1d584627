"""Bytes and pins: a device is a pure codec and a dumb pump. Knows nothing of cribs."""
