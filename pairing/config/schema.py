"""The JSON Schema of a `pairs.toml`, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from pairing.config.catalogue import catalogue
from pairing.config.model import Config
from pairing.tiers import Importance

FILE = "pairs.schema.json"


def config_schema() -> dict[str, Any]:
    """The schema of the file: its own spelling of keys, no secrets, the rules by name."""
    schema = Config.model_json_schema(by_alias=True)
    schema["title"] = "pairs.toml"
    for definition in schema["$defs"].values():
        properties = definition.get("properties", {})
        for name in [name for name, each in properties.items() if "password" in str(each.get("anyOf"))]:
            del properties[name]  # secrets have no place in the file
    _times_without_seconds(schema)
    schema["$defs"]["Programme"]["properties"]["rules"] = _rules()
    schema["properties"]["programmes"]["propertyNames"] = {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return schema


def _times_without_seconds(part: Any) -> None:
    """``12:30`` is enough for us, and is no ``time`` for JSON Schema."""
    if isinstance(part, dict):
        if part.get("format") == "time":
            del part["format"]
            part["pattern"] = r"^\d\d:\d\d(:\d\d)?$"
        for each in part.values():
            _times_without_seconds(each)
    elif isinstance(part, list):
        for each in part:
            _times_without_seconds(each)


def _rules() -> dict[str, Any]:
    words = [each.value for each in Importance]
    return {
        "type": "object",
        "description": "Importance and parameters by rule name.",
        "additionalProperties": False,
        "properties": {
            rule.NAME: {
                "type": "object",
                "description": rule.SENTENCE,
                "additionalProperties": False,
                "properties": {
                    "importance": {"enum": words, "default": rule.DEFAULT.value},
                    **{
                        name: {"type": "integer", "minimum": 0, "default": default, "description": sentence}
                        for name, (default, sentence) in rule.PARAMETERS.items()
                    },
                },
            }
            for rule in catalogue()
        },
    }
