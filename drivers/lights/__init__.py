"""Buzzer, stack light and pick-to-light."""
