"""The fields of a body or an answer, from its JSON Schema, in words."""

from dataclasses import dataclass
from typing import Any, Final, Self

Schema = dict[str, Any]
LIMITS: Final = {"minimum": "from", "maximum": "to", "maxLength": "at most"}


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an object: its name, what it holds, and whether it must be there."""

    name: str
    kind: str
    required: bool

    @classmethod
    def of(cls, name: str, schema: Schema, *, required: bool, components: Schema | None = None) -> Self:
        """Return the field that `schema` describes."""
        return cls(name, _kind(schema, components or {}), required)


def resolved(schema: Schema, components: Schema) -> Schema:
    """Return what a schema refers to, or itself."""
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Schema = components[name] if name else schema
    return found


def fields_of(schema: Schema, components: Schema) -> list[Field]:
    """Return the members of an object, those of its entries where it is a page of a list."""
    shape = resolved(schema, components)
    if "anyOf" in shape:
        several = [field for one in shape["anyOf"] for field in fields_of(one, components)]
        return [Field(one.name, one.kind, required=False) for one in {one.name: one for one in several}.values()]
    members: Schema = shape.get("properties", {})
    required = set(shape.get("required", []))
    own = [Field.of(name, one, required=name in required, components=components) for name, one in members.items()]
    inner = members.get("results", {}).get("items")
    if inner is None:
        return own
    return own + [Field(f"results[].{one.name}", one.kind, one.required) for one in fields_of(inner, components)]


def _kind(schema: Schema, components: Schema) -> str:
    shape = resolved(schema, components)
    if choices := shape.get("anyOf") or shape.get("oneOf"):
        return " or ".join(_kind(one, components) for one in choices)
    if "enum" in shape:
        return "one of " + ", ".join(str(one) for one in shape["enum"])
    names = shape.get("type", "any")
    words = " or ".join(names) if isinstance(names, list) else str(names)
    if words == "array":
        return f"list of {_kind(shape.get('items', {}), components)}"
    limits = [f"{word} {shape[key]}" for key, word in LIMITS.items() if key in shape]
    return ", ".join([shape.get("format", words), *limits])
