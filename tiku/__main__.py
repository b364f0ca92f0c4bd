"""Run `python -m tiku`."""

from tiku.cli import run

if __name__ == "__main__":
    run()
