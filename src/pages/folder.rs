//! Pages against the folder that should hold them.

use super::{Page, markdown::GENERATED};
use std::{fmt, fs, io, path::Path};

/// How a page on disk differs from what the catalogue says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is not there.
    Missing,
    /// It says something else.
    Stale,
    /// No rule is left that it speaks of.
    Left,
}

/// A page that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Path below the folder.
    pub path: String,
    /// What is wrong with it.
    pub state: State,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Missing => "missing",
            State::Stale => "stale",
            State::Left => "left over: no rule stands beside it",
        };
        write!(f, "{}  {state}", self.path)
    }
}

/// Every page that is missing, stale or left over, by path. Errors are those of the disk.
pub fn differences(root: &Path, pages: &[Page]) -> io::Result<Vec<Difference>> {
    let mut found = Vec::new();
    for page in pages {
        let state = match fs::read(root.join(&page.path)) {
            Ok(bytes) if bytes == page.text.as_bytes() => continue,
            Ok(_) => State::Stale,
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
            Err(error) => return Err(error),
        };
        found.push(Difference {
            path: page.path.clone(),
            state,
        });
    }
    for path in generated(root)? {
        if !pages.iter().any(|page| page.path == path) {
            found.push(Difference {
                path,
                state: State::Left,
            });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Writes what is missing or stale and removes what is left over; pages that somebody wrote by hand stay. Returns what was done.
pub fn write(root: &Path, pages: &[Page]) -> io::Result<Vec<Difference>> {
    let found = differences(root, pages)?;
    for difference in &found {
        let at = root.join(&difference.path);
        match pages.iter().find(|page| page.path == difference.path) {
            Some(page) => fs::write(at, &page.text)?,
            None => fs::remove_file(at)?,
        }
    }
    Ok(found)
}

/// The pages below a folder that were generated.
fn generated(root: &Path) -> io::Result<Vec<String>> {
    let (mut open, mut found) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "md")
                && fs::read(&path)?.starts_with(GENERATED.as_bytes())
            {
                found.push(below(root, &path));
            }
        }
    }
    Ok(found)
}

fn below(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
