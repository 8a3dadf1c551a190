//! For whom `explain` and `replay` decide.

use super::CommandError;
use crate::settings::Settings;
use clap::Args;
use std::path::PathBuf;

/// The medicine, and the settings of a site.
#[derive(Debug, Args)]
pub(super) struct Site {
    /// A folder that replaces the built-in hooks whole
    #[arg(long, value_name = "DIR")]
    hooks: Option<PathBuf>,
    /// The settings of a site; each request is decided for the tenant whose FHIR server it names
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// This profile in place of each tenant's own
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

impl Site {
    pub(super) fn settings(&self) -> Result<Settings, CommandError> {
        let mut settings = self
            .config
            .as_deref()
            .map_or_else(|| Ok(Settings::default()), Settings::read)?;
        settings.hooks = self.hooks.clone().or(settings.hooks);
        Ok(match &self.profile {
            Some(name) => in_profile(settings, name),
            None => settings,
        })
    }
}

/// The same settings with one profile for every tenant.
pub(super) fn in_profile(mut settings: Settings, name: &str) -> Settings {
    name.clone_into(&mut settings.profile);
    for tenant in &mut settings.tenants {
        tenant.profile = None;
    }
    settings
}
