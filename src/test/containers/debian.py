"""Starts a replayed image on Debian 12's minimal system, which is what the image debian:12-slim holds."""

import shlex
import subprocess
from pathlib import Path

import dockerfile

PORT = "18080"

# Those that engines give every container, as far as they are no terminals.
DEVICES = ("null", "zero", "full", "random", "urandom")

# In a mount namespace of its own: the root file system read-only, /tmp in memory and noexec as engines mount it, all rights given up but the user's own.
INSIDE = """
set -eu
root=$1
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o noexec,nosuid,nodev,size=128m,mode=1777 tmpfs "$root/tmp"
for device in DEVICES; do mount --bind "/dev/$device" "$root/dev/$device"; done
mount -o remount,bind,ro "$root"
exec chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin QUARKUS_HTTP_PORT=PORT QUARKUS_HTTP_HOST=127.0.0.1 \\
  QUARKUS_PROFILE=dev /usr/bin/setpriv --reuid USER --regid GROUP --clear-groups --bounding-set=-all --no-new-privs \\
  /bin/bash -c 'COMMAND'
"""

# The process is started as the image says, and asked by the image's own health check until it is well; then it is ended.
WATCHED = """
cd FOLDER
touch /here 2>/dev/null && { echo "the root file system can be written to"; exit 1; }
START > /tmp/log 2>&1 &
process=$!
for _ in $(seq 150); do
  if HEALTH 2> /dev/null; then
    kill -TERM $process
    wait $process
    echo "ended with $?"
    exit 0
  fi
  kill -0 $process || break
  sleep 0.2
done
cat /tmp/log
exit 1
"""


def run(image: dockerfile.Stage, tree: Path, scratch: Path, problem: type[Exception]) -> str:
    root = scratch / "debian"
    # Its packages unpacked, which is all that a process sees of them; configuring them takes longer and starts things.
    made = subprocess.run(
        ["debootstrap", "--foreign", "--variant=minbase", "bookworm", root], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if made.returncode != 0:
        raise problem(f"Debian's minimal system cannot be put together:\n{made.stdout[-2000:]}")
    subprocess.run(["cp", "-a", f"{tree}/.", root], check=True)
    # Left unconfigured, it has a link to itself there.
    if (root / "proc").is_symlink():
        (root / "proc").unlink()
        (root / "proc").mkdir()
    for device in DEVICES:
        (root / "dev" / device).touch()
    user, group = image.all("USER")[0].text.split(":")
    folder = image.all("WORKDIR")[-1].text
    watched = WATCHED.replace("FOLDER", folder)
    watched = watched.replace("START", shlex.join(image.all("ENTRYPOINT")[0].arguments))
    watched = watched.replace("HEALTH", shlex.join(image.all("HEALTHCHECK")[0].arguments))
    inside = INSIDE.replace("PORT", PORT, 1).replace("DEVICES", " ".join(DEVICES)).replace("USER", user).replace("GROUP", group)
    inside = inside.replace("'COMMAND'", shlex.quote(watched))
    done = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", "-c", "ip link set lo up\n" + inside, "bash", root],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0 or "ended with 0" not in done.stdout:
        raise problem(f"does not run on {image.image}:\n{done.stdout[-4000:]}")
    return f"is healthy on Debian 12, read-only and as {user}:{group}, and ends with 0 on SIGTERM"

