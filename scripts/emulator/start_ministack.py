"""Starts MiniStack, and makes it check the signatures of root keys.

MiniStack 1.5.33 accepts any signature for a key that it treats as root: the configured one, `test` and account ids.
With this change it checks them like the signatures of other keys, against the secret of this start.
"""

from ministack.app import main
from ministack.core import iam_evaluator

if not callable(getattr(iam_evaluator, "_is_root_key", None)):
    raise SystemExit("This MiniStack has no _is_root_key. See scripts/emulator/start_ministack.py.")
iam_evaluator._is_root_key = lambda access_key_id: False

main()
