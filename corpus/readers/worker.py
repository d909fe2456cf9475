"""A process apart that converts one file, under limits of memory and time that no file can lift."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from corpus.readers.normal import ConversionError, Normal

#: What a conversion may take: memory [bytes], time of the processor [s].
MEMORY, SECONDS = 1_000_000_000, 8
#: The module that converts each kind of file, and the library that it needs.
CONVERTERS = {"html": "html", "mhtml": "mhtml", "pdf": "pdf", "docx": "docx", "epub": "epub"}


def convert(kind: str, raw: bytes) -> Normal:
    """The normal form of a file's bytes.

    Raises
    ------
    ConversionError
        The file can't be converted.
    """
    convert_: Callable[[bytes], Normal] = import_module(f"corpus.readers.converted.{CONVERTERS[kind]}").convert
    return convert_(raw)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on this system, where the parent's clock alone counts
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: str, file: str) -> None:
    """Convert a file and print the result as JSON: the normal form, or what is wrong."""
    _limit()
    try:
        told: dict[str, object] = {"normal": asdict(convert(kind, Path(file).read_bytes()))}
    except ConversionError as fault:
        told = {"fault": [fault.code, fault.what, fault.mend]}
    except ImportError as fault:
        package = (fault.name or "lxml").partition(".")[0]
        mend = "install it with pip install 'hedgecite[documents]'"
        told = {"fault": ["missing", f"needs the package {package}, which is not installed", mend]}
    except MemoryError:
        told = {"fault": ["too-large", "needs more than 1 GB to be read", "bring a smaller file"]}
    except RecursionError:
        told = {"fault": ["nesting", "is nested too deeply", "bring a plainer copy"]}
    except Exception as fault:  # noqa: BLE001 whatever a library makes of a broken file, it is the file's fault
        told = {"fault": ["damaged", f"is damaged ({type(fault).__name__})", "bring a sound copy"]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
