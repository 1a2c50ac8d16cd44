"""
The config of a workspace: its layers read, merged and checked, with every mistake told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pairing.config import fields
from pairing.config.catalogue import rules_checked
from pairing.config.layers import (
    Layer,
    at,
    file_layer,
    merged,
    shipped_layer,
    shipped_values,
    with_format_defaults,
)
from pairing.config.model import Config
from pairing.config.secrets import is_secret, secrets_in
from pairing.config.variables import environment_layer, secrets_layer
from pairing.config.wording import place_of, problem_of
from pairing.errors import InputError, Problem
from pairing.rounds import Format


@dataclass(frozen=True)
class Layers:
    """A checked config with the layers it came from, weakest first, and what is odd but allowed."""

    config: Config
    layers: tuple[Layer, ...]
    warnings: tuple[Problem, ...]

    def source_of(self, path: fields.Path) -> str:
        """Which layer set the value at ``path``, and where: "pairs.toml line 4", "shipped default"."""
        for layer in reversed(self.layers):
            if layer.holds(path):
                return layer.name if layer.name == "shipped default" else layer.place(path).split(", key ")[0]
        programme = self.config.programmes.get(path[1]) if path[0] == "programmes" and len(path) > 2 else None
        ours = programme and path[2] in shipped_values()["formats"][programme.format.value]
        return f"shipped default for a {programme.format}" if programme and ours else "shipped default"


def load_config(workspace: Path, environ: Mapping[str, str]) -> Config:
    """The config of ``workspace``. InputError with every problem when a file, variable or secret needs mending."""
    return load_layers(workspace, environ).config


def load_layers(workspace: Path, environ: Mapping[str, str]) -> Layers:
    """The same, with each value's origin and the warnings of ``pairs config check``."""
    shipped, file = shipped_layer(), file_layer(workspace)
    tree = merged(shipped.values, file.values)
    secret = secrets_layer(environ, tree)
    tree = merged(tree, secret.values)
    environment = environment_layer(environ, tree)
    tree = with_format_defaults(merged(tree, environment.values))
    layers = (shipped, file, secret, environment)
    config, wrong = _validated(tree, layers)
    problems = [*secrets_in(file), *wrong, *rules_checked(tree, layers), *_files_missing(tree, layers, workspace)]
    if problems or config is None:
        raise InputError(*problems)
    return Layers(config=config, layers=layers, warnings=tuple(_odd(config, layers)))


def shipped_only() -> Layers:
    """The shipped defaults for a network without a name: to explain keys where there is no workspace yet."""
    shipped = shipped_layer()
    config = Config.model_validate(merged(shipped.values, {"network": {"name": "Your network"}}))
    return Layers(config=config, layers=(shipped,), warnings=())


def _validated(tree: Mapping[str, Any], layers: Sequence[Layer]) -> tuple[Config | None, list[Problem]]:
    try:
        return Config.model_validate(tree), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        file = layers[1]
        told = [
            each
            for each in details
            if not (is_secret(path := tuple(str(part) for part in each["loc"])) and file.holds(path))
        ]
        return None, [problem_of(each, layers) for each in told]


def _files_missing(tree: Mapping[str, Any], layers: Sequence[Layer], workspace: Path) -> Iterator[Problem]:
    """One problem for each file the config names that is not there."""
    programmes = tree.get("programmes")
    names = programmes if isinstance(programmes, Mapping) else ()
    named = [("programmes", name, key) for name in names for key in ("prompts", "scores")]
    for path in [("mail", "smtp", "ca_file"), ("mail", "inbox", "ca_file"), *named]:
        value = at(tree, path)
        if isinstance(value, str) and value and not (workspace / value).is_file():
            yield Problem(
                what=f'there is no file "{value}"',
                where=place_of(path, layers),
                mend="The path is read from the workspace folder.",
            )


def _odd(config: Config, layers: Sequence[Layer]) -> Iterator[Problem]:
    """What is allowed and yet most likely not meant."""
    smtp, mail = config.mail.smtp, config.mail
    if not config.programmes:
        mend = 'For example: [programmes.coffee] format = "coffee"'
        yield Problem(what="no programme is set up, so nobody will be invited", where="pairs.toml", mend=mend)
    for name, programme in config.programmes.items():
        if programme.format is Format.LUNCH and not programme.occasions:
            what = f"{name} has no dates and places, so its tables will have to find their own"
            mend = f"Add [[programmes.{name}.occasions]] with date, start, place, tables and seats."
            yield Problem(what=what, where=place_of(("programmes", name), layers), mend=mend)
    if mail.delivery == "smtp" and mail.sender.endswith(".example"):
        what = f"{mail.sender} is an invented address: no reply can reach it"
        yield Problem(what=what, where=place_of(("mail", "from"), layers), mend="Write the network's own mailbox.")
    if mail.delivery == "smtp" and smtp.username and not (smtp.password or smtp.client_secret):
        mend = "Set PAIRS__MAIL__SMTP__PASSWORD, or put a file of that name into the folder PAIRS_SECRETS_DIR."
        what = "an account without its password: the mail server will refuse"
        yield Problem(what=what, where=place_of(("mail", "smtp", "username"), layers), mend=mend)
    if smtp.security == "none" and smtp.username and smtp.host not in ("localhost", "127.0.0.1", "::1"):
        what = "the password would cross the network in plain sight"
        where = place_of(("mail", "smtp", "security"), layers)
        yield Problem(what=what, where=where, mend='Write security = "starttls".')
    yield from _odd_inbox(config, layers)


def _odd_inbox(config: Config, layers: Sequence[Layer]) -> Iterator[Problem]:
    """A place for answers that cannot be read as it is described."""
    inbox = config.mail.inbox
    if inbox.kind == "maildir" and not inbox.path:
        what, mend = "no folder is given, so nothing can be collected", 'Add path = "/var/mail/pairs/Maildir".'
        yield Problem(what=what, where=place_of(("mail", "inbox", "kind"), layers), mend=mend)
    if inbox.kind == "imap" and not (inbox.username and (inbox.password or inbox.client_secret)):
        mend = "Set username, and PAIRS__MAIL__INBOX__PASSWORD or a file of that name in PAIRS_SECRETS_DIR."
        what = "an account or its password is missing: the mail server will refuse"
        yield Problem(what=what, where=place_of(("mail", "inbox", "kind"), layers), mend=mend)
