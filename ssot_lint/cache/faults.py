"""What may fail: the place of the cache, its file for now, its file for good."""


class Refused(Exception):
    """The directory cannot be used; says why."""


class Unusable(Exception):
    """The file cannot be opened, read or written now; says why."""


class Damaged(Exception):
    """The file is broken, or something else than a file of this format; says which."""
