"""Files that commands write: whole or not at all, and what a killed command left is swept."""

from __future__ import annotations

import inspect
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from reports import files
from reports.files import sweep, write_together
from tests.conftest import ROOT

if TYPE_CHECKING:
    from _typeshed import TraceFunction

#: Writes two files and stops for good between writing and moving.
WRITER = """
import sys, time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from reports import files
def stop(self, target):
    print("ready", flush=True)
    time.sleep(600)
Path.replace = stop
files.write_together({Path(sys.argv[1], "a.html"): "new", Path(sys.argv[1], "below", "b.html"): "new"})
"""


def halves(folder: Path) -> list[str]:
    """What is written there and not yet in its place."""
    return sorted(f.name for f in folder.rglob(".half-*"))


def test_what_a_killed_command_left_is_swept_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("old", encoding="utf-8")
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, env=known, stdout=subprocess.PIPE) as made:
        assert made.stdout is not None
        made.stdout.readline()
        assert len(halves(tmp_path)) == 2
        sweep(tmp_path)
        assert len(halves(tmp_path)) == 2
        made.send_signal(signal.SIGKILL)
    sweep(tmp_path)
    assert halves(tmp_path) == []
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "old"


def test_what_is_no_half_of_a_process_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".half-note").write_text("mine", encoding="utf-8")
    write_together({tmp_path / "a.html": "new"})
    sweep(tmp_path)
    sweep(tmp_path / "nowhere")
    assert sorted(f.name for f in tmp_path.iterdir()) == [".half-note", "a.html"]


def test_an_interrupt_at_any_line_leaves_old_or_new_and_nothing_half_written(tmp_path: Path) -> None:
    lines, first = inspect.getsourcelines(write_together)
    last = first + next(i for i, line in enumerate(lines) if line.strip() == "finally:")  # cleaning up is the second chance

    def interrupted_at(moment: int) -> bool:
        left = moment

        def at_line(frame: FrameType, event: str, _: object) -> TraceFunction | None:
            nonlocal left
            if frame.f_code.co_filename != files.__file__ or (frame.f_code is write_together.__code__ and frame.f_lineno >= last):
                return None
            left -= event == "line"
            if left == 0:
                raise KeyboardInterrupt
            return at_line

        before = sys.gettrace()
        sys.settrace(at_line)
        try:
            write_together({tmp_path / "a.html": "new", tmp_path / "b.html": "new"})
        except KeyboardInterrupt:
            return True
        finally:
            sys.settrace(before)
        return False

    moments = 0
    for file in (tmp_path / "a.html", tmp_path / "b.html"):
        file.write_text("old", encoding="utf-8")
    while interrupted_at(moments + 1):
        moments += 1
        assert halves(tmp_path) == []
        assert {f.name: f.read_text() in {"old", "new"} for f in tmp_path.iterdir()} == {"a.html": True, "b.html": True}
    assert moments >= 15
    assert {f.read_text() for f in tmp_path.iterdir()} == {"new"}
