"""`python -m cityscape` is `cityscape`."""

from cityscape.cli import main

if __name__ == "__main__":
    main()
