//! What the record can be asked: findings, and the codes that state them. Read from `hooks/`, owned by this layer.

use crate::{Attributes, Confidence, Pattern, Region, Regions, Unit, Word, known::Known};
use foramen_fhir::{CodeIndex, Match, System};
use std::collections::BTreeMap;

/// A finding's place in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingId(pub(crate) u16);

impl FindingId {
    /// The index into tables with one row a finding.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The kind of a finding fixes the tests that may be asked of it (rule format, section 2).
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Present, absent or unknown; each fact dated.
    Flag,
    /// A number in a unit.
    Number(Unit),
    /// Days as a range.
    Span,
    /// One word of a closed list.
    Choice(Vec<Word>),
    /// Several words of a closed list.
    Set(Vec<Word>),
    /// Rows with columns: therapies, studies, orders.
    List,
    /// Present if a member is, absent if all are.
    Group,
    /// True when a condition in `hooks/` holds.
    Derived,
}

/// What a finding means to the protocol (protocol 1.0 and 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A neurological deficit: motor, UMN, gait, sphincter, saddle.
    Deficit,
    /// A red flag that acts alone, same day.
    FlagA,
    /// A red flag that acts alone, urgent.
    FlagB,
    /// A red flag that acts with another one, or after a failed first step.
    FlagC,
    /// A symptom of the spine.
    Symptom,
    /// Changes how something is done, not whether.
    Modifier,
    /// Everything else.
    Context,
}

/// How far back a finding counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookBack {
    /// For life.
    Lifetime,
    /// While it is active.
    Now,
    /// Within the present episode.
    Episode,
    /// For the days of a parameter.
    Parameter(Word),
}

/// What a card asks when a finding is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Item of the served questionnaire that takes the answer, if it has one.
    pub link_id: Option<Word>,
    /// The words of the question.
    pub text: String,
    /// Order of asking, the smallest first (protocol section 8).
    pub rank: u16,
}

/// A typed question to the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its name in `hooks/`, such as `neuro.bladder`.
    pub name: Word,
    /// What may be asked of it.
    pub kind: Kind,
    /// A short name for cards.
    pub title: String,
    /// What counts as it, and what does not.
    pub means: String,
    /// What it means to the protocol.
    pub role: Role,
    /// How far back it counts.
    pub look_back: LookBack,
    /// How a card asks for it.
    pub question: Option<Question>,
}

/// What a concept's codes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConceptRole {
    /// State a finding.
    Finding,
    /// Make a row of a list.
    List,
    /// Recognise an order; never a row of a list.
    Order,
    /// Name a cause that makes a finding baseline.
    Baseline,
    /// Remove every coded match of the target in the same resource.
    Exclude,
    /// Only context.
    Evidence,
    /// Are recognised and never sent.
    DoNotEmit,
}

/// A group of codes with one meaning (`concepts.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// Its name, such as `neuro.bladder.other_cause`.
    pub id: Word,
    /// The finding of the same name, if there is one: a code of an evidence concept states it.
    pub own_finding: Option<FindingId>,
    /// What its codes do.
    pub role: ConceptRole,
    /// The findings that it states, explains or excludes; of a baseline concept, groups are spread into their members.
    pub targets: Vec<FindingId>,
    /// Other concepts that it excludes in the same resource (`exclude.baseline_gait`).
    pub excluded_concepts: Vec<usize>,
    /// Attributes of every fact made from it.
    pub attributes: Attributes,
    /// Regions of every fact made from it.
    pub regions: Regions,
    /// Whether its codes state the absence of the target.
    pub absent: bool,
    /// Whether the code gives nothing and the value decides.
    pub measured: bool,
    /// Whether its codes are never more than probable.
    pub probable: bool,
    /// How a code of it is read, in words.
    pub note: String,
}

/// One code of a concept with what it alone says (`codes.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Index into [`Vocabulary::concepts`].
    pub concept: usize,
    /// The code's system.
    pub system: System,
    /// The code, or the prefix with `*`.
    pub code: String,
    /// What it covers: itself, or what begins so.
    pub covers: Match,
    /// Our own short words for it.
    pub words: String,
    /// The certainty that the code alone gives.
    pub strength: Confidence,
    /// Whether the code without a date or words may count as new.
    pub current_alone: bool,
    /// Side, limb, kind and the like that the code itself says.
    pub attributes: Attributes,
    /// Regions that the code itself says.
    pub regions: Regions,
    /// Where the code was checked; begins with `UNVERIFIED` when it was not.
    pub verified: String,
}

