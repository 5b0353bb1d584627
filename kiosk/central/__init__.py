"""The consumer at the other end: a copy of every kiosk's journal, and what follows from having them all."""
