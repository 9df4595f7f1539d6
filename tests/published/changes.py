"""Documents of conformance cases that are told by what is changed in another: JSON Patch (RFC 6902), a part of it."""

from __future__ import annotations

import json
from typing import Any


def changed(document: Any, change: list[dict[str, Any]]) -> Any:
    """A copy of a document after ``add``, ``remove`` and ``replace``, in their order.

    Where ``times`` stands beside ``value``, the text or the list is written that many times over.
    """
    document = json.loads(json.dumps(document))
    for each in change:
        value = each.get("value")
        if "times" in each:
            value *= each["times"]
        if each["path"] == "":
            document = value
            continue
        *steps, last = each["path"].split("/")[1:]
        inside = document
        for step in steps:
            inside = inside[int(step) if isinstance(inside, list) else step]
        key: Any = int(last) if isinstance(inside, list) else last
        if each["op"] == "remove":
            del inside[key]
        else:
            inside[key] = value
    return document
