"""The outputs of a bank, one module a format; `registry` lists them."""
