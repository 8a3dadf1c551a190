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
#[test]
fn zz() {
    let catalog = Draft::load(files()).check().unwrap();
    let c = catalog.content();
    let mut used: std::collections::BTreeSet<String> = Default::default();
    let mut open = vec![];
    for r in c.rules.iter().filter(|r| r.stage == 1) {
        used.extend(super::super::walk::parameters(&r.when).into_iter().map(|p| format!("{p}")));
        used.extend(r.branches.iter().filter_map(|b| b.target.as_ref()).map(|p| format!("{p}")));
        open.extend(super::super::walk::findings(&r.when));
    }
    let mut seen: std::collections::BTreeSet<_> = Default::default();
    while let Some(id) = open.pop() {
        if !seen.insert(id) { continue; }
        if let Some(d) = c.derived.get(&id) {
            used.extend(super::super::walk::parameters(d).into_iter().map(|p| format!("{p}")));
            open.extend(super::super::walk::findings(d));
        }
        if let foramen_facts::LookBack::Parameter(p) = &c.vocabulary.finding(id).unwrap().look_back { used.insert(p.to_string()); }
        for m in c.groups.get(&id).into_iter().flat_map(|g| &g.members) {
            used.extend(super::super::walk::parameters_of_tests(&m.tests).map(|p| format!("{p}")));
            open.push(m.finding);
        }
    }
    for u in &used { println!("S1 {u} {:?}", c.parameters[&**u].s1); }
    for l in catalog.literals() { println!("{l}"); }
    println!("{:?}", catalog.coverage().pending_rules);
    println!("unverified {} of {}", catalog.unverified_codes().count(), c.vocabulary.codes.len());
    println!("{} rules {} cases {} findings", c.rules.len(), c.rules.iter().map(|r| r.cases.len()).sum::<usize>(), c.vocabulary.len());
    let params = super::super::walk::all_conditions(c).count(); println!("{params}");
}
