"""From the journal to the broker."""
