"""Labels that code puts there, and the audit of them."""
