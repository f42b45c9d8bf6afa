"""Sources as mutmut has to see them: it leaves a decorated function as it is, and takes what a cast names for code."""

import ast
from pathlib import Path
from typing import Final

UNWRAPPED: Final = {"property", "transaction.atomic"}
"""Decorators that are applied at the end of the module instead."""
FORGOTTEN: Final = {"cache"}
"""Decorators that are left out: what was remembered before a mutant is switched on would hide it."""


def unwrap(path: Path) -> None:
    """Rewrite a module of the copy: it does the same, and hides nothing."""
    written = source = path.read_text(encoding="utf-8")
    for call in ast.walk(ast.parse(written)):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "cast":
            whole, value = (ast.get_source_segment(written, node) or "" for node in (call, call.args[1]))
            source = source.replace(whole, value)
    lines, applied, module = source.splitlines(), [], ast.parse(source)
    classes = (node for node in module.body if isinstance(node, ast.ClassDef))
    owners: list[ast.Module | ast.ClassDef] = [module, *classes]
    for owner in owners:
        prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
        for function in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
            for decorator in function.decorator_list:
                name = ast.unparse(decorator)
                if name in UNWRAPPED | FORGOTTEN:
                    lines[decorator.lineno - 1] = ""
                if name in UNWRAPPED:
                    applied.append(f"{prefix}{function.name} = {name}({prefix}{function.name})")
    path.write_text("\n".join([*lines, *applied, ""]), encoding="utf-8")
