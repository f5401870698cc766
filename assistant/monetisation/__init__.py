"""How money may enter: mechanisms, auctions, the ledger."""
