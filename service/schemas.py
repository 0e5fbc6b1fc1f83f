"""What goes over the wire (contract: HTTP)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_QUESTION = 1000


def _trimmed(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("پرسش خالی است")
    if len(text) > MAX_QUESTION:
        raise ValueError(f"پرسش از {MAX_QUESTION} نویسه بلندتر است")
    return text


QuestionText = Annotated[str, AfterValidator(_trimmed)]


MOST_TURNS, LONGEST_ANSWER = 10, 4000


class Turn(BaseModel):
    """A question of the conversation so far with the answer that was given."""

    question: str = Field(max_length=MAX_QUESTION)
    answer: str = Field(max_length=LONGEST_ANSWER)


class AskRequest(BaseModel):
    model_config = ConfigDict(strict=True)

    question: QuestionText
    top_k: int = Field(5, ge=1, le=50)
    documents: list[str] | None = None
    history: list[Turn] | None = Field(None, max_length=MOST_TURNS, description="The turns before, oldest first")


class SectionRef(BaseModel):
    number: str | None
    title: str
    path: list[dict[str, str | None]]


class Source(BaseModel):
    document: str
    lines: tuple[int, int]
    page: int | None = Field(description="The number printed on the page")
    title: str = Field("", description="The document's title")
    sheet: int | None = Field(None, description="The page of the file (from 1), where it can be seen as a picture")


class PassageHit(BaseModel):
    id: str
    text: str
    section: SectionRef | None
    source: Source
    score: float
    highlights: list[tuple[int, int]] = []
    confidence: float | None = Field(None, description="The repair's confidence in the least sure line of the passage")
    doubts: list[str] = []


class ColumnRef(BaseModel):
    name: str
    role: str
    unit: str | None
    year: int | None
    measure: str | None


class TableRef(BaseModel):
    id: str
    number: str | None
    caption: str
    columns: list[ColumnRef]


class RowHit(BaseModel):
    id: str
    table: TableRef
    cells: list[str]
    source: Source
    score: float
    verified: bool | None


class AnswerBody(BaseModel):
    id: str = Field(description="Names this answer in feedback")
    text: str
    kind: Literal["cell", "aggregate", "passage", "list", "none", "talk"]
    reason: Literal["not_told", "ambiguous", "unsure"] | None = Field(None, description="Why there is no answer")
    values: list[float | int | str]
    unit: str | None
    confidence: float
    citations: list[str]
    verified: bool | None = None
    notes: list[str] = Field([], description="What a careful colleague would add: a contradiction, a doubt, an unproved figure")


class AskResponse(BaseModel):
    question: str
    interpreted: str
    leaned: bool = Field(False, description="Whether `interpreted` was written out with words of the turns before")
    answered: bool
    answer: AnswerBody
    suggestions: list[str] = Field([], description="Questions that lead on from here")
    passages: list[PassageHit]
    rows: list[RowHit]
    took_ms: float


class SearchResponse(BaseModel):
    hits: list[dict[str, Any]]


class SourceLine(BaseModel):
    line: int
    raw: str
    text: str
    kind: str
    repairs: list[str]
    confidence: float
    corrected: bool
    doubt: str | None


class SourceResponse(BaseModel):
    document: str
    lines: list[SourceLine]


class Feedback(BaseModel):
    model_config = ConfigDict(strict=True)

    question: QuestionText
    answer_id: str | None = Field(None, max_length=200)
    helpful: bool
    comment: str | None = Field(None, max_length=4000)


class Problem(BaseModel):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
