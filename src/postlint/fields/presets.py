"""The keys that each site generator reads itself, by its documentation; and those that themes and plugins often read.

A type stands where another one fails to build or is read as something else. ``~> key`` names the key that does the
same today in another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

_HUGO = """
aliases             list
audio               list
build               map
cascade             map, list
categories          list, string
date
description
draft               bool
expiryDate
featured_image
headless            bool
images              list
isCJKLanguage       bool
keywords            list, string
lastmod
layout
linkTitle
markup
menu
menus
modified
outputs             list, string
params              map
pubdate
publishDate
published
resources           list
series              list, string
sitemap             map
slug
summary
tags                list, string
title
translationKey
type
unpublishdate
url
videos              list
weight              int
_build              map       ~> build
"""
_JEKYLL = """
author
categories          list, string
category
date
excerpt
excerpt_separator
last_modified_at
lang
layout
permalink
published           bool
redirect_from       list, string
redirect_to
sitemap             bool, map
slug
tags                list, string
tag
title
"""
_DOCUSAURUS = """
author                        ~> authors
author_image_url              ~> authors
author_title                  ~> authors
author_url                    ~> authors
authorImageURL                ~> authors
authorTitle                   ~> authors
authorURL                     ~> authors
authors
date
description
draft               bool
hide_table_of_contents bool
id
image
keywords            list
last_update         map
sidebar_label
slug
tags                list
title
title_meta
toc_max_heading_level int
toc_min_heading_level int
unlisted            bool
"""
_ASTRO = """
draft               bool
layout
slug
"""
_ELEVENTY = """
date
draft
dynamicPermalink    bool
eleventyAllowMissingExtension bool
eleventyComputed    map
eleventyExcludeFromCollections bool, list
eleventyImport      map
eleventyNavigation  map
layout
pagination          map
permalink
tags                list, string
templateEngineOverride
"""
_PRESETS = {
    "hugo": _HUGO,
    "jekyll": _JEKYLL,
    "docusaurus": _DOCUSAURUS,
    "astro": _ASTRO,
    "gatsby": "",
    "eleventy": _ELEVENTY,
    "next": "",
    "plain": "",
}
NAMES = (*_PRESETS, "none")

USUAL = """
aliases author authors canonical canonicalURL canonicalUrl canonical_url categories category comments contributors cover
coverImage date description draft excerpt featured heroImage hidden hideComments id image images keywords lang language
lastmod layout license locale math noindex og_image ogImage permalink postlint pubDate published publishedAt
reading_time readingTime readTime robots series seo showToc sidebar slug social subtitle summary tag tags template
thumbnail title toc translationKey type updated updatedAt updatedDate url version video weight
""".split()
"""Keys that are no slip of the pen in any blog."""


@cache
def preset(generator: str) -> Mapping[str, Mapping[str, Any]]:
    """What is said of each key that this generator knows, by the names of Field."""
    found: dict[str, dict[str, Any]] = {}
    for line in _PRESETS.get(generator, "").strip().splitlines():
        said, arrow, use = line.partition("~>")
        name, _, types = said.partition(" ")
        found[name] = {"by_preset": True}
        if types.strip():
            found[name]["types"] = tuple(word.strip() for word in types.split(","))
        if arrow:
            found[name]["deprecated"] = f"Use '{use.strip()}'."
    return found
