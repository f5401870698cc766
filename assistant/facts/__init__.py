"""What can be asked about things: a small file per topic, answered from the record or not."""
