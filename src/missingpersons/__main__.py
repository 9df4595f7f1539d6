"""``python -m missingpersons``: the command line."""

from missingpersons.cli import main

if __name__ == "__main__":
    main()
