//! `foramen export`.

use crate::program::{changed_hooks, run};
use std::{collections::BTreeMap, fs, path::Path};

fn export(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let folder = folder.to_str().unwrap();
    let mut arguments = vec!["export", "--fhir", folder];
    arguments.extend(more);
    let (code, said, error) = run(&arguments);
    (
        code,
        said.replace(folder, "DIR"),
        error.replace(folder, "DIR"),
    )
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_new_folder_holds_one_file_for_each_definition_and_says_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("deep/in");
    let (code, said, error) = export(&folder, &[]);
    assert_eq!((code, error.as_str()), (0, ""));
    let files = files(&folder);
    let count = |kind: &str| files.keys().filter(|name| name.starts_with(kind)).count();
    assert_eq!(
        said,
        format!(
            "DIR: {} files written ({} PlanDefinition, {} ActivityDefinition, {} ValueSet, {} Library)\n",
            files.len(),
            count("PlanDefinition-"),
            count("ActivityDefinition-"),
            count("ValueSet-"),
            count("Library-"),
        )
    );
    assert!(files.contains_key("PlanDefinition-E1.json"));
}

#[test]
fn a_second_export_writes_the_same_and_leaves_other_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("ValueSet-mine.json");
    fs::write(&other, r#"{"url": "https://example.org/ValueSet/mine"}"#).unwrap();
    assert_eq!(export(folder.path(), &[]).0, 0);
    let first = files(folder.path());
    let (code, said, _) = export(folder.path(), &[]);
    assert_eq!(code, 0);
    assert!(!said.contains("removed"), "{said}");
    assert_eq!(files(folder.path()), first);
    assert!(other.exists());
}

#[test]
fn what_the_protocol_no_longer_has_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("PlanDefinition-E99.json");
    let url = "http://foramen.example.org/fhir/PlanDefinition/E99";
    fs::write(&gone, format!("{{\"url\": \"{url}\"}}")).unwrap();
    let (code, said, _) = export(folder.path(), &[]);
    assert_eq!(code, 0);
    assert!(
        said.ends_with(
            "files of an earlier export removed, since the protocol no longer has them: 1\n"
        ),
        "{said}"
    );
    assert!(!gone.exists());
}

#[test]
fn a_file_of_somebody_else_is_not_replaced_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("PlanDefinition-U1.json"), "{}").unwrap();
    let (code, said, error) = export(folder.path(), &[]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert_eq!(
        error,
        "foramen: DIR/PlanDefinition-U1.json: this file is not the definition http://foramen.example.org/fhir/PlanDefinition/U1 of an earlier export, \
         so it is not replaced and nothing was written; choose another folder, or the --base of the earlier export\n"
    );
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (code, _, error) = export(&file, &[]);
    assert_eq!(code, 1);
    assert!(error.starts_with("foramen: DIR: "), "{error}");
}

#[test]
fn canonical_urls_begin_with_the_given_base() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        export(folder.path(), &["--base", "https://example.org/fhir/"]).0,
        0
    );
    let plan = fs::read_to_string(folder.path().join("PlanDefinition-E1.json")).unwrap();
    assert!(plan.contains(r#""url": "https://example.org/fhir/PlanDefinition/E1""#));
}

#[test]
fn a_base_that_is_no_url_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, error) = export(folder.path(), &["--base", "example.org"]);
    assert_eq!(code, 2);
    assert!(error.contains("not a base for canonical urls"), "{error}");
    assert!(files(folder.path()).is_empty());
}

#[test]
fn hooks_with_a_mistake_are_not_exported() {
    let folder = tempfile::tempdir().unwrap();
    let hooks = changed_hooks(
        "protocol/5-order/O1-too-early.toml",
        "class = \"defer\"",
        "class = \"deffer\"",
    );
    let (code, _, error) = export(folder.path(), &["--hooks", hooks.path().to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(error.contains("O1-too-early.toml:6:9"), "{error}");
    assert!(files(folder.path()).is_empty());
}
