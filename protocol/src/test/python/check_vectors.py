"""check_vectors.py FOLDER: each golden vector is read and written again as the same bytes; prints how many there were."""

import pathlib
import sys

import packets

seen = set()
files = sorted(pathlib.Path(sys.argv[1]).glob("*.hex"))
for file in files:
    lines = file.read_text("utf-8").splitlines()
    frame = bytes.fromhex("".join(line.split("#")[0] for line in lines))
    name, fields, used = packets.decode(frame)
    assert used == len(frame) and name == file.stem.split("-")[0], file
    assert packets.encode(name, fields) == frame, file
    assert all(packets.decode(frame[:part]) is None for part in range(len(frame))), file
    seen.add(name)
assert seen == set(packets.PACKETS), seen ^ set(packets.PACKETS)
print("%d vectors" % len(files))
