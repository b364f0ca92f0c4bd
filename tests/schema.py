"""The JSON Schema of `bank.json`, made from the types that write it.

Run `python -m tests.schema` to renew `docs/bank.schema.json`.
"""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from tiku.exporters import bank_types

FILE = Path(__file__).parent.parent / "docs" / "bank.schema.json"


def schema(*, is_strict: bool = False) -> dict[str, Any]:
    """Make the schema; if it is strict, nothing but what the types name may stand in a bank.

    The published one is not: a new field does not raise the version, and must not break a reader.
    """
    made = msgspec.json.schema(bank_types.BankJson)
    for name, each in made["$defs"].items():
        hints = get_type_hints(getattr(bank_types, name), include_extras=True)
        if is_strict:
            each["additionalProperties"] = False
        each["description"] = cleandoc(each["description"])  # as Python does from 3.13 on
        each["properties"] = {field: each["properties"][field] for field in hints}
        for field, described in each["properties"].items():
            for said in getattr(hints[field], "__metadata__", ()):
                described["description"] = said
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def as_text() -> str:
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text(), encoding="utf-8")
