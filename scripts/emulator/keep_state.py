"""Makes MiniStack save everything when it stops, and restore everything when it starts.

MiniStack 1.5.33 can do so itself (`PERSIST_STATE`), with five gaps, which this file closes:

- It saves how far each relay has read a table's stream, but not the stream. A restored relay would wait for ever, and
  records that it had not read would be lost.
- It does not save sent mails.
- It saves while functions run. So the data of one AWS service could be saved before a function's calls, and the data of
  another one after these calls.
- It delivers messages before the data of all AWS services is restored and before functions can reach these services.
- It goes on without the data if a service cannot be saved or cannot be restored.
"""

import asyncio
import copy
import functools
import hashlib
import json
import os
import signal
import threading
import time
import traceback
from importlib import metadata
from pathlib import Path

import hypercorn.asyncio
from ministack import app as ministack
from ministack.core import persistence
from ministack.core.responses import AccountRegionScopedDict
from ministack.services import dynamodb, eventbridge, lambda_svc, ses

for module, name in (
    (dynamodb, "_stream_records"),
    (dynamodb, "_stream_trimmed"),
    (eventbridge, "_tick_scheduled_rules"),
    (lambda_svc, "_dynamodb_stream_positions"),
    (lambda_svc, "_execute_function"),
    (ministack, "_load_persisted_state"),
    (ministack, "save_all"),
    (ses, "_sent_emails"),
):
    if not hasattr(module, name):
        raise SystemExit(f"This MiniStack has no {name}. See scripts/emulator/keep_state.py.")

STATE = Path(persistence.STATE_DIR)
PATIENCE_SECONDS = 30
"""How long functions may take to end. Only functions that run on a schedule have longer timeouts."""

paused = threading.Event()
busy = 0
busy_lock = threading.Lock()


def counted(work):
    """Wraps a function, so that its calls count in `busy`: the number of wrapped functions that are running now."""

    @functools.wraps(work)
    def run(*args, **kwargs):
        global busy
        with busy_lock:
            busy += 1
        try:
            return work(*args, **kwargs)
        finally:
            with busy_lock:
                busy -= 1

    return run


def pausable(deliver):
    """Wraps a function that delivers messages, so that it does nothing while `paused` is set."""
    deliver = counted(deliver)
    return functools.wraps(deliver)(lambda: not paused.is_set() and deliver())


def unread_streams():
    """The records of each table's stream that not all consumers have read, and how many records came before them."""
    records, before = AccountRegionScopedDict(), AccountRegionScopedDict()
    sources = [(account, region, source) for account, region, source in lambda_svc._iter_all_esms()]
    for (account, region, name), its in dynamodb._stream_records.all_items():
        start = dynamodb._stream_trimmed.get_scoped(account, region, name, 0)
        stream = (dynamodb._tables.get_scoped(account, region, name) or {}).get("LatestStreamArn")
        read = min(
            (
                lambda_svc._dynamodb_stream_positions.get_scoped(account, region, source["UUID"], start)
                for source_account, source_region, source in sources
                if (source_account, source_region, source["EventSourceArn"]) == (account, region, stream)
            ),
            default=start + len(its),
        )
        read = max(read, start)
        records.set_scoped(account, region, name, copy.deepcopy(its[read - start :]))
        before.set_scoped(account, region, name, read)
    return {"records": records, "before": before}


def restore_streams(streams):
    dynamodb._stream_records.update(streams["records"])
    dynamodb._stream_trimmed.update(streams["before"])


def also_keep(service, key, read, restore):
    """Adds the data that `read` returns to what a service saves. After a restart, `restore` gets the data."""
    get_state, load_persisted_state = service.get_state, service.load_persisted_state

    def load(data):
        load_persisted_state(data)
        restore(data[key])

    service.get_state = lambda: {**get_state(), key: read()}
    service.load_persisted_state = load


def hashes():
    """A hash of each saved file, by its path."""
    files = [path for path in STATE.rglob("*") if path.is_file()]
    return {str(path.relative_to(STATE)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def save_all(services):
    """Saves all services. Writes `saved.json` at the end, and only if all of them are saved."""
    for name, get_state in services.items():
        state = get_state()
        if state is None:
            continue
        file = STATE / f"{name}.json"
        file.unlink(missing_ok=True)
        persistence.save_state(name, state)
        if not file.exists():
            raise RuntimeError(f"{name} cannot be saved.")
    saved = {"savedAt": round(time.time() * 1000), "emulator": metadata.version("ministack"), "files": hashes()}
    unfinished = STATE.parent / "saved.json.tmp"
    unfinished.write_text(json.dumps(saved))
    unfinished.replace(STATE.parent / "saved.json")


def load_all():
    """Restores all services. Ends the process if one of them cannot be restored."""
    try:
        for name, module in ministack._state_map.items():
            if data := persistence.load_state(name):
                ministack._get_module(module).load_persisted_state(data)
    except Exception:
        traceback.print_exc()
        os._exit(1)  # MiniStack's web server would continue after an exception, without the data


async def told_to_stop():
    """Waits for a signal, then until no function runs any more, but at most `PATIENCE_SECONDS`."""
    told = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    await told.wait()
    paused.set()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while busy and time.monotonic() < deadline:
        await asyncio.sleep(0.05)


def deliver_once_served(serve):
    """Delivers messages only after the first request has arrived. Before that, functions cannot reach the emulator."""

    begun = False

    async def served(scope, receive, send):
        nonlocal begun
        if scope["type"] == "http" and not begun:
            begun = True
            paused.clear()
            lambda_svc._esm_wake.set()
        await serve(scope, receive, send)

    return served


def keep_state():
    """Closes the gaps that the text at the top of this file lists. Call this function before MiniStack starts."""
    os.umask(0o077)
    STATE.mkdir(parents=True, exist_ok=True)
    paused.set()
    for name in ("_poll_sqs", "_poll_kinesis", "_poll_dynamodb_streams"):
        setattr(lambda_svc, name, pausable(getattr(lambda_svc, name)))
    lambda_svc._execute_function = counted(lambda_svc._execute_function)
    eventbridge._tick_scheduled_rules = pausable(eventbridge._tick_scheduled_rules)
    also_keep(dynamodb, "orderly_streams", unread_streams, restore_streams)
    also_keep(ses, "orderly_sent", lambda: copy.deepcopy(ses._sent_emails), ses._sent_emails.update)
    ministack.save_all, ministack._load_persisted_state = save_all, load_all
    ministack.app = deliver_once_served(ministack.app)
    hypercorn.asyncio.serve = functools.partial(hypercorn.asyncio.serve, shutdown_trigger=told_to_stop)
