"""Pages for a browser: each one file that loads nothing, runs no script but its own and keeps no state."""
