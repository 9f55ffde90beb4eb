"""Files and folders of documents."""

import os
from pathlib import Path

import pytest

from perspectives.publishing.documents import DocumentRefused, find_documents, read_document

ESSAY = "Jane Roe, Institute\n\nThe title\n\nText.\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with documents among other things."""
    names = ["b.txt", "a.md", "C.MARKDOWN", "d.TXT", ".hidden.txt", "ATTRIBUTION", "e.html", "f.txt~"]
    for name in names:
        (tmp_path / name).write_text(ESSAY)
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "g.txt").write_text(ESSAY)
    (tmp_path / "folder.txt").mkdir()
    return tmp_path


def test_a_folder_stands_for_the_documents_right_in_it(folder):
    assert [path.name for path in find_documents([folder])] == ["C.MARKDOWN", "a.md", "b.txt", "d.TXT"]


def test_a_file_is_taken_as_given_and_each_once(folder):
    paths = [folder / "e.html", folder / "b.txt", folder, folder / "b.txt"]
    assert [path.name for path in find_documents(paths)] == ["e.html", "b.txt", "C.MARKDOWN", "a.md", "d.TXT"]


def test_the_folder_of_the_project_holds_one_essay_and_no_note():
    folder = next(parent for parent in Path(__file__).parents if (parent / "manage.py").exists())
    found = find_documents([folder / "perspectives/site/essays"])
    assert [path.name for path in found] == ["stop-having-unrealistic-expectations.txt"]


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentRefused, match=r"gone\.txt: there is no such file or folder"):
        find_documents([tmp_path / "gone.txt"])
    with pytest.raises(DocumentRefused, match=r"^gone\.txt: there is no such file"):
        read_document(tmp_path / "gone.txt")


def test_a_folder_without_documents_is_refused(tmp_path):
    with pytest.raises(DocumentRefused, match=r"there are no \.txt, \.md or \.markdown files"):
        find_documents([tmp_path])


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    for path in (tmp_path / "a\0b.txt", tmp_path / ("a" * 5_000)):
        with pytest.raises(DocumentRefused, match="this cannot be read"):
            find_documents([path])
        with pytest.raises(DocumentRefused, match="this cannot be read"):
            read_document(path)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(DocumentRefused, match="this is a folder, not a document"):
        read_document(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentRefused, match=r"^pipe\.txt: this is no ordinary file"):
        read_document(tmp_path / "pipe.txt")


def test_a_link_that_leads_nowhere_is_refused_when_read(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert find_documents([tmp_path]) == [tmp_path / "a.txt"]
    with pytest.raises(DocumentRefused, match=r"^a\.txt: there is no such file"):
        read_document(tmp_path / "a.txt")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(ESSAY)

    def denied(*args, **kwargs):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", denied)
    with pytest.raises(DocumentRefused, match=r"^a\.txt: this cannot be read; check its name and permissions\.$"):
        read_document(tmp_path / "a.txt")


def test_a_large_file_is_refused_without_being_read_to_its_end(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(ESSAY.encode())
        file.truncate(5_000_000_000)
    with pytest.raises(DocumentRefused, match=r"^a\.txt, line 6: the document passes 1000000 bytes here"):
        read_document(path)


def test_a_file_is_read_with_its_name(tmp_path):
    (tmp_path / "a.txt").write_text(ESSAY)
    document = read_document(tmp_path / "a.txt")
    assert (document.name, document.title, document.last_line) == ("a.txt", "The title", 5)
