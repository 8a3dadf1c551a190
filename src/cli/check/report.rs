//! What is in a catalogue, and what of it is proven: printed before the mistakes.

use crate::cli::CommandError;
use foramen_facts::Kind;
use foramen_protocol::{
    Catalog, Content, Reads, cases,
    format::{Expected, Rule, Status},
    words,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

/// Prints all of it.
pub(super) fn print(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let content = catalog.content();
    writeln!(
        out,
        "{} {}, format {}, catalogue {:.12}",
        content.title,
        content.protocol,
        content.format,
        catalog.digest()
    )?;
    rules(out, catalog)?;
    guidance(out, catalog)?;
    findings(out, catalog)?;
    profiles(out, content)?;
    let unverified = catalog.unverified_codes().count();
    let codes = catalog.vocabulary().codes.len();
    writeln!(
        out,
        "codes     {codes}, of which {unverified} unverified (--unverified lists them)"
    )?;
    let queries: usize = content
        .services
        .iter()
        .map(|service| service.prefetch.len())
        .sum();
    writeln!(out, "prefetch  {queries} queries")?;
    attributes(out, content)?;
    sources(out, content)?;
    to_be_signed(out, catalog)?;
    writeln!(out)?;
    Ok(())
}

/// How many rules there are, and the cases of each by result.
fn rules(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let count = |wanted: fn(&Status) -> bool| {
        let rules = catalog.content().rules.iter();
        rules.filter(|rule| wanted(&rule.status)).count()
    };
    writeln!(
        out,
        "rules     {} active, {} draft, {} retired",
        count(|status| *status == Status::Active),
        count(|status| *status == Status::Draft),
        count(|status| matches!(status, Status::Retired(_)))
    )?;
    let of = |rule: &Rule, wanted| {
        let cases = rule.cases.iter();
        cases.filter(|case| case.expect.result == wanted).count()
    };
    let all = |wanted| catalog.rules().map(|rule| of(rule, wanted)).sum::<usize>();
    writeln!(
        out,
        "cases     {}: {} fire, {} are silent, {} do not know; each rule fires/silent/unknown:",
        cases::count(catalog),
        all(Expected::Fires),
        all(Expected::Silent),
        all(Expected::Unknown)
    )?;
    let each: Vec<String> = catalog
        .rules()
        .map(|rule| {
            format!(
                "{} {}/{}/{}",
                rule.id,
                of(rule, Expected::Fires),
                of(rule, Expected::Silent),
                of(rule, Expected::Unknown)
            )
        })
        .collect();
    writeln!(out, "          {}", each.join(", "))?;
    Ok(())
}

/// Which rows of the guidance table are in.
fn guidance(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let coverage = catalog.coverage();
    let covered = coverage.rows.values().filter(|by| !by.is_empty()).count();
    writeln!(
        out,
        "guidance  {covered} of {} rows have a rule or a line, {} are pending",
        coverage.rows.len(),
        coverage.pending_rows.len()
    )?;
    let pending: Vec<&str> = coverage
        .pending_rules
        .iter()
        .chain(&coverage.pending_rows)
        .map(|name| &**name)
        .collect();
    if !pending.is_empty() {
        writeln!(out, "pending   {}", pending.join(" "))?;
    }
    Ok(())
}

/// Which findings the rules and lines rest on.
fn findings(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let content = catalog.content();
    let mut read = BTreeSet::new();
    for rule in catalog.rules() {
        read.extend(Reads::of_rule(content, rule).findings);
    }
    for condition in content.lines.iter().filter_map(|line| line.if_.as_ref()) {
        read.extend(Reads::of_condition(content, condition).findings);
    }
    let idle: Vec<&str> = content
        .vocabulary
        .findings()
        .filter(|(id, _)| !read.contains(id))
        .map(|(_, finding)| &*finding.name)
        .collect();
    let made = content
        .vocabulary
        .findings()
        .filter(|(_, finding)| matches!(finding.kind, Kind::Group | Kind::Derived))
        .count();
    writeln!(
        out,
        "findings  {} ({made} made of others), {} behind a rule or line, {} not",
        content.vocabulary.len(),
        read.len(),
        idle.len()
    )?;
    if !idle.is_empty() {
        writeln!(out, "          not: {}", idle.join(" "))?;
    }
    Ok(())
}

/// What each profile sets otherwise than the default.
fn profiles(out: &mut impl Write, content: &Content) -> Result<(), CommandError> {
    for profile in content.profiles.values() {
        let set: Vec<String> = profile
            .set
            .keys()
            .filter_map(|name| {
                let setting = profile.parameters.get(name)?;
                Some(format!("{name} = {}", words::setting(setting)))
            })
            .collect();
        let set = if set.is_empty() {
            "nothing set otherwise".to_owned()
        } else {
            set.join(", ")
        };
        writeln!(out, "profile   {}: {set}", profile.id)?;
    }
    Ok(())
}

/// Which kinds of data the rules use.
fn attributes(out: &mut impl Write, content: &Content) -> Result<(), CommandError> {
    let named = |wanted: bool| {
        let attributes = content.source_attributes.values();
        let named: Vec<_> = attributes
            .filter(|attribute| attribute.used == Some(wanted))
            .map(|attribute| attribute.kind.title().trim_start_matches("Use of "))
            .collect();
        named.join(", ")
    };
    writeln!(
        out,
        "data      used: {}; not used: {}",
        named(true),
        named(false)
    )?;
    Ok(())
}

/// How far the sources were read.
fn sources(out: &mut impl Write, content: &Content) -> Result<(), CommandError> {
    let mut read: BTreeMap<&str, usize> = BTreeMap::new();
    for source in content.sources.values() {
        *read.entry(&source.read).or_default() += 1;
    }
    let read: Vec<String> = read
        .iter()
        .map(|(extent, count)| format!("{extent} {count}"))
        .collect();
    writeln!(
        out,
        "sources   {}, read: {}",
        content.sources.len(),
        read.join(", ")
    )?;
    Ok(())
}

/// The numbers that somebody must sign: parameters that no source fixes, and literals that no profile can move.
fn to_be_signed(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let parameters = &catalog.content().parameters;
    let chosen: Vec<&str> = parameters
        .values()
        .filter(|parameter| {
            parameter
                .sources
                .iter()
                .any(|source| &**source == "project")
        })
        .map(|parameter| &*parameter.name)
        .collect();
    writeln!(
        out,
        "project   {} of {} parameters are choices that a clinic must confirm",
        chosen.len(),
        parameters.len()
    )?;
    writeln!(out, "          {}", chosen.join(" "))?;
    let literals = catalog.literals();
    writeln!(
        out,
        "literals  {} numbers that no profile can move",
        literals.len()
    )?;
    for literal in literals {
        writeln!(
            out,
            "          {}:{}  {}",
            literal.path, literal.line, literal.text
        )?;
    }
    Ok(())
}

/// Prints the codes that nobody has checked, by value set.
pub(super) fn unverified(out: &mut impl Write, catalog: &Catalog) -> Result<(), CommandError> {
    let mut sets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (set, code) in catalog.unverified_codes() {
        let system = code.system;
        let why = code.verified.trim_start_matches("UNVERIFIED").trim();
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" [{why}]")
        };
        sets.entry(set)
            .or_default()
            .push(format!("{system} {}  {}{why}", code.code, code.words));
    }
    let count: usize = sets.values().map(Vec::len).sum();
    writeln!(out, "{count} unverified codes in {} value sets", sets.len())?;
    for (set, codes) in sets {
        writeln!(out, "{set}")?;
        for code in codes {
            writeln!(out, "  {code}")?;
        }
    }
    Ok(())
}
