"""The life of a round after it was sent: answers, changes, what is due. Folds over the facts, pure."""
