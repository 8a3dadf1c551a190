//! The facts of one request, by finding, read-only once they are derived.

use crate::{DateRange, Evidence, Fact, FindingId, Region, Regions, State, Vocabulary};
use jiff::civil::Date;
use std::cmp::Ordering;

/// Something that could not be read or was left out, named on the card where it matters (protocol section 8).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What it is: a prefetch key or a resource type.
    pub what: String,
    /// Why it is missing.
    pub why: GapReason,
}

/// Why data is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapReason {
    /// The client did not send the key.
    NotSent,
    /// The client's query failed.
    Failed,
    /// It could not be read.
    Unreadable,
    /// Its subject is somebody else.
    OtherPatient,
    /// It arrived, and this release does not read it.
    Unread,
    /// More pages exist than were sent.
    Paged,
}

/// A recorded disease that can explain a finding as known from before this episode (protocol 1.0, baseline).
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineCause {
    /// The findings that it can explain.
    pub explains: Vec<FindingId>,
    /// Its concept, such as `baseline.motor_cause`.
    pub concept: crate::Word,
    /// Its onset, else its first record; none when neither is dated.
    pub since: Option<DateRange>,
    /// Where it stands.
    pub evidence: crate::Evidence,
}

impl GapReason {
    /// All reasons.
    pub const ALL: [Self; 6] = [
        Self::NotSent,
        Self::Failed,
        Self::Unreadable,
        Self::OtherPatient,
        Self::Unread,
        Self::Paged,
    ];

    /// The reason in words, before a list of what is missing.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotSent => "Not sent by the client",
            Self::Failed => "The client's search failed",
            Self::Unreadable => "Could not be read",
            Self::OtherPatient => "Left out, as it belongs to another patient",
            Self::Unread => "Sent, but not read by this release",
            Self::Paged => "More exists than was sent",
        }
    }
}

/// All facts of a request.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The evaluation day.
    pub today: Date,
    by_finding: Vec<Vec<Fact>>,
    /// The parts of the spine that this case is about; empty when none is named.
    pub regions: Regions,
    /// Facts that do not count any more, with the reason, for the trace.
    pub set_aside: Vec<(Fact, &'static str)>,
    /// Diseases that can explain findings as baseline.
    pub causes: Vec<BaselineCause>,
    /// Data that could not be seen.
    pub gaps: Vec<Gap>,
}

impl Facts {
    /// No facts yet.
    pub fn new(vocabulary: &Vocabulary, today: Date) -> Self {
        Self {
            today,
            by_finding: vec![Vec::new(); vocabulary.len()],
            regions: Regions::NONE,
            set_aside: Vec::new(),
            causes: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Adds a fact.
    pub fn push(&mut self, fact: Fact) {
        if let Some(facts) = self.by_finding.get_mut(fact.finding.index()) {
            facts.push(fact);
        }
    }

    /// The facts of a finding, whatever their region and state.
    pub fn of(&self, finding: FindingId) -> &[Fact] {
        self.by_finding
            .get(finding.index())
            .map_or(&[], Vec::as_slice)
    }

    /// Takes the facts of a finding out, to be put back changed.
    pub fn take(&mut self, finding: FindingId) -> Vec<Fact> {
        self.by_finding
            .get_mut(finding.index())
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// The facts of a finding that can be seen from a frame: those of its region and those that name none.
    pub fn seen(&self, finding: FindingId, frame: Option<Region>) -> impl Iterator<Item = &Fact> {
        self.of(finding).iter().filter(move |fact| {
            frame.is_none_or(|region| fact.regions.is_empty() || fact.regions.contains(region))
        })
    }

    /// Whether a finding is stated anywhere.
    pub fn has(&self, finding: FindingId) -> bool {
        self.of(finding).iter().any(Fact::is_present)
    }

    /// Whether a finding is denied and nowhere stated.
    pub fn is_denied(&self, finding: FindingId) -> bool {
        let facts = self.of(finding);
        facts.iter().any(|fact| fact.state == State::Absent) && !facts.iter().any(Fact::is_present)
    }

    /// All facts, in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.by_finding.iter().flatten()
    }

    /// Puts the facts of each finding in the order of their days, undated ones first, and the sources of a fact that has several in the
    /// order of their names. Nothing downstream then depends on the order in which a server lists its resources.
    pub(crate) fn sort(&mut self) {
        for facts in &mut self.by_finding {
            for fact in facts.iter_mut() {
                let first = fact.evidence.first().map(|first| first.source.path.clone());
                let of_several =
                    |evidence: &Evidence| Some(&evidence.source.path) != first.as_ref();
                // Within one resource the order is the sender's: its first code is the one that it means.
                if fact.evidence.iter().any(of_several) {
                    fact.evidence
                        .sort_by(|a, b| placeless(a).cmp(&placeless(b)));
                }
            }
            facts.sort_by(in_order);
        }
        self.causes.sort_by(|a, b| {
            let by_day = a.since.cmp(&b.since);
            by_day.then_with(|| placeless(&a.evidence).cmp(&placeless(&b.evidence)))
        });
    }

    /// All facts, to be changed by the derivation.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Fact> {
        self.by_finding.iter_mut().flatten()
    }
}

impl Extend<Fact> for Facts {
    fn extend<I: IntoIterator<Item = Fact>>(&mut self, facts: I) {
        facts.into_iter().for_each(|fact| self.push(fact));
    }
}

/// Evidence without its place in the request, which says nothing of the patient.
fn placeless(evidence: &Evidence) -> (&str, &str, crate::Origin) {
    (&evidence.source.reference, &evidence.says, evidence.origin)
}

/// Two facts that compare as equal differ in nothing but their place in the request.
fn in_order(a: &Fact, b: &Fact) -> Ordering {
    let sources = |fact: &Fact, other: &Fact| {
        let of_other = other.evidence.iter().map(placeless);
        fact.evidence.iter().map(placeless).cmp(of_other)
    };
    // What is left is rare; numbers have no total order of their own, their text has.
    let rest = |fact: &Fact| {
        let rest = Fact {
            evidence: Vec::new(),
            ..fact.clone()
        };
        format!("{rest:?}")
    };
    a.when()
        .cmp(&b.when())
        .then_with(|| sources(a, b))
        .then_with(|| rest(a).cmp(&rest(b)))
}
