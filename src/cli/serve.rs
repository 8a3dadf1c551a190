//! `foramen serve`: answers calls until it is told to end.

use super::CommandError;
use crate::{
    app::{App, SystemClock},
    http::{self, Listening},
    settings::Settings,
};
use actix_web::rt::System;
use clap::Args;
use std::{
    io::{self, IsTerminal as _, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};
use tracing_subscriber::EnvFilter;

/// Serve CDS Hooks over HTTP, for this machine only
///
/// Without a configuration it listens on 127.0.0.1:8080 with the hooks that are built in. The log goes to stderr;
/// `RUST_LOG` sets how much of it.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Where to listen, a loopback address; port 0 takes any free port
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// A TOML file with settings; what is given here goes before it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder that replaces the built-in hooks whole
    #[arg(long, value_name = "DIR")]
    hooks: Option<PathBuf>,
    /// Where the store will live; this release keeps nothing
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self, out: &mut impl Write) -> Result<ExitCode, CommandError> {
        start_log();
        let app = Arc::new(App::start(self.settings()?)?);
        let asked = app.settings.listen;
        System::new().block_on(async {
            let Listening { address, server } =
                http::listen(Arc::clone(&app), Arc::new(SystemClock)).map_err(|error| {
                    CommandError::Asked(format!(
                        "{asked}: {error}; choose another address with --listen"
                    ))
                })?;
            greet(out, address, app.catalog.digest())?;
            if app.settings.data.is_some() {
                tracing::warn!("--data is accepted, and this release keeps nothing there");
            }
            server.await?;
            Ok(ExitCode::SUCCESS)
        })
    }

    fn settings(self) -> Result<Settings, CommandError> {
        let mut settings = self
            .config
            .as_deref()
            .map_or_else(|| Ok(Settings::default()), Settings::read)?;
        settings.listen = self.listen.unwrap_or(settings.listen);
        settings.hooks = self.hooks.or(settings.hooks);
        settings.data = self.data.or(settings.data);
        Ok(settings)
    }
}

/// Three lines: how open the service is, where discovery is, and a call that answers with a card.
fn greet(out: &mut impl Write, address: SocketAddr, digest: &str) -> io::Result<()> {
    writeln!(
        out,
        "foramen serves the development profile on http://{address}: loopback only, no token needed, any origin, \
         the evaluation date may be set by fixtures; catalogue {digest:.12}"
    )?;
    writeln!(out, "Discovery: http://{address}/cds-services")?;
    writeln!(
        out,
        "curl -s -H 'Content-Type: application/json' --data-binary @fixtures/requests/order-early-mri.json \
         http://{address}/cds-services/spine-orders"
    )?;
    out.flush()
}

/// Lines on stderr. A panic is logged by its place alone: its message may quote the request.
fn start_log() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,foramen=info"));
    // A second start in one process keeps the first log.
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let _ = log.compact().try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}
