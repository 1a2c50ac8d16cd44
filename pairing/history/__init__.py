"""What happened, folded from the facts: who met whom, who sat out, what is known and what is not."""

from pairing.history.past import History

__all__ = ["History"]
