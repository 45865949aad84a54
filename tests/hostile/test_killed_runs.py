"""A run killed at any moment, by what cannot be caught, costs no paper and leaves nothing behind."""

from __future__ import annotations

import random

import pytest
from command_line import files, lines_written, read_log
from raw_pdf import BODY, Raw, plan_page

N_PAPERS = 200
N_MOMENTS = 10
WORKERS = 2


def small_paper(number: int) -> bytes:
    """A report of up to three pages, each with a plan of its own."""
    raw = Raw()
    pages = [raw.page(raw.add(raw.stream(BODY)))]
    for page in range(number % 3):
        action = b"Publish part %d of the revised guide by March 2024" % (number + page)
        rows = [[b"Ref", b"Action", b"Lead officer", b"RAG"], [b"%d.1" % page, action, b"Head of Service", b"Green"]]
        pages.append(raw.page(raw.add(raw.stream(plan_page(rows, b"Action plan %d" % number)))))
    return raw.close(pages)


@pytest.fixture
def many(tmp_path):
    root = tmp_path / "in"
    for number in range(N_PAPERS):
        path = root / f"{number % 7}/{number}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(small_paper(number) if number % 10 else b"%PDF-1.7\ncut short")
    return root


def results(out):
    """The bytes of all that a run leaves, but for its log, which tells times."""
    return {name: (out / name).read_bytes() for name in files(out) - {"run.jsonl"}}


def test_the_parent_killed_at_ten_random_moments(command, many, tmp_path):
    undisturbed = tmp_path / "undisturbed"
    assert command("convert", many, "--out", undisturbed, "-q", "--workers", WORKERS, target="").returncode == 1
    wanted = results(undisturbed)
    read = {name for name in wanted if name != "index.json"}
    assert len(read) == N_PAPERS * 9 // 10
    # Moments are told in papers done, not in seconds: they lie in the run's midst on a machine of any pace.
    draw = random.Random(4)
    moments = [0, *(draw.randrange(1, N_PAPERS * 9 // 10) for _ in range(N_MOMENTS - 1))]
    unfinished = []
    for number, moment in enumerate(moments):
        out = tmp_path / f"out-{number}"
        run = command.start("convert", many, "--out", out, "--workers", WORKERS, target="")
        command.wait_until(run, lambda out=out, moment=moment: out.exists() and lines_written(out) >= moment)
        run.kill()
        run.wait()
        command.assert_no_strays()
        # What has its final name is whole already, before anything is mended.
        finished = files(out) & read
        unfinished.append(0 < len(finished) < len(read))
        assert {name: (out / name).read_bytes() for name in finished} == {name: wanted[name] for name in finished}
        again = command("convert", many, "--out", out, "-q", "--workers", WORKERS, target="")
        assert again.returncode == 1
        assert results(out) == wanted
        log = read_log(out)
        assert len(log) == N_PAPERS
        # At most the paper that each worker was at is done twice: written, and not in the log yet.
        twice = [name for name in finished if log[name.removesuffix(".json")]["outcome"] != "unchanged"]
        assert len(twice) <= WORKERS
    assert any(unfinished), "no kill met the run in its midst: this run told nothing"
