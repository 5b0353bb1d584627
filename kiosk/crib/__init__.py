"""The core: what is true in a crib and what is allowed. Pure."""
