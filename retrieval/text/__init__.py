"""Text into terms, in Chinese and English."""
