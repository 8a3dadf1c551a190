//! `foramen-lint REQUEST.json…`: where the FHIR of a CDS Hooks request is not R4.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use foramen_lint::{LintError, Problem, Report, Severity, lint};
use serde_json::{Value, json};

/// Judges the FHIR inside CDS Hooks requests, Bundles or single resources against R4, resource by resource.
///
/// Prints one line per problem, `FILE: path: severity: message`, and a closing line. No values of the files are printed.
/// Exit code: 0 no error (warnings may be printed), 1 at least one error, 2 a file could not be judged.
#[derive(Parser)]
#[command(name = "foramen-lint", version)]
struct Arguments {
    /// CDS Hooks requests, Bundles or resources, as JSON.
    #[arg(required = true, value_name = "REQUEST.json")]
    files: Vec<PathBuf>,
    /// Print one JSON document instead of lines.
    #[arg(long)]
    json: bool,
}

/// What came of one file: a report, or the reason why there is none.
type Outcome = Result<Report, String>;

fn main() -> ExitCode {
    // The reader of the model may panic; `lint` reports that as a problem. The message could quote a value.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = Arguments::parse();
    let outcomes: Vec<(&Path, Outcome)> = arguments
        .files
        .iter()
        .map(|file| (file.as_path(), judge(file)))
        .collect();
    let mut out = io::stdout().lock();
    let printed = if arguments.json {
        print_json(&mut out, &outcomes)
    } else {
        print_lines(&mut out, &outcomes)
    };
    match printed {
        Ok(()) => exit_code(&outcomes),
        Err(_) => ExitCode::from(2),
    }
}

fn judge(file: &Path) -> Outcome {
    let text = std::fs::read_to_string(file).map_err(|error| format!("not readable: {error}"))?;
    lint(text.trim_start_matches('\u{feff}')).map_err(|error: LintError| error.to_string())
}

fn problems<'a>(outcomes: &'a [(&Path, Outcome)]) -> impl Iterator<Item = &'a Problem> {
    outcomes
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok())
        .flat_map(|report| &report.problems)
}

fn resources(outcomes: &[(&Path, Outcome)]) -> usize {
    outcomes
        .iter()
        .filter_map(|(_, outcome)| outcome.as_ref().ok())
        .map(|report| report.resources)
        .sum()
}

fn exit_code(outcomes: &[(&Path, Outcome)]) -> ExitCode {
    if outcomes.iter().any(|(_, outcome)| outcome.is_err()) {
        ExitCode::from(2)
    } else if problems(outcomes).any(|problem| problem.severity() == Severity::Error) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

fn print_lines(out: &mut impl Write, outcomes: &[(&Path, Outcome)]) -> io::Result<()> {
    for (file, outcome) in outcomes {
        match outcome {
            Ok(report) => {
                for problem in &report.problems {
                    writeln!(out, "{}: {problem}", file.display())?;
                }
            }
            Err(reason) => writeln!(io::stderr(), "{}: {reason}", file.display())?,
        }
    }
    let (files, resources, problems) = (
        outcomes.len(),
        resources(outcomes),
        problems(outcomes).count(),
    );
    writeln!(
        out,
        "{files} files, {resources} resources, {problems} problems"
    )
}

fn print_json(out: &mut impl Write, outcomes: &[(&Path, Outcome)]) -> io::Result<()> {
    let files: Vec<Value> = outcomes
        .iter()
        .map(|(file, outcome)| match outcome {
            Ok(report) => json!({
                "file": file.display().to_string(),
                "resources": report.resources,
                "problems": report.problems.iter().map(problem_json).collect::<Vec<Value>>(),
            }),
            Err(reason) => json!({ "file": file.display().to_string(), "error": reason }),
        })
        .collect();
    let document = json!({ "files": files, "resources": resources(outcomes), "problems": problems(outcomes).count() });
    writeln!(out, "{document:#}")
}

fn problem_json(problem: &Problem) -> Value {
    let mut json = json!({
        "path": problem.path,
        "severity": problem.severity().to_string(),
        "kind": problem.kind.code(),
        "message": problem.message,
    });
    for (name, value) in [
        ("resourceType", &problem.resource_type),
        ("id", &problem.id),
    ] {
        if let (Some(value), Some(members)) = (value, json.as_object_mut()) {
            members.insert(name.into(), value.as_str().into());
        }
    }
    json
}
