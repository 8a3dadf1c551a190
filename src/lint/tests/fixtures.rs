//! Our own request fixtures are valid R4.

#![expect(
    clippy::expect_used,
    reason = "a broken helper of a test fails the test"
)]

use std::path::{Path, PathBuf};

use foramen_lint::lint;

fn requests() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/requests");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("fixtures/requests is there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_request_fixture_is_valid_r4() {
    let files = requests();
    assert!(!files.is_empty(), "no fixture in fixtures/requests");
    let mut problems = Vec::new();
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        match lint(&std::fs::read_to_string(file).unwrap()) {
            Ok(report) => {
                assert!(report.resources > 0, "{name}: no resource found");
                problems.extend(
                    report
                        .problems
                        .iter()
                        .map(|problem| format!("{name}: {problem}")),
                );
            }
            Err(error) => problems.push(format!("{name}: {error}")),
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
