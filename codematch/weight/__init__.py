"""Weight: how surprising each matched token is in a background of unrelated public code, in bits."""
