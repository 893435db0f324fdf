"""How many copies clone detectors find, and how many of their findings are worth a look."""
