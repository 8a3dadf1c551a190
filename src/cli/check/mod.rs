//! `foramen check`: reads the whole of `hooks/`, runs its cases, and says what is not in yet.

mod excerpt;
mod prefetch;

use super::CommandError;
use crate::hooks;
use clap::Args;
use excerpt::Excerpt;
use foramen_protocol::{
    Catalog, Draft, File, Mistake, cases,
    format::{Place, Status},
};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Check hooks: every mistake with its place, every case, what is covered and what is not
///
/// Exits with 1 if there is a mistake or a case fails.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The folder to check; by default the hooks that are built in
    #[arg(value_name = "DIR")]
    hooks: Option<PathBuf>,
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
                summarize(out, &catalog)?;
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

fn summarize(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let content = catalog.content();
    writeln!(
        out,
        "{} {}, format {}, catalogue {:.12}",
        content.title,
        content.protocol,
        content.format,
        catalog.digest()
    )?;
    let rules = |wanted: fn(&Status) -> bool| {
        content
            .rules
            .iter()
            .filter(|rule| wanted(&rule.status))
            .count()
    };
    writeln!(
        out,
        "rules     {} active, {} draft, {} retired",
        rules(|status| *status == Status::Active),
        rules(|status| *status == Status::Draft),
        rules(|status| matches!(status, Status::Retired(_)))
    )?;
    writeln!(out, "cases     {}", cases::count(catalog))?;
    coverage(out, catalog)?;
    let unverified = catalog.unverified_codes().count();
    let codes = catalog.vocabulary().codes.len();
    writeln!(out, "codes     {codes}, of which {unverified} unverified")?;
    let queries: usize = content
        .services
        .iter()
        .map(|service| service.prefetch.len())
        .sum();
    writeln!(out, "prefetch  {queries} queries")?;
    to_be_signed(out, catalog)?;
    writeln!(out)?;
    Ok(())
}

/// Which rows of the guidance table are in.
fn coverage(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let coverage = catalog.coverage();
    let covered = coverage.rows.values().filter(|by| !by.is_empty()).count();
    writeln!(
        out,
        "guidance  {covered} of {} rows have a rule or a line, {} are pending",
        coverage.rows.len(),
        coverage.pending_rows.len()
    )?;
    let pending: Vec<&str> = coverage
        .pending_rules
        .iter()
        .chain(&coverage.pending_rows)
        .map(|name| &**name)
        .collect();
    if !pending.is_empty() {
        writeln!(out, "pending   {}", pending.join(" "))?;
    }
    Ok(())
}

/// The numbers that somebody must sign: parameters that no source fixes, and literals that no profile can move.
fn to_be_signed(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let parameters = &catalog.content().parameters;
    let chosen: Vec<&str> = parameters
        .values()
        .filter(|parameter| {
            parameter
                .sources
                .iter()
                .any(|source| &**source == "project")
        })
        .map(|parameter| &*parameter.name)
        .collect();
    writeln!(
        out,
        "project   {} of {} parameters are choices that a clinic must confirm",
        chosen.len(),
        parameters.len()
    )?;
    writeln!(out, "          {}", chosen.join(" "))?;
    let literals = catalog.literals();
    writeln!(
        out,
        "literals  {} numbers that no profile can move",
        literals.len()
    )?;
    for literal in literals {
        writeln!(
            out,
            "          {}:{}  {}",
            literal.path, literal.line, literal.text
        )?;
    }
    Ok(())
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
