"""`porsesh eval`: its arguments, and the order in which things are read, run, written and judged."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.settings import Settings

REPORT = Path("eval") / "out"


def command(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of `porsesh eval` to its parser; nothing heavy is imported before it runs."""
    parser.description = "سامانه را با پرسش‌های طلایی می‌سنجد و گزارش می‌نویسد"
    parser.add_argument("--corpus", type=Path, help="پوشهٔ پیکره (پیش‌فرض: corpus)")
    parser.add_argument(
        "--gold", type=Path, action="append", metavar="FILE", help="پروندهٔ طلایی JSONL؛ چند بار می‌توان داد (پیش‌فرض: eval/gold)"
    )
    parser.add_argument("--report", type=Path, default=REPORT, metavar="DIR", help=f"پوشهٔ گزارش (پیش‌فرض: {REPORT})")
    parser.add_argument("--variants", metavar="A,B,...", help="گونه‌هایی که سنجیده شوند (پیش‌فرض: همه)؛ list نامشان را می‌گوید")
    parser.add_argument("--quick", action="store_true", help="تنها سرویس کامل، بی‌گونه‌های دیگر")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="گزارشی پیشین که با این یکی سنجیده شود")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="خط پایه؛ افت معنادار از آن، پایان با کد ۱")
    parser.add_argument("--save-baseline", type=Path, metavar="FILE", help="نتیجهٔ این اجرا خط پایه شود")
    parser.add_argument(
        "--fail-under", action="append", default=[], metavar="METRIC=VALUE", help="مانند right=0.6؛ کمتر از آن، پایان با کد ۱"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Runs the evaluation. Raises EvaluationError; SystemExit(1) where a gate is not passed."""
    from eval import comparison, console, gates, output
    from eval.goldset import SAMPLE, read_gold
    from eval.harness import evaluate
    from eval.page import render
    from eval.variants import VARIANTS
    from eval.wording import HEADLINE
    from service.collection import load_collection

    if args.variants == "list":
        for variant in VARIANTS.values():
            print(f"{variant.name}\t{variant.summary}")
        return
    variants = [HEADLINE] if args.quick and not args.variants else choose_variants(args.variants)
    limits = [gates.parse_limit(text) for text in args.fail_under]
    old = comparison.read_report(args.compare) if args.compare else None
    baseline = gates.read_baseline(args.baseline) if args.baseline else None
    if args.corpus:
        settings = settings.model_copy(update={"corpus": args.corpus})
    served = load_collection(settings.corpus, settings.model)
    gold = read_gold(args.gold or SAMPLE, {name: len(c.lines) for name, c in served.corpora.items()})
    with console.progress() as progress:
        result = evaluate(served, gold, variants, settings, progress)
    report = result.report
    report["compared"] = comparison.compare(report, old, args.compare.name) if old and args.compare else None
    verdicts = gates.judge(report, limits, baseline)
    report["gates"] = verdicts
    output.write(args.report, report, result.runs, render(report))
    if args.save_baseline:
        gates.write_baseline(report, args.save_baseline)
    console.show(report, args.report)
    if not all(v["passed"] for v in verdicts):
        raise SystemExit(1)


def choose_variants(names: str | None) -> list[str]:
    """The variants named, in their own order; all where none are. Raises EvaluationError for an unknown name."""
    from eval.errors import EvaluationError
    from eval.variants import VARIANTS

    wanted = [name.strip() for name in names.split(",")] if names else list(VARIANTS)
    unknown = [name for name in wanted if name not in VARIANTS]
    if unknown:
        raise EvaluationError(f"گونهٔ «{unknown[0]}» نیست؛ این‌ها هست: {'، '.join(VARIANTS)}")
    return [name for name in VARIANTS if name in wanted]
