"""Simulated devices: the same codecs at the other end of real lines."""
