"""One module per stage of a round's life: due, plan, preview, guards, letters, approve, deliver."""
