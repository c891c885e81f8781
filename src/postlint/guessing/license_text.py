"""Which license a text is: by the sentences that only it has."""

from __future__ import annotations

import re

_START = 4_000  # characters: the title of a license, and the first of its terms
# Of those that share their beginning the narrower one comes first.
_MARKS = (
    ("AGPL-3.0-only", r"GNU AFFERO GENERAL PUBLIC LICENSE.{0,40}Version 3"),
    ("LGPL-3.0-only", r"GNU LESSER GENERAL PUBLIC LICENSE.{0,40}Version 3"),
    ("LGPL-2.1-only", r"GNU LESSER GENERAL PUBLIC LICENSE.{0,40}Version 2\.1"),
    ("GPL-3.0-only", r"GNU GENERAL PUBLIC LICENSE.{0,40}Version 3"),
    ("GPL-2.0-only", r"GNU GENERAL PUBLIC LICENSE.{0,40}Version 2"),
    ("Apache-2.0", r"Apache License.{0,20}Version 2\.0"),
    ("MPL-2.0", r"Mozilla Public License,? Version 2\.0"),
    ("EPL-2.0", r"Eclipse Public License -? ?v ?2\.0"),
    ("BUSL-1.1", r"Business Source License 1\.1"),
    ("Elastic-2.0", r"Elastic License 2\.0"),
    ("SSPL-1.0", r"Server Side Public License.{0,20}Version 1"),
    ("CC-BY-SA-4.0", r"Attribution-ShareAlike 4\.0 International"),
    ("CC-BY-NC-4.0", r"Attribution-NonCommercial 4\.0 International"),
    ("CC-BY-4.0", r"Attribution 4\.0 International"),
    ("CC0-1.0", r"CC0 1\.0 Universal"),
    ("Unlicense", r"This is free and unencumbered software released into the public domain"),
    ("PostgreSQL", r"The PostgreSQL License|PostgreSQL License"),
    ("MIT", r"Permission is hereby granted, free of charge, to any person obtaining a copy"),
    (
        "ISC",
        r"Permission to use, copy, modify, and(?:/or)? distribute this software for any purpose with or without fee",
    ),
    ("BSD-3-Clause", r"Redistribution and use in source and binary forms.{0,1200}Neither the name"),
    ("BSD-2-Clause", r"Redistribution and use in source and binary forms"),
)


def spdx_of(text: str) -> str:
    """The SPDX id of the license that a text is; empty where it is none of those that blogs and projects have."""
    start = " ".join(text[:_START].split())
    return next((spdx for spdx, mark in _MARKS if re.search(mark, start, re.IGNORECASE)), "")
