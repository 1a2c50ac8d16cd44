"""``python -m pairing`` is ``pairs``."""

from pairing.cli import main

main()
