"""`python -m jalin.cli` is `jalin`."""

import sys

from jalin.cli import main

sys.exit(main())
