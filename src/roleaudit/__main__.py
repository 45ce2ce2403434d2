"""The way in from a shell, as `roleaudit` and as `python -m roleaudit`."""

import gc

gc.disable()  # a run is short and makes few cycles: collecting costs more than it frees, the imports below included

from roleaudit.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
