"""What a page means, as a language model puts it: two vectors in which pages that say the same lie near each other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """The headline's and the lead's vector: signed bytes, one a dimension, of any length above zero.

    ``model`` names the model and its version; vectors of two models have nothing to do with each other.
    """

    model: str
    headline: bytes
    lead: bytes
