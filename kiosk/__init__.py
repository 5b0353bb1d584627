"""The tool-crib kiosk: badge, scan, done."""
