"""The records that pass between the assistant's rooms."""
