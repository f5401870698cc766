"""The key that signs receipts, and how a signature is checked with its public half alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES = 32


class Signer:
    """An Ed25519 key; `public` is its public half in hex, which the operator publishes."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes_raw().hex()

    @classmethod
    def of(cls, path: Path) -> Signer:
        """The key in a file that only its owner can read, made there if there is none.

        Raises:
            BadInput: the file is there and holds no key, or cannot be read or made.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = Ed25519PrivateKey.generate().private_bytes_raw().hex()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(fresh)
        except FileExistsError:
            pass
        except OSError as error:
            wrong = f"cannot be made ({error.strerror})"
            raise BadInput(str(path), "", wrong, "Check the folder") from error
        try:
            return cls(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii"))))
        except (OSError, ValueError) as error:
            remedy = "Restore it from a backup, or remove it and start a new chain"
            raise BadInput(str(path), "", "holds no signing key", remedy) from error

    def sign(self, digest: str) -> str:
        """The signature over a digest in hex, in hex."""
        return self._key.sign(bytes.fromhex(digest)).hex()


def signed_by(key: str, digest: str, signature: str) -> bool:
    """Whether a signature over a digest was made with the private half of a public key, in hex."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True
