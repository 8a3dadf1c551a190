//! How the service is run: the defaults of development, a configuration file, the command line, in this order.
//!
//! What stands outside `[[tenants]]` is for every call that names no tenant's FHIR server. A tenant has it too where it names no profile and
//! no time zone of its own.
//!
//! This release runs in development only: no token is asked for, so nothing but this machine is served. A configuration that asks for
//! production is refused and not obeyed by half.

mod error;
mod tenant;

pub use error::{Misread, SettingsError};
pub use tenant::{Moves, MutingSettings, TenantSettings, Word};

use serde::Deserialize;
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    ops::Range,
    path::{Path, PathBuf},
};
use toml::Spanned;

/// Everything that can be set.
///
/// ```
/// use foramen::settings::Settings;
///
/// let settings = Settings::parse("listen = \"127.0.0.1:9000\"\ntime_zone = \"Europe/Berlin\"")?;
/// assert_eq!(settings.listen.port(), 9000);
/// assert_eq!(settings.profile, "us-acr");
/// # Ok::<(), foramen::settings::Misread>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How open the service is.
    pub running: Running,
    /// Where it listens. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// A folder that replaces the built-in `hooks/` whole.
    pub hooks: Option<PathBuf>,
    /// Where the store will live. This release keeps nothing.
    pub data: Option<PathBuf>,
    /// The profile of numbers, one of `hooks/profiles`.
    pub profile: String,
    /// The IANA time zone whose day is today.
    pub time_zone: String,
    /// The largest body that is read.
    pub body_limit_bytes: usize,
    /// Within how many seconds a body must have arrived, so that half-sent calls do not pile up.
    pub body_limit_seconds: u64,
    /// Whose calls these are; part of the names of cards.
    pub tenant: String,
    /// The address under which clients reach this service, for links on cards: https, or loopback. Without it cards bear none.
    pub public_url: Option<Spanned<String>>,
    /// What is moved beside the profile.
    pub set: Moves,
    /// What is not shown.
    pub muting: Vec<Spanned<MutingSettings>>,
    /// How long an overridden card is not shown again; see [`TenantSettings::override_window`].
    pub override_window: Option<Spanned<String>>,
    /// See [`TenantSettings::override_secret_file`].
    pub override_secret_file: Option<PathBuf>,
    /// See [`TenantSettings::order_map`].
    pub order_map: Option<PathBuf>,
    /// Callers with settings of their own.
    pub tenants: Vec<TenantSettings>,
    /// The file that all this was read from, so that a later mistake has its place.
    #[serde(skip)]
    pub file: Option<File>,
}

/// A configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it stands.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            running: Running::Development,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            hooks: None,
            data: None,
            profile: "us-acr".to_owned(),
            time_zone: "UTC".to_owned(),
            body_limit_bytes: 8 * 1024 * 1024,
            body_limit_seconds: 10,
            tenant: "development".to_owned(),
            public_url: None,
            set: Moves::new(),
            muting: Vec::new(),
            override_window: None,
            override_secret_file: None,
            order_map: None,
            tenants: Vec::new(),
            file: None,
        }
    }
}

/// How open the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "String")]
pub enum Running {
    /// Loopback only, no token, any origin; a request may say which day it is.
    #[default]
    Development,
}

impl TryFrom<String> for Running {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        match word.as_str() {
            "development" => Ok(Self::Development),
            "production" => Err(
                "this release runs in development only, since production needs client authentication; set running = \"development\"",
            ),
            _ => Err("not a way of running; accepted: \"development\""),
        }
    }
}

impl Settings {
    /// Reads the text of a configuration file. Keys that are not there keep their defaults.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let says = error.message().lines().collect::<Vec<_>>().join(" ");
            Misread::at(text, start, says)
        })
    }

    /// Reads a configuration file. Its relative paths start at its own folder.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = fs::read_to_string(path).map_err(|error| SettingsError::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        let mut settings = Self::parse(&text).map_err(|misread| SettingsError::Misread {
            path: path.to_owned(),
            misread,
        })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let theirs = settings.tenants.iter_mut().flat_map(|tenant| {
            let secret = &mut tenant.override_secret_file;
            [secret, &mut tenant.order_map]
        });
        let own = [
            &mut settings.hooks,
            &mut settings.data,
            &mut settings.override_secret_file,
            &mut settings.order_map,
        ];
        for inner in own.into_iter().chain(theirs) {
            *inner = inner.take().map(|inner| folder.join(inner));
        }
        settings.file = Some(File {
            path: path.to_owned(),
            text,
        });
        Ok(settings)
    }

    /// What is wrong at a place of the file that these settings were read from.
    pub(crate) fn mistake(&self, span: Range<usize>, says: impl Into<String>) -> SettingsError {
        let unread = File {
            path: PathBuf::from("settings"),
            text: String::new(),
        };
        let file = self.file.as_ref().unwrap_or(&unread);
        SettingsError::Misread {
            path: file.path.clone(),
            misread: Misread::at(&file.text, span.start, says.into()),
        }
    }

    /// Refuses an open door, wherever the settings come from.
    pub fn check(&self) -> Result<(), SettingsError> {
        match self.running {
            Running::Development if !self.listen.ip().is_loopback() => {
                Err(SettingsError::NotLoopback(self.listen))
            }
            Running::Development if self.body_limit_bytes == 0 => Err(SettingsError::NoBody),
            Running::Development if self.body_limit_seconds == 0 => Err(SettingsError::NoTime),
            Running::Development => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Settings::parse("").unwrap(), Settings::default());
    }

    #[rstest]
    #[case("listen = \"localhost\"", 1, 10, "invalid socket address syntax")]
    #[case("\nlistne = \"127.0.0.1:1\"", 2, 1, "unknown field `listne`")]
    #[case("tenant = \"a\"\nbody_limit_bytes = \"8 MB\"", 2, 20, "invalid type")]
    #[case(
        "running = \"production\"",
        1,
        11,
        "this release runs in development only, since production needs client authentication"
    )]
    #[case(
        "running = \"test\"",
        1,
        11,
        "not a way of running; accepted: \"development\""
    )]
    #[case("listen =", 1, 9, "")]
    fn a_mistake_has_its_place(
        #[case] text: &str,
        #[case] line: usize,
        #[case] column: usize,
        #[case] says: &str,
    ) {
        let misread = Settings::parse(text).unwrap_err();
        assert_eq!((misread.line, misread.column), (line, column), "{misread}");
        assert!(misread.text.contains(says), "{misread}");
    }

    #[rstest]
    #[case("127.0.0.1:0", true)]
    #[case("127.9.9.9:80", true)]
    #[case("[::1]:8080", true)]
    #[case("0.0.0.0:8080", false)]
    #[case("192.168.1.5:8080", false)]
    #[case("[::]:8080", false)]
    fn development_serves_this_machine_only(#[case] listen: &str, #[case] is_accepted: bool) {
        let settings = Settings {
            listen: listen.parse().unwrap(),
            ..Settings::default()
        };
        assert_eq!(settings.check().is_ok(), is_accepted);
    }

    #[test]
    fn paths_of_a_file_start_at_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("foramen.toml");
        fs::write(&file, "hooks = \"my-hooks\"\ndata = \"/var/lib/foramen\"").unwrap();
        let settings = Settings::read(&file).unwrap();
        assert_eq!(settings.hooks, Some(folder.path().join("my-hooks")));
        assert_eq!(settings.data, Some(PathBuf::from("/var/lib/foramen")));
    }
}
