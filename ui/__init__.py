"""The Gradio page; the only room that knows gradio."""
