"""``python -m postlint.docs``."""

from postlint.docs import main

raise SystemExit(main())
