//! The numbers of a profile (protocol section 2), with units.

use crate::Word;
use std::{collections::BTreeMap, fmt};

/// Units of parameters, literals and number findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks of seven days.
    Week,
    /// Years of age.
    Year,
    /// Per cent.
    Percent,
    /// Millilitres.
    Millilitre,
    /// Medical Research Council grade of muscle power, 0-5.
    Mrc,
    /// A plain count or score.
    Count,
    /// ESR.
    MillimetrePerHour,
    /// CRP.
    MilligramPerLitre,
    /// Degrees Celsius.
    Celsius,
    /// eGFR, per 1.73 m².
    MillilitrePerMinute,
}

impl Unit {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Hour, "h"),
        (Self::Day, "d"),
        (Self::Week, "wk"),
        (Self::Year, "a"),
        (Self::Percent, "%"),
        (Self::Millilitre, "mL"),
        (Self::Mrc, "MRC"),
        (Self::Count, "1"),
        (Self::MillimetrePerHour, "mm/h"),
        (Self::MilligramPerLitre, "mg/L"),
        (Self::Celsius, "Cel"),
        (Self::MillilitrePerMinute, "mL/min"),
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(unit, _)| *unit == self)
            .map_or("", |(_, word)| word)
    }

    /// The unit of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == word)
            .map(|(unit, _)| *unit)
    }

    /// All words, for error texts.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, word)| *word)
    }

    /// How many days one of it is, for units of time.
    pub fn days(self) -> Option<f64> {
        match self {
            Self::Hour => Some(1.0 / 24.0),
            Self::Day => Some(1.0),
            Self::Week => Some(7.0),
            Self::Year => Some(365.25),
            _ => None,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The value of one parameter in one profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// An amount in a unit.
    Amount(f64, Unit),
    /// A look-back without end.
    Lifetime,
    /// A policy word, or `true` and `false`.
    Word(Word),
}

impl Setting {
    /// The number, for an amount.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Amount(number, _) => Some(*number),
            Self::Lifetime | Self::Word(_) => None,
        }
    }

    /// The days, for an amount of time; none for `lifetime` and everything else.
    pub fn days(&self) -> Option<f64> {
        match self {
            Self::Amount(number, unit) => unit.days().map(|days| number * days),
            Self::Lifetime | Self::Word(_) => None,
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(number, Unit::Count) => write!(f, "{number}"),
            Self::Amount(number, unit) => write!(f, "{number} {unit}"),
            Self::Lifetime => f.write_str("lifetime"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// All parameters of a profile by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parameters(BTreeMap<Word, Setting>);

impl Parameters {
    /// The setting of a parameter.
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.0.get(name)
    }

    /// Gives a parameter a setting.
    pub fn set(&mut self, name: Word, setting: Setting) {
        self.0.insert(name, setting);
    }

    /// All parameters in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&Word, &Setting)> {
        self.0.iter()
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        /// The numbers that the derivation of facts uses, in days, weeks or the unit of the parameter.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Limits { $($(#[$doc])* pub $field: f64,)+ }

        impl Limits {
            /// The names, which are those of protocol section 2.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field),)+];

            /// Reads the numbers of a profile; the first that is missing is the error.
            pub fn of(parameters: &Parameters) -> Result<Self, MissingParameter> {
                let number = |name: &'static str| match parameters.get(name) {
                    Some(Setting::Lifetime) => Ok(f64::INFINITY),
                    Some(setting) => setting.number().ok_or(MissingParameter(name)),
                    None => Err(MissingParameter(name)),
                };
                Ok(Self { $($field: number(stringify!($field))?,)+ })
            }
        }
    };
}

/// A parameter that the program relies on and the profile does not give as a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "parameter \"{0}\" is not a number in hooks/profiles/parameters.toml; the program computes with it by that name"
)]
pub struct MissingParameter(pub &'static str);

limits! {
    /// Days within which an onset is new.
    new_days,
    /// Days after which an unworsened sphincter finding is chronic.
    cauda_recent_days,
    /// Days after which a recorded cause explains a finding as baseline.
    baseline_days,
    /// Days within which an active spine problem is the current episode.
    episode_days,
    /// Days within which a note belongs to the current episode.
    episode_note_days,
    /// Weeks of failed care before MRI.
    mri_failed_care_weeks,
    /// Physical therapy sessions that make a course.
    pt_sessions_min,
    /// Weeks that make a physical therapy course where sessions are not counted.
    pt_course_min_weeks,
    /// Days between visits that still are one course.
    therapy_gap_days,
    /// Days of supply of a prescription that does not say.
    rx_default_days,
    /// Days back within which care counts.
    care_window,
    /// Days within which a study of the same kind is a duplicate or still fits.
    duplicate_mri_days,
    /// NRS from which pain is severe.
    severe_nrs,
    /// ODI or NDI per cent from which disability is severe.
    severe_disability_pct,
    /// ODI or NDI per cent from which neck pain is grade II.
    grade_two_disability_pct,
    /// NRS from which neck pain is grade II.
    grade_two_nrs,
    /// Post-void residual, mL, from which it is retention.
    pvr_ml_threshold,
    /// Temperature, °C, from which it is fever.
    fever_celsius,
    /// Per cent of weight whose loss counts.
    weight_loss_pct,
    /// Days over which weight is compared.
    weight_loss_lookback,
    /// Days of steroid within twelve months that make it chronic.
    steroid_min_days,
    /// Age from which an injury of the neck is high risk.
    minor_trauma_age,
    /// Days within which laboratory values count.
    labs_lookback,
    /// Days within which an eGFR counts.
    egfr_lookback,
}
