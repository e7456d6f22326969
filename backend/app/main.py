"""Composition root: ``create_app(settings)`` chooses the adapters; ``app.main:app`` is what uvicorn serves."""

from fastapi import APIRouter, FastAPI

from app.routes import agent, error_handlers, health, interview, openapi, reports

ROUTERS: tuple[APIRouter, ...] = (interview.router, reports.router, agent.router, health.router)


def create_app() -> FastAPI:
    app = FastAPI(
        title="HireCoach",
        version="0.1.0",
        description="One interview, any modality: typed, push-to-talk, or spoken in a room. For practice, not selection.",
    )
    for router in ROUTERS:
        app.include_router(router)
    error_handlers.install(app)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app
