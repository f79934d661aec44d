"""Numbers that belong to a person: what may not serve as an id, and is never shown whole.

A citizen number (GB 11643: place, date of birth, order, check digit by ISO 7064 MOD 11-2) or a mobile number. Only a
text that is such a number as a whole counts; the check digit keeps long serial numbers out.
"""

from __future__ import annotations

import re

_CITIZEN = "[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
_MOBILE = "1[3-9][0-9]{9}"

#: What the first seventeen digits weigh, and the check digit by what is left of the sum divided by eleven.
_WEIGHTS = tuple(2 ** (17 - n) % 11 for n in range(17))
_CHECK = "10X98765432"

_citizen, _mobile = re.compile(_CITIZEN), re.compile(_MOBILE)

#: So much of a number may be shown.
_SHOWN = 2


def is_personal(text: str) -> bool:
    """Whether a text as a whole is a citizen number whose check digit is right, or a mobile number."""
    if len(text) == 11:
        return _mobile.fullmatch(text) is not None
    if len(text) != 18 or not _citizen.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == text[-1].upper()


def mask(text: str) -> str:
    """A text as it may be shown: of a number of a person only the last two characters, anything else as it is."""
    return "*" * (len(text) - _SHOWN) + text[-_SHOWN:] if is_personal(text) else text


def sql_length(column: str) -> str:
    """SQL that is true of texts as long as a number of a person: what can be asked of very many."""
    return f"length({column}) IN (11, 18)"


def sql_test(column: str) -> str:
    """SQL that is true where :func:`is_personal` is, and false elsewhere, also for NULL.

    :param column: SQL of a text. Most ids are told by their length alone.
    """
    # what is written into the text is ours and holds no quote; a mask needs no database
    total = " + ".join(f"(ascii(substr({column}, {n}, 1)) - 48) * {weight}" for n, weight in enumerate(_WEIGHTS, 1))
    return (
        f"(CASE length({column}) WHEN 11 THEN regexp_full_match({column}, '{_MOBILE}') "
        f"WHEN 18 THEN regexp_full_match({column}, '{_CITIZEN}') "
        f"AND substr('{_CHECK}', ({total}) % 11 + 1, 1) = upper(substr({column}, 18, 1)) ELSE false END)"
    )
