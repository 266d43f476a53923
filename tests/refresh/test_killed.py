"""Whoever follows is killed again and again, in small: nothing is lost or doubled, and nothing is stuck (`bench.killed`)."""

import os
import subprocess
import sys

import pytest

from bench.killed import HERE, SMALL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
def test_killed_while_following_nothing_is_lost_or_doubled(address: str) -> None:
    command = [sys.executable, "-m", "bench.killed", "--kills", str(SMALL), "--store", address]
    ended = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stdout + ended.stderr
