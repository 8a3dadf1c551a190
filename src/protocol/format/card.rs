//! The words of cards and the orders that they offer.

use super::{Condition, Place};
use foramen_facts::{Attributes, Region, Regions, Word};

/// The words of one card. Placeholders in braces are closed (hooks/README.md, "Cards").
#[derive(Debug, Clone, PartialEq)]
pub struct CardText {
    /// Its id.
    pub id: Word,
    /// One sentence below 140 characters with the longest filling.
    pub summary: String,
    /// Why, in a sentence.
    pub why: String,
    /// The study and its time. On a card of several rules the study that serves them all is named in its place.
    pub study: Vec<String>,
    /// What confirms or protects: it stands first, and waits for nothing where the rule is only probable.
    pub first: Vec<String>,
    /// What is advised beside it.
    pub advice: Vec<String>,
    /// What it says as a line on another card; without it its summary.
    pub line: Option<String>,
    /// When to come back.
    pub safety_net: Vec<String>,
    /// What the card is about, for the ask form: "possible {topic}".
    pub topic: String,
    /// Override reasons offered.
    pub overrides: Vec<Word>,
    /// Other words in special settings.
    pub variants: Vec<Variant>,
    /// Where it stands.
    pub place: Place,
}

impl CardText {
    /// Every text of the card, those of its variants too.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let variants = self.variants.iter().flat_map(|variant| {
            variant
                .summary
                .iter()
                .chain(variant.advice.iter().flatten())
        });
        [&self.summary, &self.why, &self.topic]
            .into_iter()
            .chain(&self.line)
            .chain(&self.study)
            .chain(&self.first)
            .chain(&self.advice)
            .chain(&self.safety_net)
            .chain(variants)
            .map(String::as_str)
    }
}

/// The settings in which the engine chooses other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Setting {
    /// The patient is in the emergency department or admitted.
    InHospital,
    /// A study explains the finding.
    ResultKnown,
    /// The order already is what the rule proposes.
    OrderFits,
    /// End-of-life care.
    Hospice,
}

impl Setting {
    /// All settings with the key used in `hooks/`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::InHospital, "in-hospital"),
        (Self::ResultKnown, "result-known"),
        (Self::OrderFits, "order-fits"),
        (Self::Hospice, "hospice"),
    ];
}

/// What replaces the words of a card in a setting; what is not given stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// When.
    pub setting: Setting,
    /// The sentence.
    pub summary: Option<String>,
    /// The advice.
    pub advice: Option<Vec<String>>,
}

/// A line that rides on cards of some rules (protocol section 7, fixed lines).
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id: `L1`.
    pub id: Word,
    /// The rules whose cards carry it.
    pub rules: Vec<Word>,
    /// The regions in which it is said; empty is every region.
    pub regions: Vec<Region>,
    /// Only when this holds in the frame of the card.
    pub if_: Option<Condition>,
    /// Whether it goes into the note of a created order instead of the card.
    pub on_order: bool,
    /// Only into the note of an order of this modality.
    pub modality: Option<Word>,
    /// Whether it confirms or protects: it stands first, and waits for nothing where the rule is only probable.
    pub first: bool,
    /// The words.
    pub text: String,
    /// Rows of the guidance table that it implements.
    pub implements: Vec<Word>,
    /// Where it stands.
    pub place: Place,
}

/// A study, referral, laboratory or therapy order that a card can offer.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderTemplate {
    /// Its id.
    pub id: Word,
    /// What it is.
    pub kind: OrderKind,
    /// Its name on the wire: `MRI lumbar spine without contrast`.
    pub text: String,
    /// Modality, contrast, target and the like.
    pub plan: Attributes,
    /// The regions that it covers.
    pub regions: Regions,
    /// Codings, all of them sent.
    pub codes: Vec<OrderCode>,
    /// Other templates that this one stands for, ordered together; a template has either parts or codes.
    pub parts: Vec<Word>,
    /// Where it stands.
    pub place: Place,
}

/// What kind of order a template makes; gives the category on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrderKind {
    /// An imaging study.
    Imaging,
    /// A referral.
    Referral,
    /// Laboratory tests.
    Laboratory,
    /// A therapy.
    Therapy,
}

impl OrderKind {
    /// All kinds with the word used in `hooks/`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Imaging, "imaging"),
        (Self::Referral, "referral"),
        (Self::Laboratory, "laboratory"),
        (Self::Therapy, "therapy"),
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }
}

/// One coding of an order template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCode {
    /// Short name of the system, such as `cpt`.
    pub system: Word,
    /// The code.
    pub code: String,
}

/// A guideline and how far it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Its key.
    pub id: Word,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub year: Option<u16>,
    /// Where it can be read, an absolute https URL.
    pub url: Option<String>,
    /// `whole`, `excerpt`, `summary` or `not read`.
    pub read: String,
    /// Whether the page behind the address was seen, and says what the title says.
    pub url_checked: bool,
    /// The parts of the spine that it is about; empty is all of them.
    pub regions: Regions,
    /// Whether it only is known of: nothing rests on it.
    pub background: bool,
    /// Where it stands.
    pub place: Place,
}

impl SourceText {
    /// Whether cards name it. Articles that the protocol began from, and choices of this project, are named in its documentation alone.
    pub fn is_guideline(&self) -> bool {
        !self.id.starts_with("seed-") && &*self.id != Self::PROJECT
    }

    /// The source of what no guideline fixes: a choice of this project, which somebody must sign.
    pub const PROJECT: &str = "project";
}
