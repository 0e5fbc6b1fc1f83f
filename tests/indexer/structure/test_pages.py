from indexer.structure.pages import find_pages, page_header_lines, page_of


def test_running_heads_and_pages_of_the_report(report_lines: tuple[str, ...]):
    heads = page_header_lines(report_lines)
    assert {116, 118, 758, 760} <= heads
    assert len(heads) == 14
    pages = find_pages(report_lines)
    assert [p.number for p in pages if p.number] == list(range(4, 99))
    assert [p.lines[0] for p in pages[1:]] == [p.lines[1] + 1 for p in pages[:-1]]
    assert pages[-1].lines[1] == len(report_lines)
    assert page_of(pages, (764, 764)) == 16
    assert page_of(pages, (750, 750)) == 15
    assert page_of(pages, (1, 1)) is None


def test_a_document_without_running_heads_has_no_pages():
    assert find_pages(("یک", "", "دو")) == ()
