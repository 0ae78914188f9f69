"""Starts MiniStack, and makes it check the credentials of every call to an API of AWS.

MiniStack 1.5.33 leaves two gaps, which this file closes:

- It accepts any signature for a key that it treats as root: the configured one, `test` and account ids. Here it checks
  them like the signatures of other keys, against the secret of this start.
- It treats a call that names no key as root, for example one with `Authorization: Bearer x`. Here it refuses such calls,
  except requests to an API of API Gateway, which needs no signature.
"""

from ministack.app import main
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

main()
