"""The audit trail: what happened, appended where it happens and chained later."""
