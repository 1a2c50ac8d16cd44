"""From a message to bytes on their way: message -> text and html -> iTIP -> envelope -> sender."""
