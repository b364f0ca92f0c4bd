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
