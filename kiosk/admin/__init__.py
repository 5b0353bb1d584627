"""cribctl: one file a noun."""
