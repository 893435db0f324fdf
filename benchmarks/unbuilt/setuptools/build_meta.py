"""The one hook that `pip download` needs: hands out the metadata that a source package ships."""

import shutil
from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    """Copy `PKG-INFO` from the working directory, the package's root; gives the folder's name."""
    folder = Path(metadata_directory, "source.dist-info")
    folder.mkdir()
    shutil.copy("PKG-INFO", folder / "METADATA")
    return folder.name
