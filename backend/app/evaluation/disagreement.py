"""Two judgements of one answer side by side: what differs is said, and a clear doubt holds the other; pure."""

from app.evaluation.port import DimensionScore, Evaluation
from app.evaluation.rubric import NOT_CALIBRATED_FLAG, total

DIFFER_FLAG = "judgements_differ"
DOUBTED_FLAG = "topic_doubted"
# Points of 100, ours: more than one step of the five-step scale, so that the words of the anchors differ too.
DIFFER_BY_MORE_THAN = 25.0
# Where the embedded evaluator itself takes an answer for one to another question (the rubric's gate): its relevance is
# scaled by its false alarms (quantiles of answers to their own question, fitting.relevance), so that this is one in a
# hundred of those (3 of 306 of ours and SIOP's), and 23–31 % of answers to another question.
CLEARLY_OFF_TOPIC = 1.0
# What a model's relevance is held at then: a doubt of one in a hundred is no proof against a model that has passed its
# trials, so it costs half of one dimension, and not the whole answer as being off topic does.
DOUBTED_RELEVANCE = 2.5

_DOUBTED = {
    "en": "The embedded evaluator reads this as an answer to another question, so relevance is held at {most} of 5.",
    "de": "Der eingebaute Bewerter liest dies als Antwort auf eine andere Frage: Relevanz höchstens {most} von 5.",
    "es": "El evaluador integrado lee esto como respuesta a otra pregunta: pertinencia de {most} sobre 5 como máximo.",
    "fr": "L'évaluateur intégré y lit une réponse à une autre question : la pertinence est limitée à {most} sur 5.",
    "pt": "O avaliador embutido lê isto como resposta a outra pergunta; a relevância fica em {most} de 5 no máximo.",
}


def beside_embedded(judged: Evaluation, embedded: Evaluation | None, language: str = "en") -> Evaluation:
    """``judged`` with the embedded score beside it, flagged where the two are more than 25 points apart.

    Where the embedded judgement is clear that the answer is about something else, relevance is held, and that is said
    (in ``language``, a BCP 47 tag). An answer that only one of them scored cannot be compared, and is not flagged.
    """
    if embedded is None:
        return judged
    differ = (
        judged.score is not None
        and embedded.score is not None
        and NOT_CALIBRATED_FLAG not in embedded.flags  # weights of ours contradict nobody
        and abs(judged.score - embedded.score) > DIFFER_BY_MORE_THAN
    )
    flags = [*judged.flags, DIFFER_FLAG] if differ else judged.flags
    both = judged.model_copy(update={"embedded_score": embedded.score, "flags": flags})
    return _held(both, language) if _is_doubted(judged, embedded) else both


def _is_doubted(judged: Evaluation, embedded: Evaluation) -> bool:
    own, other = _relevance(judged), _relevance(embedded)
    return own is not None and other is not None and other <= CLEARLY_OFF_TOPIC and own > DOUBTED_RELEVANCE


def _relevance(evaluation: Evaluation) -> float | None:
    return next((d.score for d in evaluation.dimensions if d.name == "relevance"), None)


def _held(judged: Evaluation, language: str) -> Evaluation:
    why = _DOUBTED.get(language.split("-")[0].lower(), _DOUBTED["en"]).format(most=f"{DOUBTED_RELEVANCE:g}")
    dimensions = [_doubted(d) if d.name == "relevance" else d for d in judged.dimensions]
    return judged.model_copy(
        update={
            "dimensions": dimensions,
            "score": total(dimensions),
            "flags": [*judged.flags, DOUBTED_FLAG],
            "coach_notes": [*judged.coach_notes, why],
        }
    )


def _doubted(relevance: DimensionScore) -> DimensionScore:
    return relevance.model_copy(update={"score": DOUBTED_RELEVANCE})
