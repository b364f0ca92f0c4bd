"""Show the outputs in a browser on this machine, with the errors of the last build."""

from tiku.serve.server import ServeError, serving

__all__ = ["ServeError", "serving"]
