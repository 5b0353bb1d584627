"""Plays a crib's day written down in a rehearsal file."""
