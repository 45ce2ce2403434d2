"""The way in from a shell, as `roleaudit` and as `python -m roleaudit`."""

import gc
import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is begun yet: end at once, and not with a traceback
gc.disable()  # a run is short and makes few cycles: collecting costs more than it frees, the imports below included
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # `python -m` looks there first: in the working directory, which may be the repository to audit

from roleaudit.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
