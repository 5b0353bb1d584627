"""The daemon: inbox, desk, door, health."""
