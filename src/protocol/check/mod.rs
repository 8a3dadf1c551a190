//! What only the whole catalogue shows. A reference to something unknown is noted where it is read; here is what is left.

mod carried;
mod cases;
mod coverage;
mod cycles;
mod disclosed;
mod doubt;
mod feeds;
mod floor;
mod numbers;
mod orders;
mod reach;
mod reads;
mod safety;
#[cfg(test)]
mod tests;
mod used;
mod waking;
mod walk;
pub(crate) mod wording;

pub use coverage::Coverage;
pub use numbers::Literal;
pub use reads::Reads;
pub(crate) use safety::is_safety;

use crate::{
    catalog::{Content, File},
    mistake::Mistakes,
};

/// Runs every check.
pub(crate) fn all(content: &Content, files: &[File], mistakes: &Mistakes) {
    cycles::check(content, mistakes);
    doubt::check(content, mistakes);
    waking::check(content, mistakes);
    cases::check(content, mistakes);
    orders::check(content, mistakes);
    floor::check(content, mistakes);
    safety::check(content, mistakes);
    numbers::check(content, mistakes);
    // What is missing can be told only when everything could be read: a broken rule would seem to use nothing.
    if !mistakes.is_empty() {
        return;
    }
    reach::check(content, mistakes);
    used::check(content, files, mistakes);
    feeds::check(content, mistakes);
    disclosed::check(content, mistakes);
    coverage::check(content, files, mistakes);
    carried::check(content, files, mistakes);
}
