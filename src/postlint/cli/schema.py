"""``postlint schema``: print the JSON Schema of the config file, or of the front matter that the config describes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postlint.cli import terminal
from postlint.cli.exit_code import CLEAN
from postlint.cli.parser import Parser
from postlint.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from postlint.config import Config

SCHEMAS = ("config", "frontmatter")

DESCRIPTION = """\
Print a JSON Schema (2020-12), by which editors complete and check what is
written: of the config file, or of the front matter of posts as the config
describes it. With a POST, what the config says of that post's path counts too.
"""

EPILOG = """\
examples:
  postlint schema config > postlint.schema.json
  postlint schema frontmatter > frontmatter.schema.json
  postlint schema frontmatter content/blog/releases/2.0.md
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out ``schema`` and return the exit code. Raises UserError."""
    import json

    from postlint.config import load

    try:
        parsed = _parser().parsed("operands", arguments)
    except SystemExit:  # --help
        return CLEAN
    of, post = _operands(parsed.operands)
    config, registry = load([post or "."], config=parsed.config, isolated=parsed.isolated)
    if of == "config":
        from postlint.config.schema import json_schema

        schema = json_schema(registry)
    else:
        schema = _of_front_matter(config, post)
    terminal.write(json.dumps(schema, indent=2, ensure_ascii=False).splitlines())
    return CLEAN


def _parser() -> Parser:
    parser = Parser("schema", "config | frontmatter [POST]", DESCRIPTION, EPILOG)
    parser.add_argument("operands", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--config", metavar="FILE", help="use this config")
    parser.add_argument("--isolated", action="store_true", help="use no config that would be found")
    parser.add_argument("-h", "--help", action="help", help="show this help, and stop")
    return parser


def _operands(given: Sequence[str]) -> tuple[str, str | None]:
    """Which schema, and the post whose path decides."""
    if not given:
        raise UsageError(f"Say which schema: {' or '.join(SCHEMAS)}.")
    of, *posts = given
    if of not in SCHEMAS:
        raise UsageError(f"There is no schema '{of}'.{did_you_mean(of, SCHEMAS)} It can be {' or '.join(SCHEMAS)}.")
    if of == "config" and posts:
        raise UsageError("The config has one schema. Leave out the POST.")
    if len(posts) > 1:
        raise UsageError(f"One POST decides, and here are {len(posts)}. Leave out the others.")
    return of, posts[0] if posts else None


def _of_front_matter(config: Config, post: str | None) -> dict[str, Any]:
    from postlint.fields.compile import compiled
    from postlint.files import Root
    from postlint.site.detect import detect

    path = Root(config.root).relative(post) if post is not None else None
    generator = config.site.generator or detect(config.root).generator
    return compiled(config.frontmatter, generator, path)
