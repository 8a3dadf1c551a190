//! `foramen export`: the protocol for other tools.

use super::CommandError;
use crate::{
    export::{self, Base, Kind},
    hooks,
};
use clap::Args;
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Export the protocol as FHIR R4 definitions, one JSON file each
///
/// Rules become plan definitions, orders activity definitions, codes value sets; the files of hooks and the numbers of
/// each profile become libraries. All are drafts. Files of an earlier export are replaced, and removed where the protocol no
/// longer has them; no other file is touched.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Where the files go; the folder is made if it is not there
    #[arg(long, value_name = "DIR")]
    fhir: PathBuf,
    /// A folder that replaces the built-in hooks whole
    #[arg(long, value_name = "DIR")]
    hooks: Option<PathBuf>,
    /// What the canonical urls of the definitions begin with; use one of your own before you publish them
    #[arg(long, value_name = "URL", default_value_t)]
    base: Base,
}

impl Export {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let catalog = hooks::catalog(self.hooks.as_deref())?;
        let documents = export::documents(&catalog, &self.base)?;
        let written = export::write(&self.fhir, &self.base, &documents)?;
        let counts: Vec<String> = Kind::ALL
            .iter()
            .map(|kind| format!("{} {kind}", written.files.get(kind).unwrap_or(&0)))
            .collect();
        writeln!(
            out,
            "{}: {} files written ({})",
            self.fhir.display(),
            documents.len(),
            counts.join(", ")
        )?;
        if written.removed > 0 {
            writeln!(
                out,
                "files of an earlier export removed, since the protocol no longer has them: {}",
                written.removed
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
