"""What holds for all tests."""

import signal


def pytest_configure() -> None:
    """What a shell starts in the background ignores interrupts, and so would all that the tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
