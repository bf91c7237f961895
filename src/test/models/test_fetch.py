"""models/fetch against a server on this machine, with a table of small files."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NETWORK = bytes(range(256)) * 64
OTHER = bytes(reversed(range(256))) * 64


class Server(ThreadingHTTPServer):
    """Its files, the requests it got (path and range), and whether it can go on in the middle."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.asked = []
        self.ranges = True
        self.breaks_off_after = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("Range")))
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        start = 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and self.server.ranges:
            start = int(asked[1])
            if start >= len(content):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        rest = content[start:]
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: self.server.breaks_off_after])

    def log_message(self, *_):
        pass


class FetchTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        shutil.copy(ROOT / "models/fetch", self.folder)
        self.into = self.folder / "networks"
        self.table([("one", "pose.onnx", NETWORK, "Apache-2.0", "/pose.onnx")])
        self.server.files = {"/pose.onnx": NETWORK}

    def table(self, rows):
        lines = ["set,file,bytes,sha256,licence,url"]
        for name, file, content, licence, path in rows:
            lines.append(f"{name},{file},{len(content)},{hashlib.sha256(content).hexdigest()},{licence},{self.server.url}{path}")
        (self.folder / "production.csv").write_text("\n".join(lines) + "\n")

    def fetch(self, *arguments):
        # No second try of curl's in these tests: what fails here fails for good.
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        environment = {**os.environ, "HOME": str(home), "no_proxy": "127.0.0.1"}
        return subprocess.run(
            [self.folder / "fetch", *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=60
        )

    def here(self):
        return sorted(path.name for path in (self.into / "one").iterdir())

    def test_a_network_is_fetched_and_checked(self):
        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.into / "one/pose.onnx").read_bytes(), NETWORK)
        self.assertEqual(self.here(), ["pose.onnx"])

    def test_what_is_there_is_not_fetched_again(self):
        self.fetch("one", self.into)
        self.server.asked.clear()

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.asked, [])

    def test_a_file_that_is_another_one_is_replaced(self):
        (self.into / "one").mkdir(parents=True)
        (self.into / "one/pose.onnx").write_bytes(OTHER)

        self.assertEqual(self.fetch("one", self.into).returncode, 0)
        self.assertEqual((self.into / "one/pose.onnx").read_bytes(), NETWORK)

    def test_another_content_of_the_same_size_is_refused_and_not_kept(self):
        self.server.files["/pose.onnx"] = OTHER

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 1)
        self.assertIn(hashlib.sha256(NETWORK).hexdigest(), done.stderr)
        self.assertIn(hashlib.sha256(OTHER).hexdigest(), done.stderr)
        self.assertEqual(self.here(), [])

    def test_a_page_in_its_place_is_refused(self):
        self.server.files["/pose.onnx"] = b"<html>sign in</html>"

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 1)
        self.assertIn("20 bytes", done.stderr)
        self.assertEqual(self.here(), [])

    def test_what_was_broken_off_goes_on_where_it_stopped(self):
        (self.into / "one").mkdir(parents=True)
        (self.into / "one/.pose.onnx.part").write_bytes(NETWORK[:5000])

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.asked, [("/pose.onnx", "bytes=5000-")])
        self.assertEqual((self.into / "one/pose.onnx").read_bytes(), NETWORK)

    def test_what_breaks_off_is_kept_for_the_next_time(self):
        self.server.breaks_off_after = 6000

        done = self.fetch("one", self.into)
        self.assertEqual(done.returncode, 1)
        self.assertIn("run it again to go on", done.stderr)
        kept = (self.into / "one/.pose.onnx.part").read_bytes()
        self.assertTrue(kept and NETWORK.startswith(kept))

        self.server.breaks_off_after = None
        self.assertEqual(self.fetch("one", self.into).returncode, 0)
        self.assertEqual(self.server.asked[-1], ("/pose.onnx", f"bytes={len(kept)}-"))
        self.assertEqual(self.here(), ["pose.onnx"])

    def test_a_server_that_cannot_go_on_is_asked_from_the_beginning(self):
        (self.into / "one").mkdir(parents=True)
        (self.into / "one/.pose.onnx.part").write_bytes(NETWORK[:5000])
        self.server.ranges = False

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.into / "one/pose.onnx").read_bytes(), NETWORK)

    def test_a_network_in_an_archive_is_taken_out_and_checked(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as made:
            made.writestr("20230504/detail.json", "{}")
            made.writestr("20230504/end2end.onnx", NETWORK)
        self.table([("one", "pose.onnx", NETWORK, "Apache-2.0", "/pose.zip")])
        self.server.files = {"/pose.zip": archive.getvalue()}

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.into / "one/pose.onnx").read_bytes(), NETWORK)
        self.assertEqual(self.here(), ["pose.onnx"])

    def test_a_licence_against_commercial_use_has_to_be_accepted(self):
        self.table([("one", "pose.onnx", NETWORK, "non-commercial (somebody)", "/pose.onnx")])

        done = self.fetch("one", self.into)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--accept-licence", done.stderr)
        self.assertEqual(self.server.asked, [])

        self.assertEqual(self.fetch("--accept-licence", "one", self.into).returncode, 0)
        self.assertEqual(self.here(), ["pose.onnx"])

    def test_a_mirror_has_the_files_by_their_names(self):
        self.table([("one", "pose.onnx", NETWORK, "MIT", "/somewhere/else?download=true")])
        self.server.files = {"/mirror/pose.onnx": NETWORK}

        done = self.fetch("--from", f"{self.server.url}/mirror/", "one", self.into)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.here(), ["pose.onnx"])

    def test_a_file_that_is_not_there_says_so(self):
        self.server.files = {}

        done = self.fetch("one", self.into)

        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{self.server.url}/pose.onnx cannot be had", done.stderr)

    def test_a_set_that_there_is_none_of_is_told(self):
        done = self.fetch("two", self.into)

        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no set two", done.stderr)

    def test_without_arguments_it_says_how_it_is_used(self):
        done = self.fetch()

        self.assertEqual(done.returncode, 2)
        self.assertIn("models/fetch --list", done.stderr)


class TableTest(unittest.TestCase):
    """The table itself, and that docs/models.md has the same networks."""

    def setUp(self):
        lines = (ROOT / "models/production.csv").read_text().splitlines()
        self.rows = [line.split(",") for line in lines[1:]]

    def test_every_network_is_pinned(self):
        for name, file, size, digest, licence, url in self.rows:
            with self.subTest(file=file):
                self.assertRegex(digest, r"^[0-9a-f]{64}$")
                self.assertGreater(int(size), 100_000)
                self.assertRegex(url, r"^https://\S+$")
                self.assertNotRegex(url, r"/(main|master)/")
                self.assertTrue(licence)

    def test_the_documentation_has_the_same(self):
        documentation = (ROOT / "docs/models.md").read_text()
        for name, file, size, digest, licence, url in self.rows:
            with self.subTest(file=file):
                row = next(line for line in documentation.splitlines() if line.startswith(f"| `{name}` | [`{file}`]"))
                self.assertIn(f"({url})", row)
                self.assertIn(f"{int(size):,}", row)
                self.assertIn(digest, row)
                self.assertIn(licence, row)

    def test_the_list_names_every_network(self):
        listed = subprocess.run([ROOT / "models/fetch", "--list"], capture_output=True, text=True, check=True).stdout
        for _, file, _, digest, licence, url in self.rows:
            with self.subTest(file=file):
                self.assertIn(file, listed)
                self.assertIn(f"{licence}, {url}", listed)
                self.assertIn(digest, listed)


if __name__ == "__main__":
    unittest.main()
