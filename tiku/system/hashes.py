"""BLAKE2 without OpenSSL, which `hashlib` loads for other digests: that takes 2 ms of every run."""

try:
    from _blake2 import blake2b
    from _operator import _compare_digest as compare_digest
except ImportError:  # a Python that has them elsewhere
    from hashlib import blake2b
    from hmac import compare_digest  # type: ignore[no-redef]

__all__ = ["blake2b", "compare_digest"]
