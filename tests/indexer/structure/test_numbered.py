from indexer.corpus import Line
from indexer.structure.numbered import find_numbered_sections, heading_title
from indexer.structure.sections import section_of


def lines_of(*texts: str) -> list[Line]:
    return [Line(n, t, t, "paragraph" if t.strip() else "blank") for n, t in enumerate(texts, 1)]


def test_numbers_are_turned_by_what_runs_on():
    sections = find_numbered_sections(
        lines_of("-1-1 وظایف سازمان", "متن", "اهم ماموریت‌ها -2-1", "خلاصه وضعیت -1-3", "ایجاد شهرک‌ها -1-2", "شهرک‌های دیگر -2-2")
    )
    assert [s.number for s in sections] == ["1-1", "1-2", "1-3", "2-1", "2-2"]
    assert sections[0].lines == (1, 2)
    assert sections[-1].lines == (6, 6)


def test_scattered_number_pieces_are_put_together():
    sections = find_numbered_sections(lines_of("عنوان یک -2-5-5", "شهرک‌های دارای تلفن - 6 -2-5", "شهرک‌های دارای فیبر -7 -5-2"))
    assert [s.number for s in sections] == ["2-5-5", "2-5-6", "2-5-7"]


def test_dates_scores_and_plain_text_are_no_headings():
    assert find_numbered_sections(lines_of("در سال 1401 تعداد 12 شهرک", "4 - 0", "متن ساده بدون شماره")) == ()


def test_path_and_titles():
    sections = find_numbered_sections(lines_of("1- کلیات 1-1", "1-1- وظایف:", "متن", "1-2- اهداف"))
    last = sections[-1]
    assert last.title == "اهداف"
    assert [h.number for h in last.path] == ["1", "1-2"]
    assert section_of(sections, 3) == next(s for s in sections if s.lines[0] <= 3 <= s.lines[1])


def test_title_loses_its_number_wherever_it_stands():
    assert heading_title("2-4-1- اخذ اسناد ثبتی:") == "اخذ اسناد ثبتی"
    assert heading_title("اخذ اسناد ثبتی -1-4-2") == "اخذ اسناد ثبتی"


def test_every_section_of_the_report_follows_its_parent(report_lines: tuple[str, ...]):
    lines = [Line(n, t, t, "paragraph" if t.strip() else "blank") for n, t in enumerate(report_lines, 1)]
    sections = find_numbered_sections(lines)
    numbers = [s.number for s in sections]
    assert len(sections) == 135
    assert {"2-4-2", "2-5-6", "2-11-4-8", "3-15-1", "4-2-6-4", "4-5"} <= set(numbers)
    assert len({s.id for s in sections}) == len(sections)
