//! The folder that an export goes to. Only files that an earlier export wrote are replaced or removed.

use super::{Base, Document, Kind};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

/// What was done to a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many files were written, by type.
    pub files: BTreeMap<Kind, usize>,
    /// How many files of an earlier export are gone, since the catalogue no longer has them.
    pub removed: usize,
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be read or written.
    #[error("{}: {error}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file of that name is there, and it is not this definition.
    #[error(
        "{}: this file is not the definition {url} of an earlier export, so it is not replaced and nothing was written; choose another folder, or the --base of the earlier export",
        .path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The definition that was to be written.
        url: String,
    },
}

/// Writes every document into a folder, which is made if it is not there.
pub fn write(folder: &Path, base: &Base, documents: &[Document]) -> Result<Written, FolderError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::Io { path, error }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    for document in documents {
        let path = folder.join(document.file());
        let url = base.url(document.kind, &document.id);
        match fs::read(&path) {
            Ok(there) if url_of(&there).as_deref() != Some(&*url) => {
                return Err(FolderError::Foreign { path, url });
            }
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(FolderError::Io { path, error });
            }
            _ => {}
        }
    }
    let removed = remove_old(folder, base, documents)?;
    let mut files = BTreeMap::new();
    for document in documents {
        let path = folder.join(document.file());
        fs::write(&path, &document.json).map_err(failed(&path))?;
        *files.entry(document.kind).or_default() += 1;
    }
    Ok(Written { files, removed })
}

/// Removes what an earlier export wrote below the same base and this one does not.
fn remove_old(folder: &Path, base: &Base, documents: &[Document]) -> Result<usize, FolderError> {
    let failed = |path: &Path, error| FolderError::Io {
        path: path.to_owned(),
        error,
    };
    let kept: BTreeSet<String> = documents.iter().map(Document::file).collect();
    let mut removed = 0;
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let Some((kind, id)) = named(name).filter(|_| !kept.contains(name)) else {
            continue;
        };
        let there = fs::read(&path).map_err(|error| failed(&path, error))?;
        if url_of(&there).is_some_and(|url| url == base.url(kind, id)) {
            fs::remove_file(&path).map_err(|error| failed(&path, error))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Type and id in the name of a file, if an export gives such names.
fn named(file: &str) -> Option<(Kind, &str)> {
    let stem = file.strip_suffix(".json")?;
    Kind::ALL.into_iter().find_map(|kind| {
        let id = stem.strip_prefix(kind.word())?.strip_prefix('-')?;
        Some((kind, id))
    })
}

fn url_of(json: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Definition {
        url: String,
    }
    let definition: Definition = serde_json::from_slice(json).ok()?;
    Some(definition.url)
}
