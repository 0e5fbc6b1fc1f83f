# ruff: noqa
"""Asks a running service every gold question, or every turn of gold conversations, and scores what comes back.

    score_questions.py GOLD.jsonl [--url http://127.0.0.1:8000] [--top-k 10] [--dump FILE]

Metrics as in contract.md section 4, overall and by type and style, with 95 % bootstrap intervals on the overall row.
"""

import argparse
import json
import random
import re
import statistics
import time
import urllib.request
from collections import defaultdict

from common import canon, number, overlaps, read_jsonl, same_value, squeeze


def ask(url, question, top_k, history=None, documents=None):
    fields = (
        {"question": question, "top_k": top_k}
        | ({"history": history} if history else {})
        | ({"documents": documents} if documents else {})
    )
    body = json.dumps(fields).encode()
    request = urllib.request.Request(url + "/v1/ask", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as reply:
        data = json.load(reply)
    return data, (time.perf_counter() - start) * 1000


def covered(item, sources):
    """Whether the gold evidence is reached by these source ranges."""
    if item["type"] == "list":
        gold = {n for a, b in item["evidence"] for n in range(a, b + 1)}
        got = {n for a, b in sources for n in range(a - 1, b + 2)}  # blank lines stand between lines of text
        return len(gold & got) >= 0.5 * len(gold)
    return any(overlaps(e, s) for e in item["evidence"] for s in sources)


LONGEST_TEXT, LONGEST_VALUES = 300, 600


def equal(gold, found) -> bool:
    """A number after rounding to the gold's decimals, a name after squeezing."""
    x, y = number(gold), number(found)
    if x is None or y is None:
        return squeeze(str(gold)) == squeeze(str(found))
    digits = canon(str(gold))
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    return same_value(x, y) or round(y, decimals) == round(x, decimals)


def given(value, kind, answer):
    """Whether the answer states this gold value (contract.md, section 4)."""
    values = answer.get("values") or []
    if any(equal(value, f) for f in values):
        return True
    text = answer.get("text") or ""
    readable = kind == "text" and len(text) <= LONGEST_TEXT
    if number(value) is not None:
        return readable and any(equal(value, n) for n in re.findall(r"\d+(?:[./٫]\d+)*", canon(text)))
    inside = kind in ("text", "list", "compare", "aggregate")
    return (inside and any(isinstance(f, str) and squeeze(value) in squeeze(f) for f in values)) or (
        readable and squeeze(value) in squeeze(text)
    )


def concise(item, answer) -> bool:
    """Whether `values` holds little that was not asked (contract.md, section 4)."""
    values = answer.get("values") or []
    if item["type"] == "list":
        return len(values) <= max(15, 2 * len(item["values"]) + 2)
    numbers = {round(number(v), 6) for v in values if number(v) is not None}
    extra = sum(not any(equal(g, n) for g in item["values"] if number(g) is not None) for n in numbers)
    return extra <= 2 and (item["type"] != "text" or sum(len(v) for v in values if isinstance(v, str)) <= LONGEST_VALUES)


def score(item, reply):
    passages = [p["source"]["lines"] for p in reply["passages"]]
    rows = [r["source"]["lines"] for r in reply["rows"]]
    answered = bool(reply["answered"])
    answer = reply.get("answer") or {}
    out = {}
    if item["type"] == "unanswerable":
        return {"abstained": not answered, "right": not answered, "wrong": answered}
    for k in (1, 5, 10):
        out[f"evidence@{k}"] = covered(item, passages[:k] + rows[:k])
    if item["type"] == "cell":
        out["row@1"] = bool(rows) and any(overlaps(e, rows[0]) for e in item["evidence"])
    out["answered"] = answered
    if item["values"]:
        stated = answered and all(given(v, item["type"], answer) for v in item["values"])
        out["stated"] = stated
        out["right"] = stated and concise(item, answer)
        out["wrong"] = answered and not out["right"]
    cited = set(answer.get("citations") or [])
    known = {x["id"]: x["source"]["lines"] for x in reply["passages"] + reply["rows"]}
    if answered:
        out["cited"] = bool(cited) and cited <= known.keys() and covered(item | {"type": "text"}, [known[c] for c in cited])
    return out


def interval(values, draws=1000):
    rng = random.Random(0)
    means = sorted(statistics.fmean(rng.choices(values, k=len(values))) for _ in range(draws))
    return means[int(0.025 * draws)], means[int(0.975 * draws)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gold")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--top-k", type=int, default=10)
    parser.add_argument("--dump")
    args = parser.parse_args()
    slices, times, dump = defaultdict(lambda: defaultdict(list)), [], []
    for line in read_jsonl(args.gold):
        history = []
        for turn, item in enumerate(line.get("turns", [line])):
            reply, ms = ask(args.url, item["question"], args.top_k, history)
            history.append({"question": item["question"], "answer": (reply.get("answer") or {}).get("text", "")})
            times.append(ms)
            result = score(item, reply)
            dump.append({"gold": item, "scores": result, "reply": reply})
            slice_of = "style:" + item["style"] if "style" in item else "first turn" if turn == 0 else "follow-up"
            for name in ("all", item["type"], slice_of, *(["group:" + item["group"]] if "group" in item else [])):
                for metric, value in result.items():
                    slices[name][metric].append(bool(value))
    metrics = ["evidence@1", "evidence@5", "evidence@10", "row@1", "stated", "right", "wrong", "cited", "answered", "abstained"]
    print(f"{'slice':<26}{'n':>5}" + "".join(f"{m:>13}" for m in metrics))
    for name in sorted(slices, key=lambda s: (s != "all", ":" in s, s)):
        row = slices[name]
        n = max(len(v) for v in row.values())
        print(f"{name:<26}{n:>5}" + "".join(f"{statistics.fmean(row[m]):>13.3f}" if row[m] else f"{'-':>13}" for m in metrics))
    for m in metrics:
        if slices["all"][m]:
            low, high = interval(slices["all"][m])
            print(f"all {m}: {statistics.fmean(slices['all'][m]):.3f} [{low:.3f}, {high:.3f}]")
    times.sort()
    print(f"latency ms: p50 {times[len(times) // 2]:.1f}, p95 {times[int(len(times) * 0.95)]:.1f}, max {times[-1]:.1f}")
    if args.dump:
        with open(args.dump, "w", encoding="utf-8") as f:
            for row in dump:
                f.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
