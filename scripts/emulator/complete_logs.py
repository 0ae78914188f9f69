"""Makes MiniStack wait for all log lines of an invocation, and not longer.

A worker sends its response and its log lines through different pipes. After the response, MiniStack 1.5.33 waits 50 ms
for the first line. On a busy machine a line can come later, and then appears only with the worker's next invocation.
Here the worker writes a mark after its last line, before the response, and MiniStack reads until this mark.
"""

import json
import queue
import time

from ministack.core import lambda_runtime

RESPOND = "const _realStdoutWrite = process.stdout.write.bind(process.stdout);"
MARK = "\0end of the log lines"
MARK_LINE = json.dumps(f"{MARK}\n")
"""The mark as a line of its own, as a string of JavaScript."""
PATIENCE_SECONDS = 10
"""How long to wait for a running worker's mark. Only a worker whose code replaces `process.stderr` writes no mark."""

script = getattr(lambda_runtime, "_NODEJS_WORKER_SCRIPT", "")
if script.count(RESPOND) != 1 or not callable(getattr(lambda_runtime.Worker, "_drain_stderr_bounded", None)):
    raise SystemExit("This MiniStack writes responses in another way. See scripts/emulator/complete_logs.py.")


def wait_for_all_lines():
    """Makes Node workers write a mark after the log lines of an invocation, and makes MiniStack wait for the mark."""
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(
        RESPOND,
        "const _sendResponse = process.stdout.write.bind(process.stdout);\n"
        "const _realStdoutWrite = (text) => {\n"
        f"  _stderrWrite({MARK_LINE});\n"
        "  return _sendResponse(text);\n"
        "};",
    )
    read_for_a_while = lambda_runtime.Worker._drain_stderr_bounded
    read_at_once = lambda_runtime.Worker._drain_stderr

    def without_marks(text):
        return "\n".join(line.removesuffix(MARK) for line in text.split("\n") if line != MARK)

    def read_to_mark(self, *args, **kwargs):
        if not str(self.config.get("Runtime", "")).startswith("nodejs"):
            return read_for_a_while(self, *args, **kwargs)
        if self._proc is None:  # The worker failed and has ended, so its pipe ends, too.
            self._stderr_thread.join(PATIENCE_SECONDS)
            return without_marks(read_at_once(self))
        lines = self._stderr_queue
        # The first response of a worker says that the worker is ready. MiniStack reads the lines before this response
        # together with the lines of the first invocation. So the first reading ends with the second mark.
        marks = 1 if getattr(lines, "was_read", False) else 2
        lines.was_read = True
        deadline, read = time.monotonic() + PATIENCE_SECONDS, []
        while marks > 0:
            try:
                line = lines.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if line.endswith(MARK):
                marks -= 1
                line = line.removesuffix(MARK)
                if line == "":
                    continue
            read.append(line)
        return "\n".join(read)

    lambda_runtime.Worker._drain_stderr_bounded = read_to_mark
    lambda_runtime.Worker._drain_stderr = lambda self: without_marks(read_at_once(self))
