"""Which files are taken for papers, and where their outputs go."""

from __future__ import annotations

import os

import pytest

from ingest.batch.discover import Paper, check_outputs, find_papers
from ingest.errors import OutputError

PDF = b"%PDF-1.7\n"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "in"
    root.mkdir()
    return root


def found(*paths, out):
    return {paper.name: paper for paper in find_papers(list(paths), out).papers}


def test_a_folder_is_mirrored(folder, tmp_path):
    for name in ("a.pdf", "B.PDF", "deep/er/c.pdf", "figures.xlsx", "picture.png", "a.pdf.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PDF if name.lower().endswith("pdf") else b"words")
    papers = found(folder, out=tmp_path / "out")
    assert {paper.output for paper in papers.values()} == {"a.pdf.json", "B.PDF.json", "deep/er/c.pdf.json"}


def test_papers_in_other_forms_are_taken_and_a_readme_is_left_out(folder, tmp_path):
    for name in ("a.docx", "b.doc", "c.txt", "d.html", "README.md", "Readme.txt", "readme-first.pdf"):
        (folder / name).write_bytes(b"words")
    result = find_papers([folder], tmp_path / "out")
    assert {paper.name for paper in result.papers} == {"a.docx", "b.doc", "c.txt", "d.html", "readme-first.pdf"}
    assert [line.split(":")[0] for line in result.left_out] == [f"{folder}/README.md", f"{folder}/Readme.txt"]


def test_a_paper_saved_without_its_suffix_is_taken(folder, tmp_path):
    (folder / "document").write_bytes(PDF)
    (folder / "readme").write_bytes(b"words")
    assert set(found(folder, out=tmp_path / "out")) == {"document"}


def test_a_file_named_outright_is_taken_whatever_it_is_called(folder, tmp_path):
    (folder / "minutes.docx").write_bytes(b"PK")
    assert set(found(folder / "minutes.docx", out=tmp_path / "out")) == {"minutes.docx"}


def test_a_folder_named_like_a_paper_is_a_folder(folder, tmp_path):
    (folder / "plan.pdf").mkdir()
    (folder / "plan.pdf" / "a.pdf").write_bytes(PDF)
    assert set(found(folder, out=tmp_path / "out")) == {"plan.pdf/a.pdf"}


def test_a_folder_and_a_file_in_it_are_one_paper(folder, tmp_path):
    (folder / "a.pdf").write_bytes(PDF)
    assert set(found(folder, folder / "a.pdf", out=tmp_path / "out")) == {"a.pdf"}


def test_links(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "far.pdf").write_bytes(PDF)
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "again.pdf").symlink_to("a.pdf")
    (folder / "broken.pdf").symlink_to("nowhere.pdf")
    (folder / "aa-linked").symlink_to(elsewhere)
    (folder / "circle").symlink_to(folder)
    (folder / "real").mkdir()
    (folder / "real" / "b.pdf").write_bytes(PDF)
    (folder / "aa-link-to-real").symlink_to(folder / "real")
    result = find_papers([folder], tmp_path / "out")
    papers = {paper.name: paper for paper in result.papers}
    assert set(papers) == {"a.pdf", "again.pdf", "broken.pdf", "aa-linked/far.pdf", "real/b.pdf"}
    assert str(papers["broken.pdf"].problem) == (
        "broken.pdf: it is a link that leads nowhere (No such file or directory). Check its permissions."
    )
    assert sorted(result.left_out) == [
        f"{folder}/aa-link-to-real: this link leads to a folder that is read already",
        f"{folder}/circle: this link leads to a folder that is read already",
    ]


def test_what_is_no_file_has_a_problem_and_is_never_opened(folder, tmp_path):
    os.mkfifo(folder / "pipe.pdf")
    os.mkfifo(folder / "pipe")
    papers = found(folder, out=tmp_path / "out")
    assert papers["pipe.pdf"].problem.reason == "it is no regular file"
    assert set(papers) == {"pipe.pdf"}


def test_a_name_without_room_for_the_suffix(folder, tmp_path):
    name = "x" * 250 + ".pdf"
    (folder / name).write_bytes(PDF)
    problem = found(folder, out=tmp_path / "out")[name].problem
    assert str(problem).endswith("its name leaves no room for '.json'. Shorten its name to 250 bytes.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_is_said(folder, tmp_path):
    (folder / "closed").mkdir(mode=0)
    problem = found(folder, out=tmp_path / "out")["closed"].problem
    assert "the folder cannot be listed (Permission denied)" in str(problem)


def test_the_output_folder_is_no_input(folder):
    out = folder / "out"
    out.mkdir()
    (out / "a.pdf").write_bytes(PDF)
    (folder / "b.pdf").write_bytes(PDF)
    result = find_papers([folder], out)
    assert [paper.name for paper in result.papers] == ["b.pdf"]
    assert result.left_out == [f"{out}: it is the output folder"]


def test_names_of_any_bytes(folder, tmp_path):
    names = [b"caf\xe9.pdf", b"new\nline.pdf", b"-v.pdf", "\u202eevil.pdf".encode()]
    for name in names:
        (folder / os.fsdecode(name)).write_bytes(PDF)
    outputs = {os.fsencode(paper.output) for paper in found(folder, out=tmp_path / "out").values()}
    assert outputs == {name + b".json" for name in names}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.pdf", "a.pdf"], "one/a.pdf and two/a.pdf (both a.pdf.json)"),
        (["index", "b"], "one/index and the run's own index.json"),
        (["a.pdf", "a.pdf.json/b.pdf"], "a.pdf.json as a file and as the folder of two/a.pdf.json/b.pdf"),
        (["index.json/a.pdf", "b"], "index.json as a file and as the folder of one/index.json/a.pdf"),
    ],
)
def test_outputs_that_would_meet_are_refused(tmp_path, names, words):
    papers = [Paper(tmp_path / root / name, name) for root, name in zip(("one", "two"), names, strict=True)]
    with pytest.raises(OutputError) as refused:
        check_outputs(papers)
    assert words in str(refused.value).replace(f"{tmp_path}/", "")


def test_names_that_differ_in_case_meet_where_the_file_system_folds_it(tmp_path):
    papers = [Paper(tmp_path / name, name) for name in ("a.pdf", "A.pdf")]
    check_outputs(papers, fold=False)
    with pytest.raises(OutputError):
        check_outputs(papers, fold=True)
