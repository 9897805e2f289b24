"""``python -m gouji``."""

from gouji.cli import command

command()
