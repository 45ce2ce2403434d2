"""`python -m roleaudit` is the command."""

from roleaudit.cli import main

if __name__ == "__main__":
    main()
