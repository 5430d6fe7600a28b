"""The door: which commands there are, and what becomes of errors.

A command's module is imported only when the command is called, so that ``escalation --help`` costs
no more than Typer. A command is a function with Typer's annotations; it returns nothing when all
went well, or its exit code.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from escalation import __version__
from escalation.charts.settings import hide_machine_settings
from escalation.cli.digits import check_digits
from escalation.cli.streams import UnheededStream, open_streams, visible_streams
from escalation.ensemble.interrupt import asked_to_end, endings_as_interrupts
from escalation.errors import InputError, PurposeError, suggest
from escalation.files import reason
from escalation.startup import settle

#: What an option takes, by the end of Typer's complaint, whose wording differs by its version.
_NUMBERS = {
    re.compile(r"valid integer\b"): "a whole number, such as 400",
    re.compile(r"valid (float|number)\b"): "a number, such as 0.01",
}
DONE, MISSED_PURPOSE, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

#: Every command: where its function is, and its line in ``escalation --help``.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": (
        "escalation.cli.run_commands:run",
        "Run a scenario: odds, tables and charts.",
    ),
    "compare": (
        "escalation.cli.compare_command:compare",
        "Compare scenarios run by run, under the same draws and chance.",
    ),
    "branch": (
        "escalation.cli.branch_command:branch",
        "Continue an ensemble, or one run, from a day on under another decision.",
    ),
    "policies": (
        "escalation.cli.policies_command:policies",
        "Rank levers by what they do to durable quiet, with regret.",
    ),
    "sweep": (
        "escalation.cli.sweep_command:sweep",
        "Run a scenario with many values of what you vary; resumable.",
    ),
    "watch": (
        "escalation.cli.watch_command:watch",
        "Replay one run, agent by agent: its days, or its chronicle.",
    ),
    "serve": (
        "escalation.cli.serve_command:serve",
        "Explore scenarios in the browser, the odds moving with the sliders.",
    ),
    "check": (
        "escalation.cli.check_command:check",
        "Hold the model against known patterns; count those that hold.",
    ),
    "ablate": (
        "escalation.cli.ablate_command:ablate",
        "Switch each mechanism off; see what is lost.",
    ),
    "score": (
        "escalation.cli.score_command:score",
        "Forecast recorded episodes from their first day; score the forecasts.",
    ),
    "calibrate": (
        "escalation.cli.calibrate_command:calibrate",
        "Fit the parameters that nobody measured to the patterns, all together.",
    ),
    "validation": (
        "escalation.cli.validation_command:validation",
        "Renew the page that judges the model: all tables and figures.",
    ),
    "explain": (
        "escalation.cli.explain_command:explain",
        "Say what a kept run's odds hinge on, and how much is chance.",
    ),
    "value": (
        "escalation.cli.value_command:value",
        "Say which claim to verify first, for the choice among levers.",
    ),
    "storylines": (
        "escalation.cli.storylines_command:storylines",
        "Tell a few futures of a kept run, and what early on foretells the end.",
    ),
    "pivots": (
        "escalation.cli.pivots_command:pivots",
        "Say which moments the fate of one run hung on.",
    ),
    "report": (
        "escalation.cli.report_command:report",
        "Write a report of a run, or of a scenario asked everything.",
    ),
    "runs": (
        "escalation.cli.run_commands:runs",
        "List what was kept, and what it found.",
    ),
    "verify": (
        "escalation.cli.verify_command:verify",
        "Say which files of what was kept are missing, changed or added.",
    ),
    "workbook": (
        "escalation.cli.table_commands:workbook",
        "Write all tables of what was kept for Excel or LibreOffice.",
    ),
    "columns": (
        "escalation.cli.table_commands:columns",
        "Say what each column of each table means.",
    ),
    "whence": (
        "escalation.cli.whence_command:whence",
        "Say which run made a file, and how to make it again.",
    ),
    "reproduce": (
        "escalation.cli.reproduce_command:reproduce",
        "Run again what was kept, or came as a zip; compare it to the bit.",
    ),
    "validate": (
        "escalation.cli.scenario_commands:validate",
        "Check scenario files; every error at its line.",
    ),
    "new": (
        "escalation.cli.scenario_commands:new",
        "Begin a scenario that extends another.",
    ),
    "diff": (
        "escalation.cli.diff_command:diff",
        "Say what differs between two scenarios or kept runs.",
    ),
    "claims": (
        "escalation.cli.scenario_commands:claims",
        "Show the claims a scenario rests on, and what hangs on them.",
    ),
    "parameters": (
        "escalation.cli.scenario_commands:parameters",
        "Say where the model's numbers come from.",
    ),
    "border": (
        "escalation.cli.border_command:border",
        "Draw the border strip as a map.",
    ),
    "glossary": (
        "escalation.cli.glossary_command:glossary",
        "Say what the words mean that tables and charts use.",
    ),
    "schema": (
        "escalation.cli.scenario_commands:schema",
        "Print the JSON Schema of scenario files, for editors.",
    ),
}


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and imports one when it is called."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; for a listing, only its name and line."""
        if cmd_name not in COMMANDS:
            return None
        place, line = COMMANDS[cmd_name]
        if self._listing:
            return TyperCommand(cmd_name, help=line)
        return _command(cmd_name, place, line)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help without importing any command."""
        self._listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._listing = False

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the commands that begin so, without importing any."""
        self._listing = True
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self._listing = False

    def invoke(self, ctx: Any) -> Any:
        """Run the command; say in our own words what Typer would end the process for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        except KeyboardInterrupt as error:
            raise _StoppedError(*error.args) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was asked for, or say which one may have been meant."""
        typed = args and not args[0].startswith("-") and not ctx.resilient_parsing
        if typed and args[0] not in COMMANDS:
            near = suggest(args[0], COMMANDS) or f"; commands are {', '.join(COMMANDS)}"
            raise InputError.single(args[0], f"is no command{near}")
        found = super().resolve_command(ctx, args)
        if typed:
            check_digits(_function(args[0], COMMANDS[args[0]][0]), args[1:])
        return found


