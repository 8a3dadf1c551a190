//! Which rows of the guidance table have a rule, and what is still to come.

use foramen_protocol::{
    Content,
    format::{Rule, Status},
};
use std::{
    collections::BTreeSet,
    io::{self, Write},
};

pub(super) fn write(out: &mut impl Write, content: &Content) -> io::Result<()> {
    let is_active = |rule: &&Rule| rule.status == Status::Active;
    let by_rules = content
        .rules
        .iter()
        .filter(is_active)
        .flat_map(|rule| &rule.implements);
    let by_lines = content.lines.iter().flat_map(|line| &line.implements);
    let implemented: BTreeSet<_> = by_rules.chain(by_lines).collect();
    let is_pending = |row| content.pending.contains(row);
    let covered = content
        .guidance
        .iter()
        .filter(|row| implemented.contains(row))
        .count();
    let open: Vec<_> = content
        .guidance
        .iter()
        .filter(|row| !implemented.contains(row))
        .collect();
    let (pending, missing): (Vec<_>, Vec<_>) = open.into_iter().partition(|row| is_pending(*row));
    writeln!(
        out,
        "guidance  {covered} of {} rows have a rule or a line, {} are pending, {} are missing",
        content.guidance.len(),
        pending.len(),
        missing.len()
    )?;
    names(out, "missing", &missing)?;
    names(out, "pending", &content.pending.iter().collect::<Vec<_>>())
}

fn names(out: &mut impl Write, title: &str, names: &[impl AsRef<str>]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    writeln!(out, "{title:<9} {}", names.join(" "))
}
