"""``python -m zhucun.cli``: the command line where no script is installed."""

from zhucun.cli import main

main()
