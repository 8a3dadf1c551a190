//! `foramen docs`: the pages that say in words what `hooks/` says.

use super::CommandError;
use crate::{hooks, pages};
use clap::Args;
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Write the pages of the rules, for those who read and sign them
///
/// One page beside each rule, an index, the table of guidance rows and the source attributes. With --check nothing is written: exits with 1
/// and names each page that is stale, missing, or left over without a rule.
#[derive(Debug, Args)]
pub(super) struct Docs {
    /// Only compare
    #[arg(long)]
    check: bool,
    /// The folder of the rules
    #[arg(value_name = "DIR", default_value = "hooks")]
    hooks: PathBuf,
}

impl Docs {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let pages = pages::all(&hooks::catalog(Some(&self.hooks))?);
        let compared = if self.check {
            pages::differences(&self.hooks, &pages)
        } else {
            pages::write(&self.hooks, &pages)
        };
        let differences = compared.map_err(|error| CommandError::File {
            path: self.hooks.clone(),
            error,
        })?;
        let folder = self.hooks.display();
        for difference in &differences {
            writeln!(out, "{folder}/{difference}")?;
        }
        match (differences.len(), self.check) {
            (0, _) => writeln!(out, "{} pages, all fresh", pages.len())?,
            (count, false) => writeln!(out, "{} pages, {count} written or removed", pages.len())?,
            (count, true) => {
                writeln!(
                    out,
                    "{} pages, {count} to renew: `foramen docs {folder}`",
                    pages.len()
                )?;
                return Ok(ExitCode::FAILURE);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
