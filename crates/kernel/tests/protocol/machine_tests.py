"""What a machine may do to a kernel: a full disk, a course that nobody writes to, a compiler that changed, many at once."""

import json
import os
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kernel import CELLS, PATIENCE, ROOT, Kernel, install, parent_of, wait_until

# Runs a kernel behind a change to what it sees of the file system; needs no rights of its own.
PRIVATE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc"]
MEBIBYTES = 24
SMALL_DISK = [*PRIVATE, f'mount -t tmpfs -o size={MEBIBYTES}m cells "{CELLS}"; exec "$@"', "sh"]
READ_ONLY = [*PRIVATE, 'mount --rbind "$1" "$1"; mount -o remount,bind,ro "$1"; cd "$1"; shift; exec "$@"', "sh", ROOT]


def trace(cell):
    return "\n".join(cell.of("error")[0]["traceback"])


class FullDisk(unittest.TestCase):
    def test_a_full_disk_is_said_and_the_session_goes_on_when_there_is_space(self):
        install("small-disk", ROOT, SMALL_DISK)
        with Kernel("small-disk") as kernel:
            self.assertEqual(kernel.run("let kept = 7;\nkept").result, "7")
            disk = Path(f"/proc/{kernel.pid}/root{CELLS}")
            (disk / "much").write_bytes(b"\0" * (self.free(disk) - 4096))
            for code in ("kept + 1", "fn f() -> i32 { 8 }", "let lost = vec![1.5; 3];"):
                with self.subTest(code=code):
                    text = trace(kernel.run(code))
                    self.assertIn("no space is left", text)
                    self.assertIn("hint: free some", text)
            (disk / "much").unlink()
            self.assertEqual(kernel.run("fn f() -> i32 { kept() }\nfn kept() -> i32 { 8 }\nf() + kept").result, "15")

    @staticmethod
    def free(folder):
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize


class ReadOnly(unittest.TestCase):
    def test_a_course_that_nobody_writes_to(self):
        install("read-only", ROOT, READ_ONLY)
        with Kernel("read-only") as kernel:
            refused = kernel.run('std::fs::write("mine.txt", "x").is_err()')
            self.assertEqual(refused.result, "true", "the folder of the notebook can be written after all")
            kernel.run("use noisebook::prelude::*;\n#[derive(Debug)]\nstruct Point { x: f64 }")
            self.assertEqual(kernel.run("let p = Point { x: Tensor::<1>::ones([2], &device()).sum().into_scalar::<f32>() as f64 };\np.x").result, "2.0")
            self.assertEqual(kernel.run("p").result, "Point { x: 2.0 }")


class Compiler(unittest.TestCase):
    def course(self, **toolchain):
        """The course with a kit that another compiler made."""
        root = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="noisebook-course-")))
        for path in Path(ROOT).iterdir():
            if path.name != ".noisebook":
                (root / path.name).symlink_to(path)
        kit, made = Path(ROOT, ".noisebook", "kit", "stub"), root / ".noisebook" / "kit" / "stub"
        made.mkdir(parents=True)
        for path in kit.iterdir():
            if path.name != "kit.json":
                (made / path.name).symlink_to(path)
        manifest = json.loads((kit / "kit.json").read_text())
        manifest["toolchain"].update(toolchain)
        (made / "kit.json").write_text(json.dumps(manifest))
        install(root.name, root)
        return root, manifest["toolchain"]

    def test_another_compiler_than_that_of_set_up(self):
        root, _ = self.course(version="rustc 1.0.0 (a59de37e9 2015-05-13)")
        with Kernel(root.name) as kernel:
            for _ in range(2):
                text = trace(kernel.run("1"))
                self.assertIn("expected the compiler that set-up used, `rustc 1.0.0 (a59de37e9 2015-05-13)`, got `rustc 1.", text)
                self.assertIn("hint: run `cargo noisebook setup`", text)

    def test_a_compiler_that_is_gone(self):
        root, _ = self.course(sysroot="/nowhere")
        with Kernel(root.name) as kernel:
            cell = kernel.run("1")
            self.assertEqual(cell.of("error")[0]["ename"], "set-up")
            self.assertIn("its compiler `/nowhere/bin/rustc`", trace(cell))
            self.assertIn("hint: run `cargo noisebook setup`", trace(cell))

    def test_set_up_that_comes_later_is_noticed(self):
        root, toolchain = self.course(sysroot="/nowhere")
        with Kernel(root.name) as kernel:
            self.assertEqual(kernel.run("1").reply["status"], "error")
            manifest = root / ".noisebook" / "kit" / "stub" / "kit.json"
            real = json.loads(Path(ROOT, ".noisebook", "kit", "stub", "kit.json").read_text())
            manifest.write_text(json.dumps(real))
            self.assertEqual(kernel.run("2").result, "2")


class AtOnce(unittest.TestCase):
    def test_three_kernels_do_not_meet(self):
        """The same names, types and seeds in each; one of them loses its process half-way."""

        def session(number):
            with Kernel() as kernel:
                kernel.run(f"use noisebook::prelude::*;\nstruct Number(i32);\nlet x = Number({number});\nseed({number});")
                if number == 20:
                    self.assertEqual(kernel.run("std::process::abort()").reply["status"], "error")
                    kernel.run(f"let x = Number({number});\nseed({number});")
                kernel.run("let noise: Tensor<1> = Tensor::random([3], Distribution::Default, &device());")
                return kernel.run("x.0").result, kernel.run("noise.to_data().to_vec::<f32>().unwrap()").result

        with ThreadPoolExecutor(3) as pool:
            together = list(pool.map(session, (10, 20, 30)))
        self.assertEqual([x for x, _ in together], ["10", "20", "30"])
        self.assertEqual(len({noise for _, noise in together}), 3)
        self.assertEqual(session(30), together[2], "alone as together")

    def test_a_killed_kernel_takes_nothing_from_the_others(self):
        with Kernel() as other, Kernel() as kernel:
            other.run("let kept = 7;")
            kernel.run("1")
            children = kernel.children()
            kernel.manager.provisioner.process.kill()
            self.assertTrue(wait_until(lambda: all(parent_of(pid) is None for pid in children), PATIENCE), "a child is left")
            self.assertEqual(other.run("kept").result, "7")


if __name__ == "__main__":
    unittest.main()
