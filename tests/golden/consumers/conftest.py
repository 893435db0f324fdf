"""What reads our reports, from npm: fetched once, kept in pytest's cache."""

import os
import shutil
import subprocess
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp

import pytest

PACKAGE = Path(__file__).with_name("package.json")


@pytest.fixture(scope="session")
def node_tools(request: pytest.FixtureRequest) -> Path:
    """The folder that holds `node_modules` with the packages of `package.json`."""
    if shutil.which("npm") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have npm")
        pytest.skip("npm is not installed: what reads SARIF and rdjson comes from there")
    cache = request.config.cache
    assert cache is not None
    known = blake2b(PACKAGE.read_bytes(), digest_size=8).hexdigest()
    tools = cache.mkdir("consumers") / known
    if not tools.is_dir():
        made = Path(mkdtemp(dir=tools.parent))
        shutil.copy(PACKAGE, made)
        quiet = ("--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
        subprocess.run(["npm", "install", *quiet], cwd=made, check=True, timeout=300)
        made.rename(tools)
    return tools
