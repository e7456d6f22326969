"""What stands around every use of a model server: one time limit, and a circuit breaker that hears how it went."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.evaluation.language_model.circuit import CircuitBreaker
from app.evaluation.language_model.errors import ChatFailed, ModelRefused
from app.evaluation.language_model.spending import Meter
from app.platform.logging import LANGUAGE_MODEL_RESTS, get_logger

_Result = TypeVar("_Result")

log = get_logger(__name__)


class Guard:
    """One for each purpose: a server that is too slow to word a question may be quick enough to judge."""

    def __init__(self, meter: Meter, circuit: CircuitBreaker | None = None) -> None:
        self._meter = meter
        self._circuit = circuit or CircuitBreaker()

    async def run(self, work: Callable[[], Awaitable[_Result]], within_s: float) -> _Result:
        """Second attempts included. Raises ChatFailed: resting, stalled, and what the work raises.

        Cancelling closes the connection; nothing is learned of the server then.
        """
        if not self._circuit.admits():
            self._meter.outcome("resting")
            raise ChatFailed("resting", "the model server is left alone after several failures")
        try:
            async with asyncio.timeout(within_s):
                result = await work()
        except TimeoutError:
            self._failed(None)
            raise ChatFailed("stalled", "the language model took too long") from None
        except ModelRefused:
            self._circuit.succeeded()  # the server is well
            raise
        except ChatFailed as error:
            self._failed(error.retry_after_s)
            raise
        except BaseException:
            self._circuit.withdrawn()
            raise
        else:
            self._circuit.succeeded()
            return result
        finally:
            self._meter.circuit(is_open=self._circuit.is_open)

    def _failed(self, retry_after_s: float | None) -> None:
        was_open = self._circuit.is_open
        self._circuit.failed(retry_after_s)
        if self._circuit.is_open and not was_open:
            log.warning(LANGUAGE_MODEL_RESTS, purpose=self._meter.purpose)
