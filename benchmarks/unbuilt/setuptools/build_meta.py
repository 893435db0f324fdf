"""The one hook that `pip download` needs: hands out the metadata that a source package ships."""

import re
import shutil
import sys
from email import message_from_string
from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    """Copy `PKG-INFO` from the working directory, the package's root; gives the folder's name."""
    shipped = message_from_string(Path("PKG-INFO").read_text(encoding="utf-8"))
    # the pip of Python 3.11 takes name and version from the folder's name
    name = re.sub(r"[-_.]+", "_", shipped["Name"]).lower()
    folder = Path(metadata_directory, f"{name}-{shipped['Version']}.dist-info")
    folder.mkdir()
    shutil.copy("PKG-INFO", folder / "METADATA")
    return folder.name


__legacy__ = sys.modules[__name__]  # what a package that names no build tool is built with
