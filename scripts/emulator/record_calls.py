"""Records what functions do: which calls to AWS the emulator allowed to each role, and the events that they published.

The calls show unused permissions. Each line of the file with the calls is a JSON object: the role's name, the action
and the resource that IAM checked, and for PutEvents the source of the events. Equal calls are recorded once. The
recorded events are searched for personal data and secrets, and compared with the data of the insights service. Each
line of the file with the events is an entry of a PutEvents call.

The server writes both files immediately, so no record is lost when a Lambda worker is killed.
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


def events_of(action):
    """The events in the body of a PutEvents call. MiniStack does not pass them to `enforce`."""
    return json.loads(current_body.get())["Entries"] if action == "events:PutEvents" else []


def record_to(calls_path, events_path):
    """Appends each new kind of allowed call to the first file, and each event to the second."""
    enforce, pin_signed_body = iam_evaluator.enforce, app.pin_signed_body
    known = set()
    calls_file = open(calls_path, "a", encoding="utf-8", buffering=1)
    events_file = open(events_path, "a", encoding="utf-8", buffering=1)

    def keep_body(body):
        current_body.set(body)
        pin_signed_body(body)

    def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", *args, **kwargs):
        refused = enforce(access_key_id, iam_action, service, region, resource_arn, *args, **kwargs)
        role = None if refused else role_of(access_key_id)
        events = events_of(iam_action) if role else []
        for event in events:
            events_file.write(json.dumps(event) + "\n")
        for source in ({event["Source"] for event in events} or {None}) if role else ():
            call = (role, iam_action, resource_arn, source)
            if call not in known:
                known.add(call)
                found = {"role": role, "action": iam_action, "resource": resource_arn, "source": source}
                calls_file.write(json.dumps({key: value for key, value in found.items() if value is not None}) + "\n")
        return refused

    app.pin_signed_body = keep_body
    iam_evaluator.enforce = enforce_and_record
