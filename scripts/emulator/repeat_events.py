"""Delivers each event to a queue twice, the second time a little later.

EventBridge and SQS deliver at least once, so a consumer may get any event again. MiniStack delivers each event once.
"""

from ministack.services import eventbridge, sqs

for module, name in ((eventbridge, "_dispatch_to_sqs"), (sqs, "_queue_by_arn")):
    if not callable(getattr(module, name, None)):
        raise SystemExit(f"This MiniStack has no {name}. See scripts/emulator/repeat_events.py.")

# Long enough for the first copy to be processed, so that the second copy finds the result of the first.
LATER_SECONDS = 2


def repeat_events():
    """Makes EventBridge deliver each event to a queue twice."""
    dispatch = eventbridge._dispatch_to_sqs

    def dispatch_twice(spec, payload, *args, **kwargs):
        dispatch(spec, payload, *args, **kwargs)
        queue = sqs._queue_by_arn(str(spec))
        if queue:
            copies = len(queue["messages"])
            dispatch(spec, payload, *args, **kwargs)
            for message in queue["messages"][copies:]:
                message["visible_at"] += LATER_SECONDS

    eventbridge._dispatch_to_sqs = dispatch_twice
