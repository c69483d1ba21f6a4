"""Disks that are full, small or guarded, for whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A folder on a disk of its own, as small as asked; skipped where nobody may mount one."""
    top = Path(tempfile.mkdtemp(prefix="forumdesk-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(top)]
    try:
        if shutil.which("mount") is None or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603
            pytest.skip("no disk of one's own may be mounted here")
        try:
            yield top
        finally:
            subprocess.run(["umount", "-l", str(top)], check=True)  # noqa: S603, S607
    finally:
        top.rmdir()


@contextmanager
def guarded(path: Path, *, folder: bool, mode: int = 0o444) -> Iterator[Path]:
    """A copy of a file that may not be written, with its folder or alone, whoever runs the test."""
    if os.name != "posix":
        pytest.skip("files are guarded otherwise there")
    top = Path(tempfile.mkdtemp(prefix="forumdesk-guarded-"))
    copy = Path(shutil.copy(path, top / path.name))
    copy.chmod(mode)
    top.chmod(0o555 if folder else 0o777)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        yield copy
    finally:
        if root:
            os.seteuid(0)
        top.chmod(0o755)
        shutil.rmtree(top)
