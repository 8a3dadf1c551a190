//! `foramen replay`: what a folder of requests leads to, and what a change of `hooks/` would change.

use super::{CommandError, read};
use crate::{app::App, settings::Settings};
use clap::Args;
use foramen_cds::{Card, HookRequest, Indicator};
use jiff::Timestamp;
use std::{
    fmt, fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Answer every request of a folder, one line each
///
/// With --against, only the requests that decide differently are shown: before, with the hooks of that folder, and
/// after, with the present ones.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A folder with *.json requests
    #[arg(value_name = "DIR")]
    requests: PathBuf,
    /// Hooks to compare with
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// A folder that replaces the built-in hooks whole
    #[arg(long, value_name = "DIR")]
    hooks: Option<PathBuf>,
}

impl Replay {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let now = Timestamp::now();
        let files = requests(&self.requests)?;
        let present = App::start(Settings {
            hooks: self.hooks,
            ..Settings::default()
        })?;
        match self.against {
            None => list(out, &present, &files, now)?,
            Some(before) => {
                let before = App::start(Settings {
                    hooks: Some(before),
                    ..Settings::default()
                })?;
                compare(out, &before, &present, &files, now)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The requests of a folder, by name.
fn requests(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let unreadable = |error| CommandError::File {
        path: folder.to_owned(),
        error,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(CommandError::Asked(format!(
            "{}: no *.json request is here",
            folder.display()
        )));
    }
    Ok(files)
}

fn list(
    out: &mut impl Write,
    app: &App,
    files: &[PathBuf],
    now: Timestamp,
) -> Result<(), CommandError> {
    let (mut with_cards, mut without, mut refused) = (0, 0, 0);
    for file in files {
        let decided = Decided::of(app, &read(file)?, now);
        match &decided.verdict {
            Verdict::Refused(_) => refused += 1,
            Verdict::Cards(cards) if cards.is_empty() => without += 1,
            Verdict::Cards(_) => with_cards += 1,
        }
        writeln!(out, "{}  {}  {}", name(file), decided.hook, decided.verdict)?;
    }
    writeln!(
        out,
        "{} requests: {with_cards} with cards, {without} without, {refused} refused",
        files.len()
    )?;
    Ok(())
}

fn compare(
    out: &mut impl Write,
    before: &App,
    after: &App,
    files: &[PathBuf],
    now: Timestamp,
) -> Result<(), CommandError> {
    let mut differ = 0;
    for file in files {
        let body = read(file)?;
        let (then, present) = (
            Decided::of(before, &body, now),
            Decided::of(after, &body, now),
        );
        if then != present {
            differ += 1;
            writeln!(
                out,
                "{}  {}\n  before  {:#}\n  after   {:#}",
                name(file),
                present.hook,
                then.verdict,
                present.verdict
            )?;
        }
    }
    writeln!(out, "{} requests: {differ} decide differently", files.len())?;
    Ok(())
}

fn name(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// What a request leads to, as far as it is a decision: not its wording.
#[derive(Debug, PartialEq, Eq)]
struct Decided {
    hook: &'static str,
    verdict: Verdict,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Cards(Vec<CardVerdict>),
    Refused(String),
}

#[derive(Debug, PartialEq, Eq)]
struct CardVerdict {
    rule: String,
    indicator: Indicator,
    suggestions: Vec<String>,
}

impl Decided {
    fn of(app: &App, body: &[u8], now: Timestamp) -> Self {
        let request = match HookRequest::parse(body) {
            Ok(request) => request,
            Err(error) => {
                return Self {
                    hook: "-",
                    verdict: Verdict::Refused(error.to_string()),
                };
            }
        };
        let answer = app
            .service_for(request.hook)
            .and_then(|service| app.answer(service, &request, now));
        let verdict = match answer {
            Ok(answer) => {
                Verdict::Cards(answer.response.cards.iter().map(CardVerdict::of).collect())
            }
            Err(refusal) => Verdict::Refused(refusal.to_string()),
        };
        Self {
            hook: request.hook.as_str(),
            verdict,
        }
    }
}

impl CardVerdict {
    fn of(card: &Card) -> Self {
        Self {
            rule: card
                .source
                .topic
                .as_ref()
                .map(|topic| topic.code.clone())
                .unwrap_or_default(),
            indicator: card.indicator,
            suggestions: card
                .suggestions
                .iter()
                .map(|suggestion| suggestion.label.clone())
                .collect(),
        }
    }
}

/// `E1 critical; O10 warning`; the long form `{:#}` adds the suggestions.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Cards(cards) if cards.is_empty() => f.write_str("no card"),
            Self::Cards(cards) => {
                for (at, card) in cards.iter().enumerate() {
                    let before = if at == 0 { "" } else { "; " };
                    let indicator = match card.indicator {
                        Indicator::Info => "info",
                        Indicator::Warning => "warning",
                        Indicator::Critical => "critical",
                    };
                    write!(f, "{before}{} {indicator}", card.rule)?;
                    if f.alternate() && !card.suggestions.is_empty() {
                        write!(f, " ({})", card.suggestions.join(", "))?;
                    }
                }
                Ok(())
            }
        }
    }
}
