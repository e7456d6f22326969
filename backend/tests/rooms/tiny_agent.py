"""The smallest agent there can be: takes jobs, joins, stays. For tests of dispatch by the real media server.

``TINY_AGENT_NAME`` names it; LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET say where. Prints a line of
JSON for each job: room, metadata, and the process that holds it.
"""

import asyncio
import json
import os
import sys

from livekit.agents import AgentServer, JobContext, JobExecutorType, cli

server = AgentServer(
    job_executor_type=JobExecutorType.PROCESS,
    num_idle_processes=1,
    load_threshold=float("inf"),
    # The server gives no jobs to a worker whose load is above its target of 0.7, whatever the threshold here
    # says; by default the load is that of the whole machine, which is busy while tests run.
    load_fnc=lambda _server: 0.0,
    port=0,
)


@server.rtc_session(agent_name=os.environ.get("TINY_AGENT_NAME", "interviewer"))
async def entrypoint(context: JobContext) -> None:
    await context.connect()
    job = {"room": context.room.name, "metadata": context.job.metadata, "pid": os.getpid()}
    print("JOB " + json.dumps(job), flush=True)  # noqa: T201 — the test reads it
    is_over = asyncio.Event()
    context.room.on("disconnected", lambda _reason: is_over.set())
    await is_over.wait()


if __name__ == "__main__":
    sys.argv = [sys.argv[0], "start"]
    cli.run_app(server)
