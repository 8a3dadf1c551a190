//! What can be wrong with a configuration.

use std::{io, net::SocketAddr, path::PathBuf};

/// A mistake in a configuration, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}  {text}")]
pub struct Misread {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub text: String,
}

impl Misread {
    /// A mistake at a byte of a text.
    pub(super) fn at(text: &str, byte: usize, says: String) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            text: says,
        }
    }
}

/// Why the service cannot be run as it is set.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file, or one that it names, cannot be read.
    #[error("{}: {error}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file says something that is not understood.
    #[error("{}:{misread}", .path.display())]
    Misread {
        /// The file.
        path: PathBuf,
        /// What, and where.
        misread: Misread,
    },
    /// An order map says things that are not understood.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    OrderMap(Vec<foramen_protocol::Mistake>),
    /// An address that other machines reach.
    #[error(
        "listen: {0} is not a loopback address; development asks for no token and serves this machine only, so use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// No body would be read.
    #[error("body_limit_bytes: 0 refuses every call; the default is 8388608")]
    NoBody,
    /// No body would have time to arrive.
    #[error("body_limit_seconds: 0 refuses every call; the default is 10")]
    NoTime,
}
