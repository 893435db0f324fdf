"""Everything that tests ssot-lint; run from the checkout, never installed."""
