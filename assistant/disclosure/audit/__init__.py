"""What an answer owes its reader in law, checked: rules as data, verdicts with their evidence."""
