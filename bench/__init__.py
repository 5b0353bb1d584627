"""Measurements: how long the kiosk takes, beside the least that the same disk allows."""
