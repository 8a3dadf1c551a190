//! `foramen check`: reads the whole of `hooks/`, runs its cases, and says what is not in yet.

mod excerpt;
mod prefetch;
mod report;

use super::CommandError;
use crate::hooks;
use clap::Args;
use excerpt::Excerpt;
use foramen_protocol::{Draft, File, Mistake, cases, format::Place};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Check hooks: every mistake with its place, every case, what is covered and what is not
///
/// Exits with 1 if there is a mistake or a case fails.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The folder to check; by default the hooks that are built in
    #[arg(value_name = "DIR")]
    hooks: Option<PathBuf>,
    /// Only list the codes that nobody has checked, by value set
    #[arg(long)]
    unverified: bool,
}

impl Check {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let (root, files) = match &self.hooks {
            Some(folder) => (folder.display().to_string(), hooks::from_directory(folder)?),
            None => ("hooks".to_owned(), hooks::embedded()),
        };
        let mistakes = match Draft::load(files.clone()).check() {
            Err(mistakes) => mistakes,
            Ok(catalog) => {
                if self.unverified {
                    report::unverified(out, &catalog)?;
                    return Ok(ExitCode::SUCCESS);
                }
                report::print(out, &catalog)?;
                let mut mistakes = prefetch::mistakes(&catalog);
                let mut failures = cases::run(&catalog);
                failures.extend(cases::run_in_every_profile(&catalog));
                mistakes.extend(failures.iter().map(|failure| {
                    at(
                        &catalog.content().files,
                        &failure.place,
                        failure.to_string(),
                    )
                }));
                mistakes
            }
        };
        for mistake in &mistakes {
            writeln!(
                out,
                "{}",
                Excerpt {
                    root: &root,
                    files: &files,
                    mistake
                }
            )?;
        }
        if mistakes.is_empty() {
            writeln!(out, "no mistake, and every case is as written")?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{} to mend", mistakes.len())?;
        Ok(ExitCode::FAILURE)
    }
}

/// Something to say about a place.
fn at(files: &[File], place: &Place, text: String) -> Mistake {
    let file = files.get(place.file);
    let before = file
        .and_then(|file| file.text.get(..place.span.start))
        .unwrap_or_default();
    Mistake {
        path: file.map(|file| file.path.clone()).unwrap_or_default(),
        line: before.matches('\n').count() + 1,
        column: before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1,
        span: place.span.clone(),
        text,
        help: None,
    }
}
