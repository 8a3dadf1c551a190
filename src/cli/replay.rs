//! `foramen replay`: what a folder of requests leads to, and what a change of `hooks/` would change.

use super::{
    CommandError, read,
    site::{Site, in_profile},
};
use crate::{app::App, pipeline::CardLine};
use clap::Args;
use foramen_cds::HookRequest;
use jiff::Timestamp;
use std::{
    fmt, fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Answer every request of a folder, one line each
///
/// With --against or --against-profile, only the requests that decide differently are shown: before, with the hooks of
/// that folder or with that profile, and after, with the present ones. Each card stands with its colour, the rules that
/// speak on it beside its own, and what it suggests.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// A folder with *.json requests
    #[arg(value_name = "DIR")]
    requests: PathBuf,
    /// Hooks to compare with
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// A profile to compare with
    #[arg(long, value_name = "NAME")]
    against_profile: Option<String>,
    #[command(flatten)]
    site: Site,
}

impl Replay {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let now = Timestamp::now();
        let files = requests(&self.requests)?;
        let settings = self.site.settings()?;
        let present = App::start(settings.clone())?;
        if self.against.is_none() && self.against_profile.is_none() {
            list(out, &present, &files, now)?;
        } else {
            let mut before = settings;
            before.hooks = self.against.or(before.hooks);
            if let Some(profile) = self.against_profile {
                before = in_profile(before, &profile);
            }
            compare(out, &App::start(before)?, &present, &files, now)?;
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
    indicator: String,
    beside: Vec<String>,
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
            .and_then(|service| app.explain(service, &request, now));
        let verdict = match answer {
            Ok(explained) => {
                Verdict::Cards(explained.cards.into_iter().map(CardVerdict::of).collect())
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
    fn of(card: CardLine) -> Self {
        let mut beside = card.rules;
        beside.retain(|rule| *rule != card.rule);
        Self {
            rule: card.rule,
            indicator: card.indicator,
            beside,
            suggestions: card.suggestions,
        }
    }
}

/// `E1 critical; O10 warning`; the long form `{:#}` is a line for each card, with the other rules on it and the suggestions.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cards = match self {
            Self::Refused(why) => return write!(f, "refused: {why}"),
            Self::Cards(cards) if cards.is_empty() => return f.write_str("no card"),
            Self::Cards(cards) => cards,
        };
        for (at, card) in cards.iter().enumerate() {
            let before = match (at, f.alternate()) {
                (0, _) => "",
                (_, true) => "\n          ",
                (_, false) => "; ",
            };
            write!(f, "{before}{} {}", card.rule, card.indicator)?;
            if f.alternate() && !card.beside.is_empty() {
                write!(f, " with {}", card.beside.join(", "))?;
            }
            if f.alternate() && !card.suggestions.is_empty() {
                write!(f, " ({})", card.suggestions.join(", "))?;
            }
        }
        Ok(())
    }
}
