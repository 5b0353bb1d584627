"""The half of the composition root that names the drivers: devices, real, simulated or on the bench."""
