"""What decides on the exit code of a run: a baseline, changed lines and suppressions, held against finished regions."""

from codematch.policy.apply import NO_POLICY, PolicyInputs, apply_policy, with_policy
from codematch.policy.baseline import read as read_baseline
from codematch.policy.baseline import render as render_baseline
from codematch.policy.changed import read_changes
from codematch.policy.suppressions import read as read_suppressions

__all__ = [
    "NO_POLICY",
    "PolicyInputs",
    "apply_policy",
    "read_baseline",
    "read_changes",
    "read_suppressions",
    "render_baseline",
    "with_policy",
]
