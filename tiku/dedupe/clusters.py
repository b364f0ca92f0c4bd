"""The questions of a cluster, those that were merged among them, for all who show them."""

from __future__ import annotations

from collections.abc import Mapping

from tiku.model import Cluster, Item, ItemId


def texts(cluster: Cluster, items: Mapping[ItemId, Item]) -> tuple[Item, ...]:
    """Give the questions of a cluster; those of a merge as they were read, the kept one first."""
    found = [items[each] for each in cluster.items]
    if cluster.verdict != "same":
        return tuple(found)
    return tuple(each for item in found for each in (item, *item.copies))


def answer(item: Item, most: int) -> str:
    """Give what an item answers and explains, the start of it if it is long."""
    text = "\n".join(filter(None, (item.response.answer.plain, item.explanation.plain)))
    return text if len(text) <= most else f"{text[:most]}…"
