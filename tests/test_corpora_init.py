"""What ``init`` guesses for the real blogs, held against their houses as people described them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from postlint.document import Document
from postlint.files import find_posts
from postlint.guessing import facts, house, site
from postlint.guessing.mentions import Mentions
from postlint.guessing.names import Evidence
from postlint.guessing.places import Places
from postlint.site import detect

SHARED = Path(__file__).parents[2] / "shared"
HOUSES = SHARED / "eval" / "houses"
BLOGS = ("cilium", "gitea", "milvus", "netdata", "opentelemetry", "questdb", "tilt")

pytestmark = pytest.mark.skipif(not HOUSES.is_dir(), reason="the corpora are not here")


def guessed(name: str) -> tuple[set[str], set[str]]:
    """The names of the projects and of the offers that are guessed for a blog."""
    root = str(SHARED / "corpora" / name)
    detected = detect(root)
    paths = (path for folder in detected.post_folders for path in find_posts(f"{root}/{folder}", root))
    posts = [facts.post(Document(Path(path).read_text(encoding="utf-8"), path)) for path in paths]
    there = house.guess(Evidence(posts, site.read(root, detected), Mentions(posts), Places(posts))).house
    return {project.name for project in there.projects}, {offer.name for offer in there.offers}


@pytest.mark.slow
def test_no_name_is_wrong_and_most_are_found() -> None:
    wanted, found = 0, 0
    for name in BLOGS:
        described = tomllib.loads((HOUSES / f"{name}.toml").read_text(encoding="utf-8"))["house"]
        for kind, names in zip(("projects", "offers"), guessed(name), strict=True):
            items = described.get(kind, [])
            assert names <= {name for item in items for name in (item["name"], *item.get("aliases", []))}
            wanted += len(items)
            found += sum(item["name"] in names for item in items)
    assert found >= 0.8 * wanted
