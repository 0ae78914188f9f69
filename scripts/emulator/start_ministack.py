"""Starts MiniStack, makes it check the credentials of every call to an API of AWS, and keeps web pages away from it.

MiniStack 1.5.33 leaves three gaps, which this file closes:

- It accepts any signature for a key that it treats as root: the configured key, `test` and account ids. With this file,
  it checks these signatures like those of other keys, against the secret that was created for this start.
- It treats the caller as root if a call names no key, for example a call with `Authorization: Bearer x`. With this
  file, it refuses such calls, except requests to an API of API Gateway, which needs no signature.
- It responds to requests of any web page in the developer's browser, even on its own paths, where one request deletes
  all data. With this file, it refuses requests that a page of another site sends, and requests for a foreign host name
  (DNS rebinding). Only the APIs of API Gateway, which are under one path, accept requests of pages.
"""

import json
import os
import sys

from ministack import app as ministack
from ministack.core import iam_evaluator

for name in ("_is_root_key", "AuthError", "check_credentials", "enforce"):
    if not callable(getattr(iam_evaluator, name, None)):
        raise SystemExit(f"This MiniStack has no {name}. See scripts/emulator/start_ministack.py.")

check_credentials = iam_evaluator.check_credentials
enforce = iam_evaluator.enforce


def no_key():
    return iam_evaluator.AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")


def check_credentials_with_key(access_key_id, *args, **kwargs):
    return check_credentials(access_key_id, *args, **kwargs) if access_key_id else no_key()


def enforce_with_key(access_key_id, iam_action, *args, **kwargs):
    if access_key_id or iam_action == "execute-api:Invoke":
        return enforce(access_key_id, iam_action, *args, **kwargs)
    return no_key()


iam_evaluator._is_root_key = lambda access_key_id: False
iam_evaluator.check_credentials = check_credentials_with_key
iam_evaluator.enforce = enforce_with_key

sys.dont_write_bytecode = True  # keeps the folder of the sources clean
from complete_logs import wait_for_all_lines

wait_for_all_lines()

if os.environ.get("ORDERLY_RECORDED_CALLS"):
    from record_calls import record_to

    record_to(os.environ["ORDERLY_RECORDED_CALLS"], os.environ["ORDERLY_RECORDED_EVENTS"])

if os.environ.get("ORDERLY_REPEATED_EVENTS"):
    from repeat_events import repeat_events

    repeat_events()

if os.environ.get("ORDERLY_RECORDED_RECEIVES"):
    from batching_windows import wait_for_batches

    wait_for_batches(os.environ["ORDERLY_RECORDED_RECEIVES"])

if os.environ.get("PERSIST_STATE") == "1":
    from keep_state import keep_state

    keep_state()

APIS = "/_aws/execute-api/"
serve = ministack.app


def is_own_host(host):
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in ("localhost", "127.0.0.1", "[::1]") or name.endswith(".localhost")


def is_refused(scope):
    """True for a request for a foreign host name, or of a page of another site.

    Browsers add `Origin` and `Sec-Fetch-Site` to requests (Fetch standard), and programs do not.
    """
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    if not is_own_host(headers.get(b"host", "localhost")):
        return True
    if scope.get("path", "").startswith(APIS):
        return False
    return b"origin" in headers or headers.get(b"sec-fetch-site", "none") != "none"


async def serve_programs(scope, receive, send):
    if scope["type"] == "websocket" and is_refused(scope):
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    if scope["type"] == "http" and is_refused(scope):
        body = json.dumps({"message": "Web pages may not use the emulator. Use the address that npm start prints."})
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body.encode()})
        return
    await serve(scope, receive, send)


ministack.app = serve_programs
ministack.main()
