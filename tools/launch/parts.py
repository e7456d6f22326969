"""The four parts of HireCoach on one machine, and how each is started."""

from __future__ import annotations

import os
import subprocess

from launch import media_server, page
from launch.last_words import last_line
from launch.places import BACKEND, FRONTEND, REPOSITORY, TOOLS, VENV_PYTHON, Addresses, LaunchError, dotenv, state_dir
from launch.ports import LOOPBACK, Need, require_free, usable_udp_port
from launch.supervisor import Part, http_answers, log_says

# Secrets of API and agent. The page only needs where the API is, and its own sign-in (CLERK_*).
SECRETS_OF_THE_BACKEND = ("OPENAI_*", "DATABASE_URL", "REDIS_URL", "LIVEKIT_API_SECRET")
# The media server reads its key from its own configuration file.
SECRETS_OF_THE_OTHERS = (*SECRETS_OF_THE_BACKEND, "CLERK_SECRET_KEY")
# With it (many container images set it) every start would compile all packages anew: 4 s of a core for the API.
# Without it that is done once, by the first start; compiling all packages in set-up would take 26 s of a core.
KEEPS_FROM_COMPILING_ONCE = "PYTHONDONTWRITEBYTECODE"


def require_free_ports(addresses: Addresses) -> None:
    """Says before anything is started which ports are taken. UDP has none to say: see ``prepare_media_server``."""
    if len({addresses.api, addresses.page, addresses.media}) < 3:
        raise LaunchError("API, page and media server need a port each: two of HIRECOACH_*_PORT are the same.")
    needed = [
        Need(addresses.api, "API", "HIRECOACH_API_PORT"),
        Need(addresses.page, "page", "HIRECOACH_PAGE_PORT"),
    ]
    if not media_server.is_elsewhere():
        needed.append(Need(addresses.media, "media server", "HIRECOACH_MEDIA_PORT"))
    health = dotenv(REPOSITORY / ".env", BACKEND / ".env").get("AGENT_HEALTH_PORT", "")
    if health.isdigit() and int(health):
        needed.append(Need(int(health), "agent's health check", "AGENT_HEALTH_PORT"))
    require_free(needed)


def page_settings(addresses: Addresses) -> dict[str, str]:
    """What the page's build must be told when the API is not where it usually is."""
    if addresses.api == Addresses().api or "NEXT_PUBLIC_API_URL" in os.environ:
        return {}
    return {"NEXT_PUBLIC_API_URL": f"http://localhost:{addresses.api}"}


def backend_settings(addresses: Addresses) -> dict[str, str]:
    """What API and agent must be told; nothing when every port is the usual one."""
    told = {"HF_HUB_OFFLINE": "1", "HIRECOACH_STATE_DIR": str(state_dir())}
    if not addresses.are_default:
        told.setdefault("HIRECOACH_API_URL", f"http://localhost:{addresses.api}")
        told["CORS_ORIGINS"] = f"http://localhost:{addresses.page},http://{LOOPBACK}:{addresses.page}"
    return {name: os.environ.get(name, value) for name, value in told.items()}


def prepare_media_server(addresses: Addresses) -> None:
    """Makes key (once) and configuration. The UDP port is any free one where the usual one is not: clients are told it.

    Raises LaunchError with the settings' own sentence if they are wrong.
    """
    environment = {**os.environ, **backend_settings(addresses)}
    environment.pop(KEEPS_FROM_COMPILING_ONCE, None)
    made = subprocess.run(
        [str(VENV_PYTHON), "-m", "app.rooms.media_server", "--config", str(state_dir() / "media-server-config.json")]
        + ["--port", str(addresses.media), "--udp-port", str(usable_udp_port(addresses.media + 2))]
        + ["--api-url", f"http://{LOOPBACK}:{addresses.api}"],
        cwd=BACKEND,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise LaunchError(f"The settings do not work: {last_line(made.stderr).partition(': ')[2]}")


def all_parts(addresses: Addresses) -> list[Part]:
    """In the order of start; the media server is left out when LIVEKIT_URL names one elsewhere."""
    settings = backend_settings(addresses)
    python = str(VENV_PYTHON)
    api_url = f"http://{LOOPBACK}:{addresses.api}"
    serve, serve_env = page.serving_command(addresses.page)
    parts = [
        Part(
            name="api",
            command=[
                python,
                "-m",
                "uvicorn",
                "app.main:app",
                "--host",
                LOOPBACK,
                "--port",
                str(addresses.api),
                # Nothing stands in front of it here: a header must not say who calls.
                "--no-proxy-headers",
                "--timeout-graceful-shutdown",
                "3",
            ],
            cwd=BACKEND,
            env=settings,
            answers=http_answers(f"{api_url}/health/ready"),
            address=f"http://localhost:{addresses.api}",
            without=(KEEPS_FROM_COMPILING_ONCE,),
        ),
        Part(
            name="agent",
            command=[python, "interview_agent.py", "start"],
            cwd=BACKEND / "livekit-voice-agent",
            env=settings,
            answers=log_says("registered worker"),
            is_essential=False,
            after=("media-server",),
            without=(KEEPS_FROM_COMPILING_ONCE,),
        ),
        Part(
            name="page",
            command=serve,
            cwd=FRONTEND,
            env=serve_env,
            answers=http_answers(f"http://{LOOPBACK}:{addresses.page}/"),
            address=f"http://localhost:{addresses.page}",
            without=SECRETS_OF_THE_BACKEND,
        ),
    ]
    if not media_server.is_elsewhere():
        config = state_dir() / "media-server-config.json"
        parts.insert(
            0,
            Part(
                name="media-server",
                command=[str(media_server.program()), "--config", str(config)],
                cwd=TOOLS,
                answers=http_answers(f"http://{LOOPBACK}:{addresses.media}/"),
                address=f"ws://{LOOPBACK}:{addresses.media}",
                is_essential=False,
                without=SECRETS_OF_THE_OTHERS,
            ),
        )
    return parts
