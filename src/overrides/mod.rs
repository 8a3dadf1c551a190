//! Cards that somebody overrode: not shown again for the same patient, order and facts within the tenant's window.
//!
//! This release keeps no overrides, so that nothing is hidden ([`NoOverrides`]). A store keeps the [`OverrideKey`] of each card that it
//! showed beside the card's name (`Answer::keys`), and on feedback with an override the day of it. The key tells nothing about the patient
//! without the tenant's secret.

mod hmac;

use hmac::hmac_sha256;
use jiff::{SignedDuration, Timestamp};
use std::{collections::BTreeSet, fmt};

/// What an override is remembered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OverrideKey([u8; 32]);

/// What was overridden.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Whose call it was.
    pub tenant: &'a str,
    /// The FHIR server that knows the patient, if the call named one.
    pub server: &'a str,
    /// The patient's id there.
    pub patient: &'a str,
    /// The rule that heads the card.
    pub topic: &'a str,
    /// The orders that the card is about, as the client names them; none on a chart.
    pub orders: &'a BTreeSet<&'a str>,
    /// What the decision rests on.
    pub grounds: &'a BTreeSet<String>,
}

/// A tenant's own key; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

/// How long an override holds at a tenant, and the secret of its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overriding {
    /// The tenant's secret.
    pub secret: Secret,
    /// How long.
    pub window: SignedDuration,
}

/// Remembers overrides.
pub trait Overrides: Send + Sync + fmt::Debug {
    /// Whether a card of this key was overridden at this instant or later.
    fn overridden(&self, key: &OverrideKey, since: Timestamp) -> bool;
}

/// Remembers nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoOverrides;

impl Overrides for NoOverrides {
    fn overridden(&self, _: &OverrideKey, _: Timestamp) -> bool {
        false
    }
}

impl OverrideKey {
    /// Its bytes, to be kept.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Secret {
    /// The least length in bytes: that of the hash.
    pub const LEAST: usize = 32;

    /// A secret, if it is long enough; a line end behind it does not count.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.trim_ascii();
        (bytes.len() >= Self::LEAST).then(|| Self(bytes.to_vec()))
    }

    /// The key of an override: HMAC-SHA256 over its parts, each with its length, so that no two lists of parts spell the same.
    pub fn key(&self, subject: &Subject<'_>) -> OverrideKey {
        let mut message = Vec::new();
        let mut part = |text: &str| {
            message.extend((text.len() as u64).to_le_bytes());
            message.extend(text.as_bytes());
        };
        let Subject {
            tenant,
            server,
            patient,
            topic,
            orders,
            grounds,
        } = subject;
        for text in [tenant, server, patient, topic] {
            part(text);
        }
        part(&orders.len().to_string());
        orders.iter().for_each(|order| part(order));
        grounds.iter().for_each(|line| part(line));
        OverrideKey(hmac_sha256(&self.0, &message))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_enough_and_never_printed() {
        assert_eq!(Secret::new(&[b'a'; 31]), None);
        assert_eq!(
            Secret::new(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"),
            Secret::new(&[b'a'; 32])
        );
        assert_eq!(Secret::new(b"                                      "), None);
        assert_eq!(format!("{:?}", Secret::new(&[b'a'; 32])), "Some(Secret)");
    }

    #[test]
    fn every_part_makes_another_key() {
        let secret = Secret::new(&[b'a'; 32]).unwrap();
        let none = BTreeSet::new();
        let (order, lines) = (
            BTreeSet::from(["ServiceRequest/1"]),
            BTreeSet::from(["line".to_owned()]),
        );
        let no_lines = BTreeSet::new();
        let same = Subject {
            tenant: "a",
            server: "b",
            patient: "c",
            topic: "M1",
            orders: &none,
            grounds: &no_lines,
        };
        let others = [
            Subject {
                tenant: "ab",
                server: "",
                ..same
            },
            Subject { server: "", ..same },
            Subject {
                patient: "d",
                ..same
            },
            Subject {
                topic: "M2",
                ..same
            },
            Subject {
                orders: &order,
                ..same
            },
            Subject {
                grounds: &lines,
                ..same
            },
        ];
        let mut keys: BTreeSet<_> = others.iter().map(|subject| secret.key(subject)).collect();
        keys.insert(secret.key(&same));
        keys.insert(Secret::new(&[b'b'; 32]).unwrap().key(&same));
        assert_eq!(keys.len(), others.len() + 2);
        assert_eq!(secret.key(&same), secret.key(&same));
    }
}
