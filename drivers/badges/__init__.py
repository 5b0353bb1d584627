"""Badge and tag readers: a pure codec each, and one canonical form of a number."""
