"""
Whether a folder is a good home for SQLite in WAL mode, which needs memory shared between processes
("WAL does not work over a network filesystem", sqlite.org/wal.html) and no program that copies the
files one by one while they change.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

#: Folder names under which synchronising programs keep their copies ("OneDrive - Anytown PCN").
_SYNCED = re.compile(
    r"(onedrive|dropbox|google ?drive|icloud ?drive|mobile documents|nextcloud|owncloud|sharepoint|pcloud ?drive)\b.*"
    r"|box( sync)?|my drive|mega(sync)?|syncthing",
    re.IGNORECASE,
)

#: File systems that live on another machine (names as in /proc/mounts).
_REMOTE = re.compile(
    r"^(nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|davfs|ncpfs|vboxsf|prl_fs|"
    r"fuse\.(sshfs|rclone|gvfsd-fuse|davfs2?|glusterfs|s3fs|onedriver|vmhgfs-fuse))$"
)

_DRIVE_REMOTE = 4  # Windows: GetDriveTypeW


def why_unsafe(folder: Path, *, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Why SQLite's older journal is needed in this folder, as the end of a sentence; None when it is not."""
    folder = folder.resolve()
    synced = next((part for part in folder.parts if _SYNCED.fullmatch(part)), None)
    if synced:
        return f'"{synced}" is copied elsewhere by a synchronising program'
    if str(folder).startswith(("\\\\", "//")):
        return "it is on a network share"
    if sys.platform == "win32":
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE
        return f"drive {folder.drive} is on the network" if remote else None
    kind = _file_system(folder, mounts)
    return f"it is on a network file system ({kind})" if kind and _REMOTE.match(kind) else None


def _file_system(folder: Path, mounts: Path) -> str | None:
    """The kind of file system a folder is on; None where the system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found: tuple[int, str] | None = None
    for line in lines:
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        place = Path(point.replace("\\040", " "))
        if folder.is_relative_to(place) and (found is None or len(place.parts) >= found[0]):
            found = (len(place.parts), kind)
    return found[1] if found else None
