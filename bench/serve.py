"""`python -m config.serve`, the whole site as `make run` starts it, with the bench's addresses beside its own."""

import sys

from config import serve

if __name__ == "__main__":
    serve.SETTINGS = "bench.settings"
    sys.exit(serve.main())
