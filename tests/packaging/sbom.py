"""The list of parts (SBOM) of a wheel house, as CycloneDX 1.6 in JSON."""

import hashlib
import json
import uuid
import zipfile
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from tests.packaging.described import is_native, licence, requirements

PROJECT = "codematch"
SPECIFICATION = "1.6"
_NAMESPACE = uuid.UUID("6f1d3c9e-0d5c-5b0e-9c0b-2a1d7c3f5e11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A wheel: its package, what its metadata say, its SHA-256, and whether it has native code."""

    file: str
    name: str
    version: str
    digest: str
    native: bool
    metadata: Message


def read_wheel(path: Path) -> Wheel:
    """Return what a wheel is."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        inner = next(name for name in names if name.endswith(".dist-info/METADATA") and name.count("/") == 1)
        metadata = BytesParser().parsebytes(archive.read(inner))
    return Wheel(
        file=path.name,
        name=canonicalize_name(str(metadata["Name"])),
        version=str(metadata["Version"]),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        native=is_native(names),
        metadata=metadata,
    )


def render(wheels: list[Wheel], extras: tuple[str, ...]) -> bytes:
    """Return the list of parts of wheels, the same bytes for the same wheels."""
    held = {wheel.name: wheel for wheel in sorted(wheels, key=lambda wheel: wheel.name)}
    edges = _edges(held, extras)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, ' '.join(wheel.digest for wheel in held.values()))}",
        "version": 1,
        "metadata": {"component": _component(held[PROJECT], "application")},
        "components": [_component(wheel, "library") for name, wheel in held.items() if name != PROJECT],
        "dependencies": [
            {"ref": _reference(wheel), "dependsOn": [_reference(held[other]) for other in sorted(edges[name])]}
            for name, wheel in held.items()
        ],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _component(wheel: Wheel, kind: str) -> dict[str, Any]:
    stated = licence(wheel.metadata)
    is_expression = wheel.metadata.get("License-Expression") is not None
    return {
        "type": kind,
        "bom-ref": _reference(wheel),
        "name": wheel.name,
        "version": wheel.version,
        "description": " ".join(str(wheel.metadata.get("Summary") or "").split()),
        "hashes": [{"alg": "SHA-256", "content": wheel.digest}],
        "licenses": [{"expression": stated} if is_expression else {"license": {"name": stated}}],
        "purl": _reference(wheel),
        "properties": [
            {"name": "codematch:file", "value": wheel.file},
            {"name": "codematch:native-code", "value": "true" if wheel.native else "false"},
        ],
    }


def _reference(wheel: Wheel) -> str:
    return f"pkg:pypi/{wheel.name}@{wheel.version}"


def _edges(held: dict[str, Wheel], extras: tuple[str, ...]) -> dict[str, set[str]]:
    """Return which wheels each one requires; those of an extra only where it is asked for."""
    wanted: dict[str, set[str]] = {PROJECT: set(extras)}
    edges: dict[str, set[str]] = {name: set() for name in held}
    waiting = [PROJECT]
    while waiting:
        name = waiting.pop()
        for other, of_other in requirements(held[name].metadata, wanted[name], {}).items():
            if other not in held:
                continue
            if other != name:
                edges[name].add(other)
            if other not in wanted or not of_other <= wanted[other]:
                wanted[other] = wanted.get(other, set()) | of_other
                waiting.append(other)
    return edges
