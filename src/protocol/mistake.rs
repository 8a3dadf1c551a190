//! Mistakes in `hooks/`: what is wrong, where, and what would be right.

use crate::{catalog::File, format::Place};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    fmt,
    ops::Range,
};

/// One mistake in a file of `hooks/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Path below `hooks/`.
    pub path: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Bytes within the file; empty when the file as a whole is meant.
    pub span: Range<usize>,
    /// What is wrong, in one line.
    pub text: String,
    /// What to do about it, where the line does not say so.
    pub help: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}  {}",
            self.path, self.line, self.column, self.text
        )
    }
}

/// Where a note belongs.
#[derive(Debug)]
enum At {
    Place(Place),
    /// A file that is not there.
    Missing(&'static str),
}

/// Collects mistakes, so that reading goes on behind each of them.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    notes: RefCell<Vec<(At, String, Option<String>)>>,
    /// Files whose syntax is broken: what their remains seem to say wrong is no news.
    broken: RefCell<BTreeSet<usize>>,
    /// Set while something is read a second time.
    muted: Cell<bool>,
}

impl Mistakes {
    /// Notes a mistake.
    pub(crate) fn add(&self, place: &Place, text: impl Into<String>) {
        self.note(place, text.into(), None);
    }

    /// Notes a mistake together with what to do about it.
    pub(crate) fn add_with_help(
        &self,
        place: &Place,
        text: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(place, text.into(), Some(help.into()));
    }

    /// Notes that a file lacks something, or is not there at all.
    pub(crate) fn add_missing(&self, path: &'static str, text: impl Into<String>) {
        self.notes
            .borrow_mut()
            .push((At::Missing(path), text.into(), None));
    }

    /// Notes a syntax error; nothing else is noted about the file.
    pub(crate) fn add_syntax(&self, place: &Place, text: String) {
        self.notes
            .borrow_mut()
            .push((At::Place(place.clone()), text, None));
        self.broken.borrow_mut().insert(place.file);
    }

    fn note(&self, place: &Place, text: String, help: Option<String>) {
        if !self.muted.get() && !self.broken.borrow().contains(&place.file) {
            self.notes
                .borrow_mut()
                .push((At::Place(place.clone()), text, help));
        }
    }

    /// Reads something without noting what is wrong with it.
    pub(crate) fn silently<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.muted.replace(true);
        let result = read();
        self.muted.set(before);
        result
    }

    /// Whether nothing was noted.
    pub(crate) fn is_empty(&self) -> bool {
        self.notes.borrow().is_empty()
    }

    /// All mistakes by file and place, each once.
    pub(crate) fn sorted(self, files: &[File]) -> Vec<Mistake> {
        let mut mistakes: Vec<_> = self
            .notes
            .into_inner()
            .into_iter()
            .map(|note| mistake(note, files))
            .collect();
        mistakes.sort_by(|a, b| {
            (&a.path, a.span.start, a.span.end, &a.text).cmp(&(
                &b.path,
                b.span.start,
                b.span.end,
                &b.text,
            ))
        });
        mistakes.dedup();
        mistakes
    }
}

fn mistake((at, text, help): (At, String, Option<String>), files: &[File]) -> Mistake {
    let place = match at {
        At::Place(place) => place,
        At::Missing(path) => {
            return Mistake {
                path: path.to_owned(),
                line: 1,
                column: 1,
                span: 0..0,
                text,
                help,
            };
        }
    };
    let (path, (line, column)) = files.get(place.file).map_or_else(Default::default, |file| {
        (
            file.path.clone(),
            line_and_column(&file.text, place.span.start),
        )
    });
    Mistake {
        path,
        line,
        column,
        span: place.span,
        text,
        help,
    }
}

/// Line and column of a byte, both counted from 1.
pub(crate) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (
        line,
        before.get(line_start..).unwrap_or_default().chars().count() + 1,
    )
}

/// The accepted word that is nearest to a misspelt one, if one is near.
pub(crate) fn nearest<'a>(
    word: &str,
    accepted: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Among names of one or two letters every other one is near.
    let length = word.chars().count();
    let allowed = if length < 3 { 0 } else { 1.max(length / 3) };
    accepted
        .into_iter()
        .map(|other| (strsim::osa_distance(word, other), other))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, other)| other)
}

/// `; did you mean "…"?`, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, accepted: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, accepted)
        .map(|other| format!("; did you mean \"{other}\"?"))
        .unwrap_or_default()
}

/// What to say of a word that is none of a closed list.
pub(crate) fn unknown_word<'a>(
    what: &str,
    word: &str,
    accepted: impl IntoIterator<Item = &'a str>,
) -> String {
    let accepted: Vec<_> = accepted.into_iter().collect();
    let near = match nearest(word, accepted.iter().copied()) {
        Some(near) => format!("; did you mean \"{near}\"? accepted: "),
        None => "; accepted: ".to_owned(),
    };
    format!("unknown {what} \"{word}\"{near}{}", listed(accepted))
}

/// Words for a message: `a, b, c`.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("äb\nc", 2), (1, 2));
        assert_eq!(line_and_column("äb\nc", 4), (2, 1));
        assert_eq!(line_and_column("ab", 99), (1, 3));
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        let accepted = ["criteria.mri", "candidate"];
        assert_eq!(nearest("critera.mri", accepted), Some("criteria.mri"));
        assert_eq!(nearest("xyz", accepted), None);
    }
}
