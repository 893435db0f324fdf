"""Other tools are asked what ssot-lint is asked: which modules import which, and what a name is."""
