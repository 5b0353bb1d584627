"""What a scanned text says: symbology, GS1 elements, and scanners on a serial line."""