def _command(name: str, place: str, line: str) -> Any:
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name, short_help=line)(_function(name, place))
    return typer.main.get_command(single)


def _function(name: str, place: str) -> Any:
    module, _, function = place.partition(":")
    try:
        return getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("escalation"):
            raise
        raise PurposeError(f"{name} is not part of this installation") from error


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"escalation {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup, rich_markup_mode=None, no_args_is_help=True,
    help="Odds of de-escalation on the Afghanistan-Pakistan border, from a scenario file.",
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Odds of de-escalation on the Afghanistan-Pakistan border, from a scenario file."""


#: A pipe that nobody reads any more, a terminal that was closed.
_NO_READER = (errno.EPIPE, errno.EIO)


class _ReaderGoneError(Exception):
    """Nobody reads what is printed; Typer would end the process with an error."""


class _StoppedError(Exception):
    """Somebody asked the command to end; the message says what is kept, if anything is."""


class _Notes(logging.Handler):
    """Says on stderr what the program warns of, as its other notes."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it, with its paths unbroken."""
        typer.echo(record.getMessage(), err=True)


@open_streams()
def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process by default.

    Returns
    -------
    int
        0 done, 1 ran but failed its purpose, 2 wrong input, 130 interrupted.
    """
    if argv is None:  # the process is ours
        settle()
    hide_machine_settings()
    log = logging.getLogger("escalation")
    log.handlers[:] = [_Notes()]
    log.setLevel(logging.WARNING)
    with endings_as_interrupts(), visible_streams(), redirect_stderr(UnheededStream(sys.stderr)):
        try:
            code = _run(argv)
            sys.stdout.flush()
        except _ReaderGoneError:
            code = DONE
        except OSError as error:
            code = DONE if error.errno in _NO_READER else _complain_of_system(error)
        except ValueError as error:
            code = _complain_of_null(error)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        return code
    # Nobody reads what is left, as with `| head`; Python would complain on its way out.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _run(argv: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        group = typer.main.get_command(app)
        code = group.main(args=arguments, prog_name="escalation", standalone_mode=False)
    except InputError as error:
        _complain(error)
        return WRONG_INPUT
    except PurposeError as error:
        typer.echo(f"error: {error}", err=True)
        return MISSED_PURPOSE
    except (_StoppedError, KeyboardInterrupt, typer.Abort) as error:
        if isinstance(error.__cause__, EOFError):
            # Typer takes the end of any file for a reader who is tired of questions.
            raise error.__cause__ from None
        typer.echo(f"interrupted: {str(error) or 'nothing is kept'}", err=True)
        return INTERRUPTED
    except Exception as error:
        # Typer's usage errors; their class lives in click or in Typer, by Typer's version.
        show = getattr(error, "show", None)
        if (told := _no_number(error, arguments)) is not None:
            typer.echo(told, err=True)
            return WRONG_INPUT
        if show is None or not hasattr(error, "exit_code"):
            if asked_to_end.is_set():  # and something broke of it
                typer.echo("interrupted", err=True)
                return INTERRUPTED
            raise
        show()
        return int(error.exit_code)
    return code if isinstance(code, int) and not isinstance(code, bool) else DONE


def _no_number(error: Exception, arguments: Sequence[str]) -> str | None:
    """Say of an option that takes a number what was typed; None of any other complaint."""
    option: Any = getattr(error, "param", None)
    said = str(getattr(error, "message", ""))
    wanted = next((what for words, what in _NUMBERS.items() if words.search(said)), None)
    if option is None or wanted is None:
        return None
    for name in option.opts:
        for place, word in enumerate(arguments):
            if word == name and place + 1 < len(arguments):
                return f"{name}: {arguments[place + 1]!r} is not {wanted}"
            if word.startswith(f"{name}="):
                return f"{name}: {word.removeprefix(f'{name}=')!r} is not {wanted}"
    return None


def _complain(error: InputError) -> None:
    for problem in error.problems:
        typer.echo(str(problem), err=True)
    if len(error.problems) > 1:
        typer.echo(f"{len(error.problems)} problems", err=True)


def _complain_of_system(error: OSError) -> int:
    """Say in a sentence what the system refused, of a path that no command words by itself."""
    where = "" if error.filename is None else f"{error.filename}: "
    typer.echo(f"{where}{reason(error)}", err=True)
    return MISSED_PURPOSE if error.filename is None else WRONG_INPUT


def _complain_of_null(error: ValueError) -> int:
    """Say that a path holds what no path can, which Python words as a wrong value."""
    if "null" not in str(error):
        raise error
    typer.echo("a path holds a null character, which no path can", err=True)
    return WRONG_INPUT
