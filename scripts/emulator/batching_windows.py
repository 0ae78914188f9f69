"""Makes queues wait for their batches to fill, and records each receive request that returned messages.

Lambda invokes a function when a batch has its full number of messages or 6 MB, or when its first message has waited for
the batching window of the event source mapping (Lambda developer guide, "Batching behavior"). MiniStack invokes the
function at once.

On AWS, several pollers read a queue, so they may fill a batch later than the single poller here.
"""

import time

from ministack.services import lambda_svc, sqs

for module, name in ((lambda_svc, "_esms"), (sqs, "_receive_messages_for_esm")):
    if not hasattr(module, name):
        raise SystemExit(f"This MiniStack has no {name}. See scripts/emulator/batching_windows.py.")


def window_of(queue):
    """The batching window in seconds of the function that a queue invokes."""
    for mapping in list(lambda_svc._esms._data.values()):
        if mapping.get("EventSourceArn", "").endswith(f":{queue}"):
            return mapping.get("MaximumBatchingWindowInSeconds") or 0
    return 0


def wait_for_batches(receives_path):
    """Makes MiniStack keep to batching windows.

    Appends a line with the queue's name to the file for each receive request that returned messages.
    """
    receive = sqs._receive_messages_for_esm
    receives_file = open(receives_path, "a", encoding="utf-8", buffering=1)
    waiting = {}

    def receive_batch(queue_url, batch_size):
        queue = queue_url.rsplit("/", 1)[-1]
        messages, deadline = waiting.pop(queue_url, ([], None))
        received = receive(queue_url, batch_size - len(messages))
        if received:
            receives_file.write(f"{queue}\n")
        batch = [*messages, *received]
        if not batch:
            return []
        deadline = deadline or time.monotonic() + window_of(queue)
        if len(batch) < batch_size and time.monotonic() < deadline:
            waiting[queue_url] = (batch, deadline)
            return []
        return batch

    sqs._receive_messages_for_esm = receive_batch
