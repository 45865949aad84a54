"""What a script sees: exit codes, what stands on stdout, and the exact words of errors."""

from __future__ import annotations

import json
import resource
import signal
import tomllib

from command_line import PATIENCE, ROOT, files, read_log


def test_all_converted(command, papers, tmp_path):
    folder = papers({"a.pdf": "plain", "sub/b.pdf": "plain"})
    done = command("convert", folder, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert files(tmp_path / "out") == {"a.pdf.json", "sub/b.pdf.json", "index.json", "run.jsonl"}
    assert done.stdout == ""


def test_a_second_run_does_nothing_and_is_a_success(command, papers, tmp_path):
    folder = papers({"a.pdf": "plain", "b.pdf": "partial"})
    out = tmp_path / "out"
    assert command("convert", folder, "--out", out).returncode == 1
    before = {name: (out / name).stat().st_mtime_ns for name in ("a.pdf.json", "b.pdf.json")}
    again = command("convert", folder, "--out", out)
    assert again.returncode == 0
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before
    assert "2 unchanged" in again.stderr
    log = read_log(out)
    assert log["b.pdf"]["outcome"] == "unchanged"
    assert log["b.pdf"]["was"] == "partial"
    assert log["b.pdf"]["diagnostics"] == {"page-failed": 1}


def test_some_failed(command, papers, tmp_path):
    done = command("convert", papers({"a.pdf": "plain", "b.pdf": "refuse"}), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert (
        "b.pdf: failed (encrypted): it is encrypted and wants a password. "
        "Save a copy without a password, for example with 'qpdf --decrypt', and convert that.\n"
    ) in done.stderr
    assert not (tmp_path / "out/b.pdf.json").exists()


def test_none_converted(command, papers, tmp_path):
    done = command("convert", papers({"b.pdf": "refuse"}), "--out", tmp_path / "out")
    assert done.returncode == 3


def test_no_paper_at_all(command, tmp_path):
    (tmp_path / "in").mkdir()
    done = command("convert", tmp_path / "in", "--out", tmp_path / "out")
    assert done.returncode == 3
    assert f"no paper found in {tmp_path / 'in'}. Give PDF files or folders that hold some.\n" in done.stderr


def test_the_version_is_the_packages(command):
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert command("--version").stdout == f"council-plans {stated}\n"


def test_wrong_usage(command, tmp_path):
    assert command("convert", tmp_path / "nothing", "--out", tmp_path / "out").returncode == 2
    assert command("convert", tmp_path).returncode == 2


def test_two_inputs_for_one_output(command, papers, tmp_path):
    papers({"a.pdf": "plain"}, "one")
    papers({"a.pdf": "plain"}, "two")
    done = command("convert", tmp_path / "one", tmp_path / "two", "--out", tmp_path / "out")
    assert done.returncode == 4
    assert done.stderr == (
        f"error: two inputs would be written to one output: {tmp_path}/one/a.pdf and {tmp_path}/two/a.pdf "
        "(both a.pdf.json). Convert them in separate runs with an --out of their own, or give the folder above them.\n"
    )
    assert not (tmp_path / "out").exists()


def test_output_that_cannot_be_written(command, papers, tmp_path):
    folder = papers({"a.pdf": "plain"})
    (tmp_path / "out").write_text("a file")
    done = command("convert", folder, "--out", tmp_path / "out")
    assert done.returncode == 4
    assert done.stderr == (
        f"error: cannot write {tmp_path}/out: it is a file, or stands below one. Choose another --out.\n"
    )
    assert (tmp_path / "out").read_text() == "a file"
    as_json = command("convert", folder, "--out", tmp_path / "out" / "below", "--json")
    assert json.loads(as_json.stdout)["error"]["code"] == "output"


def test_a_full_disk_stops_the_run_with_one_error(command, papers, tmp_path):
    """A limit on the size of files stands in for the end of the disk."""
    folder = papers({f"{number}.pdf": "large" for number in range(20)} | {"first.pdf": "plain"})
    out = tmp_path / "out"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    done = command("convert", folder, "--out", out, "--quiet", preexec_fn=limit)
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "File too large. Make room or mend its permissions, or choose another --out." in done.stderr
    assert files(out) <= {"first.pdf.json", "index.json", "run.jsonl"}


def test_a_program_that_is_missing_stops_the_run(command, papers, tmp_path):
    done = command("convert", papers({"a.pdf": "no_program"}), "--out", tmp_path / "out", "-q")
    assert done.returncode == 4
    assert done.stderr == "error: no Tesseract. Install it with 'apt-get install tesseract-ocr'.\n"


def test_a_pipeline_that_does_not_load(command, papers, tmp_path):
    done = command("convert", papers({"a.pdf": "plain"}), "--out", tmp_path / "out", target="nowhere:ingest")
    assert done.returncode == 4
    assert done.stderr.startswith(
        "error: the program cannot be loaded (ModuleNotFoundError: No module named 'nowhere')"
    )


def test_two_runs_do_not_share_a_folder(command, papers, tmp_path):
    folder, out = papers({"a.pdf": "gate"}), tmp_path / "out"
    first = command.start("convert", folder, "--out", out)
    command.wait_until(first, (out / "run.jsonl").exists)
    second = command("convert", folder, "--out", out)
    assert second.returncode == 4
    assert second.stderr == f"error: another run is writing to {out}. Wait for it, or choose another --out.\n"
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE) == 130


def test_json_for_scripts(command, papers, tmp_path):
    folder = papers({"a.pdf": "plain", "b.pdf": "refuse", "c.pdf": "chatter", "d.pdf": "steering"})
    done = command("convert", folder, "--out", tmp_path / "out", "--json")
    data = json.loads(done.stdout)
    assert data["exit_code"] == done.returncode == 1
    assert [paper["paper"] for paper in data["papers"]] == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]
    assert (data["converted"], data["failed"]) == (3, 1)
    assert data["papers"][1]["code"] == "encrypted"


def test_quiet_says_only_what_went_wrong(command, papers, tmp_path):
    folder = papers({"a.pdf": "plain", "b.pdf": "refuse"})
    done = command("convert", folder, "--out", tmp_path / "out", "--quiet")
    assert done.stderr.count("\n") == 1
    assert "b.pdf: failed (encrypted)" in done.stderr


def test_verbose_names_the_diagnostics_and_keeps_the_traceback_out_of_the_lines(command, papers, tmp_path):
    folder = papers({"a.pdf": "partial", "b.pdf": "abort"})
    done = command("convert", folder, "--out", tmp_path / "out", "-v")
    assert "    page-failed: 1\n" in done.stderr
    assert "    a library's last words\n" in done.stderr


def test_the_summary_has_a_row_for_each_paper(command, papers, tmp_path):
    done = command("convert", papers({"a.pdf": "plain", "b.pdf": "plain"}), "--out", tmp_path / "out")
    heading = next(line for line in done.stderr.splitlines() if "recommendations" in line and "seconds" in line)
    assert heading.split() == [
        "paper", "outcome", "pages", "recommendations", "items", "measures", "officers", "warnings", "seconds",
    ]  # fmt: skip
    assert "2 papers: 2 converted, 0 partial, 0 failed, 0 unchanged" in done.stderr
