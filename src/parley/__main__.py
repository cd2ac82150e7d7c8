"""Run the command line as `python -m parley`."""

from parley.faces.cli import main

if __name__ == "__main__":
    main()
