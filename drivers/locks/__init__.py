"""Locks: a pure codec for each board, one state machine, and the one place that energizes a coil."""
