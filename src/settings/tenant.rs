//! What can be set for each tenant, as the file says it; [`crate::tenants`] checks it against the catalogue.

use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use std::{collections::BTreeMap, fmt, path::PathBuf};
use toml::Spanned;

/// The parameters that a tenant moves, each as a profile would: `mri_failed_care_weeks = "8 wk"`, `hedis_line = false`.
pub type Moves = BTreeMap<Spanned<String>, Spanned<Word>>;

/// `[[tenants]]`: whoever calls from one of these FHIR servers.
///
/// ```
/// use foramen::settings::Settings;
///
/// let settings = Settings::parse(r#"
///     public_url = "https://foramen.example/cds"
///
///     [[tenants]]
///     id = "county-hospital"
///     fhir_servers = ["https://ehr.example/fhir/R4"]
///     profile = "us-payer-doc"
///     time_zone = "America/Chicago"
///     override_window = "14 d"
///     override_secret_file = "county-hospital.secret"
///     order_map = "county-hospital-orders.toml"
///
///     [tenants.set]
///     max_cards = "2 1"
///     hedis_line = false
///
///     [[tenants.muting]]
///     rules = ["C1", "T1"]
///     specialties = ["orthopaedic surgery", "207T00000X"]
///
///     [[tenants.muting]]
///     encounter_classes = ["EMER"]
/// "#)?;
/// assert_eq!(settings.tenants.len(), 1);
/// # Ok::<(), foramen::settings::Misread>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantSettings {
    /// Its name; part of the names of cards.
    pub id: Spanned<String>,
    /// The base addresses by which its calls are recognised.
    pub fhir_servers: Vec<Spanned<String>>,
    /// The profile of numbers, one of `hooks/profiles`; without it the one that stands outside.
    pub profile: Option<Spanned<String>>,
    /// The IANA time zone whose day is today; without it the one that stands outside.
    pub time_zone: Option<Spanned<String>>,
    /// What it moves beside its profile.
    #[serde(default)]
    pub set: Moves,
    /// What it does not want to see.
    #[serde(default)]
    pub muting: Vec<Spanned<MutingSettings>>,
    /// How long an overridden card is not shown again: `"14 d"`, `"12 h"`. Without it nothing is hidden.
    pub override_window: Option<Spanned<String>>,
    /// A file with at least 32 bytes that only this tenant has; an override is kept under a name made with it.
    pub override_secret_file: Option<PathBuf>,
    /// A file of `[[order]]` rows that say what its own order codes and names mean; see [`foramen_protocol::order_map`].
    pub order_map: Option<PathBuf>,
}

/// `[[tenants.muting]]`: cards that are not shown where all of this holds. Stages 0 and 1 and the safety lines are always shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MutingSettings {
    /// Of these rules; without it of all that may be muted.
    pub rules: Option<Vec<Spanned<String>>>,
    /// To a caller of one of these specialties: codes, or words of their names.
    pub specialties: Option<Vec<String>>,
    /// In an encounter of one of these classes: `EMER`, `IMP`, `AMB`.
    pub encounter_classes: Option<Vec<String>>,
    /// Where the EHR says that one of these actions fired the hook.
    pub triggers: Option<Vec<String>>,
}

/// A value as the files of `hooks/` write it: a text, or true or false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(pub String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text such as \"8 wk\", or true or false")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, truth: bool) -> Result<Word, E> {
                Ok(Word(truth.to_string()))
            }
        }
        deserializer.deserialize_any(Words)
    }
}
