"""What other people's packages must be told, before they are imported, to send nothing home."""

import os

REFUSALS = {
    # onnxruntime 1.29+ queues events with a device id and looks up its collector unless told first.
    "ORT_DISABLE_TELEMETRY": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Gradio's history of visits.
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "",
    "OTEL_SDK_DISABLED": "true",
    # LangSmith would be sent every prompt, that is, what shoppers write.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "DO_NOT_TRACK": "1",
}


def refuse_telemetry() -> None:
    """Tell every dependency to send nothing, whatever the environment said.

    It is called by every entry point and again wherever such a package is imported, since most
    read their variables only once, when they are.
    """
    os.environ.update(REFUSALS)
