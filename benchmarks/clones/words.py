"""Plain words, and the names and sentences that are made of them."""

import builtins
from collections.abc import Callable, Collection
from keyword import iskeyword
from random import Random


def words(told: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(told.split())


NOUNS = words(
    "account address alert archive batch binding branch bridge bucket budget buffer bundle cable catalog "
    "channel charge cluster column contact counter course credit cursor dataset delivery deposit device "
    "digest draft driver engine entry episode event exchange factor feature feed field figure filter "
    "folder frame gateway grant group harvest header history image index invoice item journal kernel "
    "label ledger letter level limit link list locale lookup manifest margin marker matrix measure member "
    "message meter mirror model module moment network notice number offer order outlet package packet "
    "panel parcel partner patch payload payment period phase plan policy portal position price printer "
    "profile project quota range rating reader receipt recipe record region register relay rental report "
    "request resource result review route sample schedule scope screen season segment sensor session "
    "shelf shipment signal sketch slot snapshot source stage station stock stream subject summary supply "
    "survey symbol target tariff task template tenant thread ticket token topic track transfer trigger "
    "unit update vector vendor version visit voucher wallet window worker zone"
)
VERBS = words(
    "accept adjust align apply arrange assign attach balance build cancel charge check choose clear close "
    "collect combine compare compute confirm convert deliver derive detach discover drain emit enrich "
    "estimate evaluate expand expire extend fetch fill flush follow format gather grant handle import "
    "inspect issue join launch limit list load locate lock mark measure merge move notify observe open "
    "order parse plan pick prepare present print process publish pull push rank read receive record "
    "reduce refresh register release render repair replace reply request resolve restore review revoke "
    "route scan schedule select send settle share show sort split start store submit sum switch sync "
    "track transfer trim unlock update validate verify visit wait watch weigh write"
)
ADJECTIVES = words(
    "active annual basic central common current daily default direct domestic early empty exact external "
    "final fixed foreign formal former full general global hidden initial inner internal joint known late "
    "latest legal local main major minor missing monthly mutual native narrow nested normal optional "
    "outer partial pending plain primary prior private public quick rapid recent regional remote rough "
    "scheduled secondary shared short simple single spare special stable standard static strict target "
    "total typical unique upper usual valid weekly wide"
)
REMARKS = (
    "Nothing is left to do where the {noun} is known.",
    "The {adjective} {noun} comes first.",
    "Callers rely on the order of every {noun}.",
    "See the notes on the {adjective} {noun}.",
    "An empty {noun} is allowed here.",
    "Only the {adjective} case needs a {noun}.",
    "This may {verb} the {noun} a second time.",
    "We {verb} before we {other}.",
    "Keep in step with the {noun} below.",
    "Too slow for a large {noun}, but simple.",
    "The {noun} has been checked by then.",
    "Do not {verb} twice.",
)
# Deliberately none that tells a copy: a tool could read it.
_GIVEAWAYS = {"copy", "old", "new", "backup", "legacy", "mutant", "clone", "original", "archive", "draft"}
_FRESH = tuple(noun for noun in NOUNS if noun not in _GIVEAWAYS)
_PLURAL = tuple(noun for noun in _FRESH if noun[-1] not in "yfxhs")


def remark(dice: Random) -> str:
    """A sentence such as stands in comments."""
    return dice.choice(REMARKS).format(
        noun=dice.choice(NOUNS),
        adjective=dice.choice(ADJECTIVES),
        verb=dice.choice(VERBS),
        other=dice.choice(VERBS),
    )


def variable(dice: Random, taken: Collection[str] = ()) -> str:
    """A name for a local that is not taken."""
    return _fresh(
        dice,
        taken,
        lambda: dice.choice((dice.choice(NOUNS), f"{dice.choice(ADJECTIVES)}_{dice.choice(NOUNS)}")),
    )


def function(dice: Random, taken: Collection[str] = ()) -> str:
    """A name for a function that is not taken."""
    return _fresh(dice, taken, lambda: f"{dice.choice(VERBS)}_{dice.choice(NOUNS)}")


def module(dice: Random, taken: Collection[str] = ()) -> str:
    """A name for a module that is not taken, and tells nothing."""
    return _fresh(
        dice,
        taken,
        lambda: dice.choice((f"{dice.choice(_FRESH)}_{dice.choice(_FRESH)}", f"{dice.choice(_PLURAL)}s")),
    )


def title(dice: Random, taken: Collection[str] = ()) -> str:
    """A name for a class that is not taken."""
    return _fresh(
        dice,
        taken,
        lambda: dice.choice(ADJECTIVES).title() + dice.choice(_FRESH).title() + dice.choice(_ENDINGS),
    )


_BUILTINS = frozenset(dir(builtins))
# Those that can be names without hiding any.
NAMES = tuple(noun for noun in NOUNS if noun not in _BUILTINS and not iskeyword(noun))
_ENDINGS = ("", "", "Manager", "Handler", "Mixin", "Service", "Helper", "Set")


def _fresh(dice: Random, taken: Collection[str], draw: Callable[[], str]) -> str:
    while (name := draw()) in taken or iskeyword(name) or name in _BUILTINS:
        pass
    return name
