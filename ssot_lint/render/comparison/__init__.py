"""What became of a project between two revisions becomes text: one file an output format."""
