"""An evaluator that counts words, and can be made slow, silent, or away."""

import asyncio

from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    DimensionScore,
    Evaluation,
    EvaluatorName,
    EvaluatorUnavailable,
    Evidence,
    MissingFact,
    QuestionToEvaluate,
)

FEWEST_WORDS = 5


class FakeEvaluator:
    def __init__(self, name: EvaluatorName = "embedded") -> None:
        self.name: EvaluatorName = name
        self.is_away = False
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.judged: list[str] = []

    def hold(self) -> None:
        """Let nothing through until ``release``."""
        self.may_go_on.clear()

    def release(self) -> None:
        self.may_go_on.set()

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        await self.may_go_on.wait()
        if self.is_away:
            raise EvaluatorUnavailable("away, as the test wants it")
        self.judged.append(answer.text)
        words = answer.text.split()
        if len(words) < FEWEST_WORDS:
            return Evaluation(status="not_answered", evaluator=self.name)
        score = min(100.0, float(len(words)))
        return Evaluation(
            status="scored",
            score=score,
            dimensions=[
                DimensionScore(
                    name="relevance",
                    score=score / 20,
                    evidence=[
                        Evidence(
                            quote=words[0],
                            start=answer.text.index(words[0]),
                            end=answer.text.index(words[0]) + len(words[0]),
                            answer_id=answer.answer_id,
                        )
                    ],
                )
            ],
            strength="It has words.",
            biggest_fix="Say more.",
            retry_prompt="Tell it again, with one more fact.",
            evaluator=self.name,
        )

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return Completeness(
            action=bool(text.strip()),
            closing_phrase=text.rstrip(".").endswith("that's it"),
            over=min(1.0, len(text.split()) / 100),
        )

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """The result, until the text says "in the end"."""
        return [] if "in the end" in text else [MissingFact(what="result", quote=text[:40] or None, gain=10)]

    async def aclose(self) -> None:
        self.release()
