"""From a need to an organic ranking; nothing here ever sees money that a seller pays."""
