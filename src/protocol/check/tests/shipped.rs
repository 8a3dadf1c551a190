//! The catalogue that is shipped.

use crate::{Draft, File};
use std::{fs, path::Path};

fn collect(folder: &Path, below: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &path, files);
        } else {
            files.push(File {
                path,
                text: fs::read_to_string(entry.path()).unwrap(),
            });
        }
    }
}

/// Every file of `hooks/`.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hooks"),
        "",
        &mut files,
    );
    files
}

#[test]
fn the_shipped_catalogue_has_no_mistake() {
    let said = super::said(files());
    assert!(
        said.is_empty(),
        "{} mistakes in hooks:\n{said}",
        said.lines().count()
    );
}

#[test]
#[ignore = "a measurement, meant for --release"]
fn reading_the_shipped_catalogue_takes_this_long() {
    let files = files();
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let start = std::time::Instant::now();
    let draft = Draft::load(files);
    let loaded = start.elapsed();
    let _ = draft.check();
    println!(
        "{bytes} bytes: {loaded:?} to load, {:?} with checks",
        start.elapsed()
    );
}
