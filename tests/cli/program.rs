//! The program that the tests run.

use assert_cmd::Command;
use std::{fs, path::Path};
use tempfile::TempDir;

/// `foramen` in the repository.
pub(crate) fn foramen(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foramen"));
    // The help is wrapped at the width of the terminal.
    command
        .current_dir(root())
        .env("COLUMNS", "100")
        .args(arguments);
    command
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a run printed: exit code, stdout, stderr.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = foramen(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// A copy of `hooks/` with one text replaced in one file.
pub(crate) fn changed_hooks(file: &str, from: &str, to: &str) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&root().join("hooks"), copy.path());
    let path = copy.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
