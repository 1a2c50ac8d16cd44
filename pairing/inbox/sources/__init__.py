"""Where mails are taken from: single files, a Maildir, an IMAP server. One port for all three."""
