"""What arrives in the mailbox: reading one mail, and the places mails are taken from. Nothing here acts on anything."""
