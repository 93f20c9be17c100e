"""`python -m codematch`, and the command `codematch`."""

import signal
import sys


def main() -> None:
    """Run the command line. Ctrl-C is answered in one line also while it is loaded, and no longer when it is over."""
    try:
        from codematch.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("codematch: interrupted; nothing is half written\n")
        sys.exit(130)
    try:
        run()
    finally:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)


if __name__ == "__main__":
    main()
