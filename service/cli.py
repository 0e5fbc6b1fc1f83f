"""The `porsesh` command. Other packages add commands through the entry points of the group `porsesh.commands`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn

from indexer.errors import PorseshError
from service import commands
from service.problems import ProblemError
from service.settings import Settings


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        fail(f"فرمان درست نیست: {message} (راهنما: porsesh --help)")


def fail(message: str) -> NoReturn:
    """One line on stderr, exit code 2."""
    print(" ".join(message.split()), file=sys.stderr)
    raise SystemExit(2)


def make_parser(settings: Settings) -> argparse.ArgumentParser:
    parser = _Parser(prog="porsesh", description="پاسخ مستند به پرسش‌های فارسی از گزارش‌های سازمان")
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="فرمان", parser_class=_Parser)

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        sub = subcommands.add_parser(name, help=summary, description=summary)
        sub.add_argument("--corpus", type=Path, default=settings.corpus, help="پوشهٔ پیکره (پیش‌فرض: corpus)")
        return sub

    build = command("build", "سندها را بازسازی و نمایه می‌کند")
    build.add_argument("--seeds", type=Path, default=settings.seeds, help="پوشهٔ سندها (پیش‌فرض: seeds)")
    build.add_argument("--no-corrections", action="store_true", help="پروندهٔ اصلاح‌ها نادیده گرفته شود")
    build.add_argument("--dry-run", action="store_true", help="تنها نشان می‌دهد چه خواهد شد")
    build.set_defaults(run=commands.build)

    add = command("add", "پرونده‌ها را به سندها می‌افزاید")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE")
    add.add_argument("--json", action="store_true", help="پیشرفت کار، هر گام یک شیء JSON")
    add.set_defaults(run=commands.add)

    remove = command("remove", "سند را کنار می‌گذارد؛ تا ساخت بعدی برگشت‌پذیر است")
    remove.add_argument("ids", nargs="+", metavar="ID")
    remove.add_argument("--undo", action="store_true", help="سند کنارگذاشته را برمی‌گرداند")
    remove.set_defaults(run=commands.remove)

    documents = command("documents", "سندها را با وضعشان فهرست می‌کند")
    documents.add_argument("--json", action="store_true", help="فهرست به شکل JSON")
    documents.set_defaults(run=commands.documents)

    serve = command("serve", "سرویس و صفحهٔ وب را برپا می‌کند")
    serve.add_argument("--seeds", type=Path, default=settings.seeds)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=commands.serve)

    ask = command("ask", "به یک پرسش در پایانه پاسخ می‌دهد")
    ask.add_argument("question", metavar="پرسش", nargs="?")
    ask.add_argument("--interactive", action="store_true", help="گفت‌وگو: هر سطر یک پرسش، تا سطر خالی")
    ask.add_argument("--top-k", type=int, default=5)
    ask.add_argument("--json", action="store_true", help="بدنهٔ پاسخ ‎/v1/ask‎ چاپ شود")
    ask.set_defaults(run=commands.ask)

    review = command("review", "سطرهای نامطمئن را برای اصلاح نشان می‌دهد")
    review.add_argument("--check", action="store_true", help="پروندهٔ اصلاح‌ها را می‌سنجد")
    review.add_argument("--by", default=getpass.getuser(), help="نام اصلاح‌کننده")
    review.set_defaults(run=commands.review)
    command("tables", "جدول‌ها را با وضع آزمون‌هایشان فهرست می‌کند").set_defaults(run=commands.tables)
    command("mcp", "ابزارها را برای برنامه‌های دیگر (Model Context Protocol) فراهم می‌کند").set_defaults(run=commands.mcp)

    repair = subcommands.add_parser("repair", help="متن فارسی درهم‌ریخته را بازسازی می‌کند")
    repair.add_argument("file", type=Path, metavar="FILE")
    repair.add_argument("--json", action="store_true", help="برای هر سطر یک شیء JSON")
    repair.set_defaults(run=commands.repair)

    for entry in entry_points(group="porsesh.commands"):
        entry.load()(subcommands.add_parser(entry.name))
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; an error the user can mend is one Persian line on stderr and exit code 2."""
    try:
        settings = Settings()
    except ValueError as error:
        fail(f"تنظیمات محیط (PORSESH_*) درست نیست: {str(error).splitlines()[1] if str(error).splitlines()[1:] else error}")
    args = make_parser(settings).parse_args(argv)
    try:
        args.run(args, settings)
    except PorseshError as error:
        fail(str(error))
    except ProblemError as error:
        fail(error.detail)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
