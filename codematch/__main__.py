"""`python -m codematch`."""

from codematch.cli import main

if __name__ == "__main__":
    main()
