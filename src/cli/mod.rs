//! The command line. Others script against it: names, output and exit codes stay.
//!
//! Results go to stdout, everything else to stderr.

mod check;
mod docs;
mod explain;
mod export;
mod replay;
mod serve;
mod site;

use crate::{
    app::{Refusal, StartError},
    export::{ExportError, FolderError},
    hooks::HooksError,
    settings::SettingsError,
};
use clap::{Parser, Subcommand};
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and nothing is wrong
  1  there are mistakes in hooks, a case fails, or what was asked cannot be done
  2  the command line is wrong";

/// CDS Hooks service for neck and back pain.
///
/// It reads the record that an EHR sends, compares it with a reviewed protocol, and answers with cards.
#[derive(Debug, Parser)]
#[command(name = "foramen", version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Check(check::Check),
    Docs(docs::Docs),
    Explain(explain::Explain),
    Replay(replay::Replay),
    Export(export::Export),
}

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Hooks(#[from] HooksError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("{}: {error}", .path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{}: {refusal}", .path.display())]
    Request { path: PathBuf, refusal: Refusal },
    #[error("{0}")]
    Asked(String),
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    #[error("the explanation cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let mut out = io::stdout().lock();
    let result = match CommandLine::parse().command {
        Command::Serve(serve) => serve.run(&mut out),
        Command::Check(check) => check.run(&mut out),
        Command::Docs(docs) => docs.run(&mut out),
        Command::Explain(explain) => explain.run(&mut out),
        Command::Replay(replay) => replay.run(&mut out),
        Command::Export(export) => export.run(&mut out),
    };
    match result.and_then(|code| Ok(out.flush().map(|()| code)?)) {
        Ok(code) => code,
        // Whoever reads the output has read enough: `foramen explain … | head`.
        Err(CommandError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nothing is left to do if stderr is gone too.
            let _ = writeln!(io::stderr(), "foramen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    fs::read(path).map_err(|error| CommandError::File {
        path: path.to_owned(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
