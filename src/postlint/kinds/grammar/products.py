"""Products with their licenses over time, as a rule lists them or its list files do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postlint.errors import did_you_mean
from postlint.licenses import Period, Product, approved, unknown_ids

if TYPE_CHECKING:
    from postlint.data import Node
    from postlint.kinds.grammar.spec import Spec

KEYS = ("name", "aliases", "licenses", "source", "what", "kind")
PERIOD_KEYS = ("spdx", "name", "since")
KINDS = {"product": {}, "maker": {"is_maker": True}, "mixed": {"is_mixed": True}, "word": {"is_word": True}}
"""What a name may be besides a product's: a maker's, one of which parts are open source, an ordinary word as well."""


def products(spec: Spec, node: Node) -> list[Product]:
    """The products of a list, without those that the house removes and with those that it adds."""
    found: dict[str, Product] = {}
    for item in spec.items(node):
        product = _product(spec, item)
        if product is None:
            continue
        if product.name in found:
            spec.error(item.span, f"'{product.name}' already stands in the list.")
        found[product.name] = product
    for name, license in spec.tuning.add.items():
        periods = (_added(spec, name, license),)
        found[name] = Product(name, periods=periods, source="config")
    removed = {name.lower() for name in spec.tuning.remove}
    return [product for product in found.values() if product.name.lower() not in removed]


def _added(spec: Spec, name: str, license: str | None) -> Period:
    if license is not None and unknown_ids(license):
        spec.error(spec.root.span, f"The license of '{name}' is to be an SPDX id, and '{license}' is none.")
    return Period(license or "proprietary", is_spdx=license is not None)


def _product(spec: Spec, node: Node) -> Product | None:
    if node.kind != "mapping":
        spec.error(node.span, "A product is a mapping with 'name', 'licenses' and 'source'.")
        return None
    spec.unknown_keys(node, KEYS, "a product")
    name = spec.string("name", node, required=True)
    source = spec.string("source", node, required=True)
    if source and not source.startswith("https://"):
        spec.error(node.get("source").span, f"The source of a license is an address, and '{source}' is none.")  # type: ignore[union-attr]
    periods = tuple(_periods(spec, node))
    flags: dict[str, Any] = spec.choice("kind", KINDS, {}, node)
    aliases = tuple(_texts(spec, node, "aliases"))
    what = spec.string("what", node) or "software"
    return Product(name, aliases, periods, source, what, **flags) if name and periods else None


def _periods(spec: Spec, node: Node) -> Iterator[Period]:
    listed = node.get("licenses")
    if listed is None or not listed.items:
        spec.error(node.span, "A product has 'licenses', a list of what held from when on.")
        return
    before: Any = None
    for item in listed.items:
        spec.unknown_keys(item, PERIOD_KEYS, "a license")
        since = item.get("since")
        day = since.value if since is not None else None
        if since is not None and type(day).__name__ != "date":
            spec.error(since.span, f"'since' is a day such as 2024-03-20, not '{since.text}'.")
        elif since is None and item is not listed.items[0]:
            spec.error(item.span, "A license after the first says 'since' when it holds.")
        elif day is not None and before is not None and day <= before:
            spec.error(item.span, f"The licenses stand in order of time, and {day} is not after {before}.")
        else:
            before = day
            if (period := _period(spec, item, day)) is not None:
                yield period


def _period(spec: Spec, item: Node, day: Any) -> Period | None:
    given = [key for key in ("spdx", "name") if item.get(key) is not None]
    if len(given) != 1:
        spec.error(item.span, "A license has either an 'spdx' id or, where SPDX has none, a 'name'.")
        return None
    license = spec.string(given[0], item)
    if given[0] == "spdx" and spec.known is None:
        for id in unknown_ids(license):
            hint = did_you_mean(id, approved())
            spec.error(item.span, f"'{id}' is no SPDX id.{hint} A license that SPDX lacks has a 'name'.")
    return Period(license, given[0] == "spdx", day) if license else None


def _texts(spec: Spec, node: Node, key: str) -> Iterator[str]:
    found = node.get(key)
    for item in () if found is None else [found] if found.kind == "scalar" else found.items:
        if text := spec.text_of(item, f"An entry of '{key}'"):
            yield text
