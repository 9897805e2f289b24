"""Exact fractions: quicktions, the compiled twin of ``fractions``, where it is installed; the standard library's else.

Both give the same values, hashes and text; see docs/decisions/0008 for what it saves, and why a text never reaches it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    def ratio(numerator: int, denominator: int = 1) -> Fraction:
        """The fraction of two whole numbers, asked of the compiled class without a detour."""
else:
    try:
        from quicktions import Fraction as ratio
    except ImportError:  # no wheel for this machine
        from fractions import Fraction

        ratio = Fraction
    else:

        class _Guarded(type):
            def __call__(cls, numerator=0, denominator=None):
                if isinstance(numerator, str):
                    from fractions import Fraction as Plain

                    read = Plain(numerator)
                    numerator, denominator = read.numerator, read.denominator
                return ratio(numerator, denominator)

            def __instancecheck__(cls, value):
                return isinstance(value, ratio)

        class Fraction(metaclass=_Guarded):
            """Makes compiled fractions. quicktions writes over memory when it reads a text: Python's own does that."""


__all__ = ["Fraction", "ratio"]
