import gc

from django.urls import get_resolver


def settle() -> None:
    """What a worker has loaded stays for as long as it lives: it is not looked through for what could go.

    Python looks for objects that only hold each other whenever 700 more have been made, and every now and then through
    all that there are, which takes 45 ms in the middle of somebody's request. So all views are loaded first and left
    out, and the young are looked at every 10,000: with less it costs more, with 50,000 each look takes 80 ms.
    """
    get_resolver().url_patterns  # noqa: B018 - loads them
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)