/// Words of an imaging report that state something no code says.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// The words.
    pub pattern: Pattern,
    /// The result class or the finding that they state, or [`Phrase::NOTHING`].
    pub says: Word,
}

impl AsRef<Self> for Phrase {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Words in the name of a condition, an observation or a reason, which state what the code beside them does not.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedFinding {
    /// The words, with the name of the finding, or [`Phrase::NOTHING`].
    pub phrase: Phrase,
    /// The finding; none of words that only keep shorter ones from speaking.
    pub finding: Option<FindingId>,
    /// The certainty that the words alone give.
    pub confidence: Confidence,
    /// Kind and the like that the words themselves say.
    pub attributes: Attributes,
    /// Regions that the words themselves say.
    pub regions: Regions,
}

impl AsRef<Phrase> for NamedFinding {
    fn as_ref(&self) -> &Phrase {
        &self.phrase
    }
}

impl Phrase {
    /// What a phrase says that only keeps a shorter one from speaking: `fracture of the sternum`.
    pub const NOTHING: &str = "nothing";
}

/// A drug by a name that stands in text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrugName {
    /// The name in lower case: an ingredient, a brand, a combination.
    pub name: String,
    /// Index into [`Vocabulary::concepts`].
    pub concept: usize,
    /// The ingredient that it means within the concept; the name itself unless the lexicon says otherwise.
    pub ingredient: String,
}

/// Everything that extraction needs from `hooks/`.
#[derive(Debug)]
pub struct Vocabulary {
    findings: Vec<Finding>,
    by_name: BTreeMap<Word, FindingId>,
    /// The findings that Rust computes or reads by name.
    pub known: Known,
    /// All concepts.
    pub concepts: Vec<Concept>,
    /// All codes.
    pub codes: Vec<Code>,
    /// Index from a coding to positions in [`Vocabulary::codes`].
    pub index: CodeIndex<usize>,
    /// Drug names in text, with the concept that each belongs to.
    pub ingredients: Vec<DrugName>,
    /// Words of an imaging report with their result class.
    pub results: Vec<Phrase>,
    /// Words in names with the finding that they state.
    pub names: Vec<NamedFinding>,
}

/// A finding that the program relies on and `hooks/findings` does not define.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "finding \"{0}\" is not defined in hooks/findings; the program computes or reads it by that name"
)]
pub struct MissingFinding(pub &'static str);

impl Vocabulary {
    /// A vocabulary of findings; codes and phrases are added to its public tables.
    pub fn new(findings: Vec<Finding>) -> Result<Self, MissingFinding> {
        let by_name: BTreeMap<Word, FindingId> = findings
            .iter()
            .zip(0u16..)
            .map(|(finding, index)| (finding.name.clone(), FindingId(index)))
            .collect();
        let known = Known::resolve(|name| by_name.get(name).copied())?;
        Ok(Self {
            findings,
            by_name,
            known,
            concepts: Vec::new(),
            codes: Vec::new(),
            index: CodeIndex::default(),
            ingredients: Vec::new(),
            results: Vec::new(),
            names: Vec::new(),
        })
    }

    /// The finding of a name.
    pub fn id(&self, name: &str) -> Option<FindingId> {
        self.by_name.get(name).copied()
    }

    /// A finding's definition.
    ///
    /// Ids are only made by this vocabulary, so the lookup always succeeds; the first finding stands in otherwise.
    pub fn finding(&self, id: FindingId) -> Option<&Finding> {
        self.findings.get(id.index())
    }

    /// A finding's name, for traces.
    pub fn name(&self, id: FindingId) -> &str {
        self.finding(id).map_or("", |finding| &finding.name)
    }

    /// All findings with their ids.
    pub fn findings(&self) -> impl Iterator<Item = (FindingId, &Finding)> {
        self.findings
            .iter()
            .zip(0u16..)
            .map(|(finding, index)| (FindingId(index), finding))
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Splits `region` out of attribute words: regions are a set of their own.
pub fn regions_of(words: &[Word]) -> Regions {
    words
        .iter()
        .filter_map(|word| Region::from_word(word))
        .collect()
}
