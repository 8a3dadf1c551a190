//! What a fact says beside its bare presence: side, limb, kind, and the columns of a list.

use std::{fmt, sync::Arc};

/// A word of a closed list in `hooks/`, such as `both`, `lower`, `retention_or_flow`.
pub type Word = Arc<str>;

/// Result classes of an imaging report (protocol section 1): the words of [`Attribute::Result`].
pub const RESULTS: [&str; 11] = [
    "normal",
    "degenerative_only",
    "mild_impingement",
    "root_compression",
    "stenosis",
    "cord_compression",
    "cauda_equina",
    "fracture",
    "infection",
    "malignancy",
    "indeterminate",
];

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// Name of an attribute of a flag or of a column of a list (rule format, section 2).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attribute { $($(#[$doc])* $name,)+ }

        impl Attribute {
            /// Every attribute, in the order of this file.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The key used in `hooks/`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The attribute of a key, if it is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

attributes! {
    /// `left`, `right` or `both`.
    Side = "side",
    /// `upper`, `lower`; may hold both.
    Limb = "limb",
    /// `root` when the sensory change follows a root, else a free territory word.
    Territory = "territory",
    /// `true` when found on examination.
    Objective = "objective",
    /// `true` when one peripheral nerve explains it.
    SingleNerve = "single_nerve",
    /// `true` when several levels are weak.
    SeveralLevels = "several_levels",
    /// MRC grade 0-5, a number.
    Grade = "grade",
    /// `stable`, `improving`, `worsening` or `active`.
    Course = "course",
    /// `new`, `recent`, `undated`, `chronic`, `baseline`: the terms of protocol 1.0.
    Time = "time",
    /// The kind of the finding, of a therapy, of a device.
    Kind = "kind",
    /// Another cause that explains it.
    Cause = "cause",
    /// Imaging: `mri`, `ct`, `xray`, `myelogram`, `mra`, `cta`, `abi`.
    Modality = "modality",
    /// Imaging: `without`, `without_with`, `with_only`, `intrathecal`.
    Contrast = "contrast",
    /// Imaging: result classes of protocol 1.3; may hold several.
    Result = "result",
    /// Therapy: `improved`, `unchanged`, `worse`, `stopped_side_effect`.
    Outcome = "outcome",
    /// Therapy: counted sessions, a number.
    Sessions = "sessions",
    /// Referral: whom to.
    Target = "target",
    /// Order, study or referral: where it stands.
    Status = "status",
    /// Order: image guidance of an injection, `none` or `imaging`.
    Guidance = "guidance",
    /// Order: `bony` when the reason names bone.
    Reason = "reason",
    /// Order or therapy: `esi`, `root_block`, `spine_surgery`, `fusion`, `physical_therapy`, `manual`, `emg`.
    Procedure = "procedure",
    /// Order or therapy: class of the drug; may hold several.
    DrugClass = "drug_class",
    /// Order: ingredient.
    Drug = "drug",
    /// Order: `bed_rest`, `brace`.
    Item = "item",
    /// Device: `yes`, `no`.
    MrConditional = "mr_conditional",
    /// Order: `yes` when it is a spine study, drug or procedure that the protocol names.
    Relevant = "relevant",
    /// Order: `yes` when a standing rule proposes this very study.
    Proposed = "proposed",
    /// Order: `match` or `mismatch` against the regions with symptoms.
    RegionMatch = "region_match",
    /// Plan: `ordered` by the clinician or `proposed` by a standing rule.
    Origin = "origin",
    /// Order: `yes` or `no`, whether a procedure is planned on it.
    PlannedProcedure = "planned_procedure",
    /// Laboratory: `H`, `L`, `N` as the laboratory read it.
    Interpretation = "interpretation",
    /// Order: `stat`, `asap`, `urgent`, `routine`.
    Priority = "priority",
    /// Single value of a choice, such as `pregnant`.
    Value = "value",
    /// Flag: `yes` when a later study of every region of the case answers it (protocol section 1, "no flag").
    Answered = "answered",
    /// Spinal level or root, such as `L5`.
    Level = "level",
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What an attribute holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// One or more words.
    Words(Vec<Word>),
    /// A number in the attribute's own unit.
    Number(f64),
}

impl Held {
    /// The words, none for a number.
    pub fn words(&self) -> &[Word] {
        match self {
            Self::Words(words) => words,
            Self::Number(_) => &[],
        }
    }
}

/// The attributes of one fact, small and ordered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes(Vec<(Attribute, Held)>);

impl Attributes {
    /// What an attribute holds, if the fact has it.
    pub fn get(&self, attribute: Attribute) -> Option<&Held> {
        self.0
            .iter()
            .find(|(key, _)| *key == attribute)
            .map(|(_, held)| held)
    }

    /// Whether an attribute holds a word.
    pub fn has(&self, attribute: Attribute, word: &str) -> bool {
        self.get(attribute)
            .is_some_and(|held| held.words().iter().any(|held| &**held == word))
    }

    /// The first word of an attribute.
    pub fn word(&self, attribute: Attribute) -> Option<&str> {
        self.get(attribute)?.words().first().map(|word| &**word)
    }

    /// The number of an attribute.
    pub fn number(&self, attribute: Attribute) -> Option<f64> {
        match self.get(attribute)? {
            Held::Number(number) => Some(*number),
            Held::Words(_) => None,
        }
    }

    /// Replaces what an attribute holds.
    pub fn set(&mut self, attribute: Attribute, held: Held) {
        match self.0.binary_search_by_key(&attribute, |(key, _)| *key) {
            Ok(at) => {
                if let Some(slot) = self.0.get_mut(at) {
                    slot.1 = held;
                }
            }
            Err(at) => self.0.insert(at, (attribute, held)),
        }
    }

    /// Replaces what an attribute holds by one word.
    pub fn set_word(&mut self, attribute: Attribute, word: &str) {
        self.set(attribute, Held::Words(vec![Word::from(word)]));
    }

    /// Adds a word beside those that an attribute holds.
    pub fn add_word(&mut self, attribute: Attribute, word: &str) {
        let mut words = self
            .get(attribute)
            .map(|held| held.words().to_vec())
            .unwrap_or_default();
        if !words.iter().any(|held| &**held == word) {
            words.push(Word::from(word));
        }
        self.set(attribute, Held::Words(words));
    }

    /// Takes over what another fact says and this one leaves open.
    pub fn fill_from(&mut self, other: &Self) {
        for (attribute, held) in &other.0 {
            if self.get(*attribute).is_none() {
                self.set(*attribute, held.clone());
            }
        }
    }

    /// All attributes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Attribute, &Held)> {
        self.0.iter().map(|(attribute, held)| (*attribute, held))
    }
}
