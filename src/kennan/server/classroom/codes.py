"""Join codes, keys and tokens: how they are drawn, kept and compared.

A join code is 8 characters of Crockford's alphabet of 32, that is 40 bits. Nothing is locked after wrong codes, since
that would lock out a class behind the same router; what bounds a search is how many guesses a desk can answer. At
:data:`FASTEST` a second, more than two cores can answer with nothing else to do, an even chance takes 2**40 / 2 / 2000
seconds, some nine years of a desk that does nothing else; within a lesson of 50 minutes the chance is 5 in a million.
What is to be had for it is a seat, which the teacher sees and can take away. More characters would buy nothing in a
lesson and cost every student a mistake. The alphabet has no I, L, O and U: what is misread as O, I or L is taken for 0
or 1.

A key or token is 32 random bytes (256 bits) and is kept only as its SHA-256: who reads the database cannot act in
a student's name. With 256 random bits a slow hash would add nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
BITS = 5 * LENGTH
FASTEST = 2000  # guesses a second
KEY_BYTES = 32
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a fresh join code, 8 characters, without the dash in the middle."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code that was typed, whatever its case, dashes and misread letters; None when it cannot be one."""
    if len(typed) > 4 * LENGTH:
        return None
    code = "".join(c for c in typed if c not in "-– \t").upper().translate(_MISREAD)
    return code if len(code) == LENGTH and all(c in ALPHABET for c in code) else None


def shown(code: str) -> str:
    """Return a code as it is read out: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def new_key() -> str:
    """Return a fresh key or token, 43 characters fit for a URL."""
    return secrets.token_urlsafe(KEY_BYTES)


def hashed(key: str) -> str:
    """Return what is kept of a key: its SHA-256, in hexadecimal."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def same(key: str, kept: str) -> bool:
    """Say whether a key is the one whose hash was kept, in a time that does not depend on where they differ."""
    return hmac.compare_digest(hashed(key), kept)
