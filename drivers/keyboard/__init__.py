"""Key events of Linux: keyboard-wedge scanners and readers."""
