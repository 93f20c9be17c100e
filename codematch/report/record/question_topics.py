"""Which measurements bear on a question that was put, by its words; the examiner answers the question."""

from collections.abc import Mapping, Sequence

TOPICS: Mapping[str, tuple[str, ...]] = {
    "asserted": ("assert", "claimed", "主张", "密点", "秘密点"),
    "files": ("which", "correspond", "identical", "same", "similar", "match", "哪些", "相同", "相似", "对应", "一致",
              "比对", "异同"),
    "share": ("how much", "share", "proportion", "percent", "extent", "ratio", "比例", "多少", "占比", "相似度",
              "程度"),
    "findings": ("comment", "notice", "what else", "trace", "注释", "声明", "痕迹"),
    "residual": ("filter", "exclu", "open source", "open-source", "third part", "third-part", "librar", "remain",
                 "开源", "第三方", "公共", "程序库", "排除", "过滤", "剩余"),
    "rates": ("chance", "coincid", "independent", "unrelated", "error", "巧合", "独立", "无关", "错误率", "偶然"),
    "untested": ("not tested", "not compared", "untested", "limit", "未检验", "未比对", "局限", "限制"),
}  # fmt: skip
"""The topics in the order in which they are told, each with parts of words that name it."""
_UNNAMED = ("files", "share")
"""What is told where a question names no topic."""


def topics_of(question: str) -> tuple[str, ...]:
    """Return the topics that a question names, in the order of `TOPICS`; what corresponds and how much if none."""
    words = question.casefold()
    found = tuple(topic for topic, parts in TOPICS.items() if any(part in words for part in parts))
    return found or _UNNAMED


def assigned(questions: Sequence[str], topics: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return every question with the topics that are told there, then those that no question names.

    Each topic is told once, at the first question that names it.

    Args:
        questions: The questions in their order.
        topics: What there is to tell, in order.

    Returns:
        Pairs of a question, "" for a topic that none names, and its topics; none where all are told further above.
    """
    left = list(topics)
    rows: list[tuple[str, tuple[str, ...]]] = []
    for question in questions:
        here = tuple(topic for topic in topics_of(question) if topic in left)
        left = [topic for topic in left if topic not in here]
        rows.append((question, here))
    return [*rows, *(("", (topic,)) for topic in left)]
