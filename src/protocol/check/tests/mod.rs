//! What the loader and the checks say, on a small catalogue that is right until a test breaks it.

mod carried;
mod catalogue;
mod checks;
mod lexicon;
mod meaning;
mod proofs;
mod reading;
mod shipped;
mod tiny;

use crate::{Catalog, Draft, File, Mistake};

/// The mistakes of a catalogue, one a line, with the help that stands below them.
fn said(files: Vec<File>) -> String {
    let mistakes = Draft::load(files)
        .check()
        .map(|_: Catalog| ())
        .err()
        .unwrap_or_default();
    mistakes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(mistake: &Mistake) -> String {
    match &mistake.help {
        Some(help) => format!("{mistake}\n    {help}"),
        None => mistake.to_string(),
    }
}
