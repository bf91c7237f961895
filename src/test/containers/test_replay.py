"""The replay by Dockerfiles and folders that have something wrong with them."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import context  # noqa: E402
import dockerfile  # noqa: E402
import links  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Said(Exception):
    pass


class ReplayTest(unittest.TestCase):
    def test_stages_have_their_images_and_instructions(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "Dockerfile")
            path.write_text('ARG A_IMAGE=docker.io/a:1.2\nFROM ${A_IMAGE} AS build\nCOPY --chown=a:a x y \\\n  z/\nFROM docker.io/b:2.0\nENTRYPOINT ["/c"]\n')
            build, last = dockerfile.read(path)
        self.assertEqual((build.name, build.image, last.image), ("build", "docker.io/a:1.2", "docker.io/b:2.0"))
        self.assertEqual(build.all("COPY")[0].arguments, ["x", "y", "z/"])
        self.assertEqual(last.all("ENTRYPOINT")[0].arguments, ["/c"])

    def test_the_last_rule_that_matches_decides_what_is_left_out(self):
        rules = [context.rule(line) for line in ("*", "!models/*.onnx", "!src/main/java")]
        path = pathlib.Path
        self.assertTrue(context.ignored(path(".git/config"), rules))
        self.assertTrue(context.ignored(path("models/.venv/x.onnx"), rules))
        self.assertFalse(context.ignored(path("models/a.onnx"), rules))
        self.assertFalse(context.ignored(path("src/main/java/dev/A.java"), rules))

    def test_the_context_has_what_the_build_needs_and_no_more(self):
        names = {str(each) for each in context.files(ROOT)}
        self.assertLessEqual({"pom.xml", "mvnw", "LICENSE", "docs/samples/face.jpg", "models/movenet_multipose.onnx"}, names)
        self.assertFalse([name for name in names if name.startswith((".git", "src/test", "k8s", "target"))])

    def test_a_library_that_nobody_brings_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder, "image")
            tree.mkdir()
            subprocess.run(["cp", "/bin/bash", tree / "program"], check=True)
            text = (ROOT / "docs/containers.md").read_text()
            with self.assertRaisesRegex(Said, "libtinfo"):
                links.check(tree, text, Said)


if __name__ == "__main__":
    unittest.main()
