//! The folder of reviewed medicine: the one that was built in, or another one that replaces it whole.

use foramen_protocol::{Catalog, Draft, File, Mistake};
use include_dir::{Dir, include_dir};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

static EMBEDDED: Dir<'static> = include_dir!("$OUT_DIR/hooks");

/// Why a folder gives no catalogue.
#[derive(Debug, thiserror::Error)]
pub enum HooksError {
    /// A file or folder cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The folder holds mistakes.
    #[error("{}", told(.folder.as_deref(), .mistakes))]
    Mistakes {
        /// The folder; none is the one that was built in.
        folder: Option<PathBuf>,
        /// Every one, by file and place.
        mistakes: Vec<Mistake>,
    },
}

/// The files that were built in.
pub fn embedded() -> Vec<File> {
    let mut files = Vec::new();
    collect(&EMBEDDED, &mut files);
    files
}

fn collect(dir: &Dir<'_>, files: &mut Vec<File>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            files.push(File {
                path: file.path().to_string_lossy().replace('\\', "/"),
                text: text.to_owned(),
            });
        }
    }
    dir.dirs().for_each(|dir| collect(dir, files));
}

/// The files of a directory, whatever they hold.
pub fn from_directory(root: &Path) -> Result<Vec<File>, HooksError> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        let unreadable = |error| HooksError::Unreadable {
            path: path.display().to_string(),
            error,
        };
        if path.is_dir() {
            let entries = fs::read_dir(&path)
                .and_then(Iterator::collect::<io::Result<Vec<_>>>)
                .map_err(unreadable)?;
            open.extend(entries.into_iter().map(|entry| entry.path()));
        } else {
            let text = fs::read_to_string(&path).map_err(unreadable)?;
            let relative = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push(File {
                path: relative,
                text,
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The checked catalogue of a directory, or of the files that were built in.
pub fn catalog(directory: Option<&Path>) -> Result<Catalog, HooksError> {
    let files = match directory {
        Some(root) => from_directory(root)?,
        None => embedded(),
    };
    Draft::load(files)
        .check()
        .map_err(|mistakes| HooksError::Mistakes {
            folder: directory.map(Path::to_owned),
            mistakes,
        })
}

/// How many mistakes there are, the first of them, and how to see all.
fn told(folder: Option<&Path>, mistakes: &[Mistake]) -> String {
    let (place, command) = match folder {
        Some(folder) => (
            folder.display().to_string(),
            format!("foramen check {}", folder.display()),
        ),
        None => ("the built-in hooks".to_owned(), "foramen check".to_owned()),
    };
    let first = mistakes
        .first()
        .map(|mistake| format!("\n{mistake}"))
        .unwrap_or_default();
    format!(
        "{place}: mistakes: {}; `{command}` lists all of them{first}",
        mistakes.len()
    )
}
