//! `foramen explain`: why a request gets the cards that it gets.

use super::{CommandError, read, site::Site};
use crate::app::App;
use clap::Args;
use foramen_cds::HookRequest;
use jiff::Timestamp;
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Explain the answer to a request: facts, rules, and what became of each
///
/// Prints what was read and where, every rule with the answer to each of its conditions, and the cards. The day is
/// the one that the request states, as fixtures do, else today.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A CDS Hooks request
    #[arg(value_name = "REQUEST.json")]
    request: PathBuf,
    /// Only this rule
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// The service that is called; by default the first one that answers the hook
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    #[command(flatten)]
    site: Site,
}

impl Explain {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        let app = App::start(self.site.settings()?)?;
        if let Some(rule) = self
            .rule
            .as_deref()
            .filter(|rule| app.catalog.rule(rule).is_none())
        {
            return Err(CommandError::Asked(format!(
                "--rule: no rule is called {rule}; the files in hooks/protocol bear the ids"
            )));
        }
        let body = read(&self.request)?;
        let refused = |refusal| CommandError::Request {
            path: self.request.clone(),
            refusal,
        };
        let request = HookRequest::parse(&body).map_err(|error| refused(error.into()))?;
        let service = match &self.service {
            Some(id) => app.service(id),
            None => app.service_for(request.hook),
        };
        let explained =
            service.and_then(|service| app.explain(service, &request, Timestamp::now()));
        let explained = explained.map_err(refused)?;
        let explained = match &self.rule {
            Some(rule) => explained.only(rule),
            None => explained,
        };
        if self.json {
            writeln!(out, "{}", serde_json::to_string_pretty(&explained)?)?;
        } else {
            write!(out, "{explained}")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
