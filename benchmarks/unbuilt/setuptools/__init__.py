"""Stands in for the build tool while a source package is downloaded, so that none of it is run."""
