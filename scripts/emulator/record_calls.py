"""Records which calls to AWS the emulator allowed to each role, so that unused permissions can be found.

Each line of the file is a JSON object: the role's name, the action and the resource that IAM checked, and for PutEvents
the source of the events. Equal calls are recorded once. The server itself writes the file, at the first call of a kind,
so no record is lost when a Lambda worker is killed.
"""

import json
from contextvars import ContextVar

from ministack import app
from ministack.core import iam_evaluator

for module, name in ((iam_evaluator, "enforce"), (iam_evaluator, "resolve_caller_identity"), (app, "pin_signed_body")):
    if not callable(getattr(module, name, None)):
        raise SystemExit(f"This MiniStack has no {name}. See scripts/emulator/record_calls.py.")

current_body = ContextVar("current_body", default=b"")


def role_of(access_key_id):
    """The name of the role whose session the key belongs to (arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION)."""
    arn = (iam_evaluator.resolve_caller_identity(access_key_id) or {}).get("userArn", "")
    parts = arn.split("/")
    return parts[1] if parts[0].endswith(":assumed-role") and len(parts) == 3 else None


def sources_of(action):
    """The sources of the events of a PutEvents call. MiniStack does not pass them to `enforce`."""
    if action != "events:PutEvents":
        return {None}
    return {entry["Source"] for entry in json.loads(current_body.get())["Entries"]}


def record_to(path):
    """Appends each new kind of allowed call to the file."""
    enforce, pin_signed_body = iam_evaluator.enforce, app.pin_signed_body
    known = set()
    file = open(path, "a", encoding="utf-8", buffering=1)

    def keep_body(body):
        current_body.set(body)
        pin_signed_body(body)

    def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", *args, **kwargs):
        refused = enforce(access_key_id, iam_action, service, region, resource_arn, *args, **kwargs)
        role = None if refused else role_of(access_key_id)
        for source in sources_of(iam_action) if role else ():
            call = (role, iam_action, resource_arn, source)
            if call not in known:
                known.add(call)
                found = {"role": role, "action": iam_action, "resource": resource_arn, "source": source}
                file.write(json.dumps({key: value for key, value in found.items() if value is not None}) + "\n")
        return refused

    app.pin_signed_body = keep_body
    iam_evaluator.enforce = enforce_and_record
