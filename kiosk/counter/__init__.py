"""The conversation at the counter: symbols, signals, session, views, wording. Pure."""
