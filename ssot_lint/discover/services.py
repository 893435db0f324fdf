"""Which service a module belongs to."""

from collections.abc import Mapping
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from ssot_lint.index.patterns import matches_module

if TYPE_CHECKING:
    from ssot_lint.api import Service


class Services:
    """The services of a policy, the most specific pattern first.

    That is the one with the most literal segments, then with the fewest `**`, then with the fewest
    other wildcards, then the first by name.
    """

    def __init__(self, services: Mapping[str, "Service"]) -> None:
        self._ordered = sorted(services.items(), key=lambda item: (_generality(item[1].package), item[0]))

    def of(self, module: str | None, category: str) -> str | None:
        """The service of a module, None where it has none.

        Tests belong to a service only where it says `tests: true`. With `each: true` every match is
        a service of its own, named by the service and by what the pattern matches from its first
        wildcard on: `plugins: {package: "shop.plugins.*", each: true}` puts `shop.plugins.pay` and
        all beneath it in `plugins.pay`.
        """
        if module is None:
            return None
        for name, service in self._ordered:
            if matches_module(service.package, module):
                if category == "test" and not service.tests:
                    return None
                return _own_name(name, service.package, module) if service.each else name
        return None


def _generality(package: str) -> tuple[int, int, int]:
    segments = package.split(".")
    wild = sum(map(_is_wild, segments))
    return wild - len(segments), segments.count("**"), wild


def _is_wild(segment: str) -> bool:
    return "*" in segment


def _own_name(name: str, package: str, module: str) -> str:
    above = accumulate(module.split("."), "{}.{}".format)
    matched = next(prefix for prefix in above if matches_module(package, prefix))
    literal = len(list(takewhile(lambda segment: not _is_wild(segment), package.split("."))))
    return ".".join([name, *matched.split(".")[literal:]])
