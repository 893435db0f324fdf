"""By which signatures the functions and classes of the project may be called, and which calls break them."""

from ssot_lint.index.signatures.callees import Callees, Refusal
from ssot_lint.index.signatures.parameters import Misfit, Signature, fits, misfit, signature_of

__all__ = ["Callees", "Misfit", "Refusal", "Signature", "fits", "misfit", "signature_of"]
