"""``python -m missingpersons.publish``."""

import sys

from missingpersons.publish import main

sys.exit(main())
