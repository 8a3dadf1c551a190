//! Tests of a fact's dates. A partial date uses its latest possible day (protocol section 1, *Dates*).

use super::{Evaluation, Frame};
use crate::format::{Bound, TimeTest, Undated};
use foramen_facts::{Attribute, DateRange, Fact, FindingId, Tri, Unit};

impl Evaluation<'_> {
    /// Whether a fact passes one test of its dates.
    pub(super) fn in_time(
        &self,
        fact: &Fact,
        test: &TimeTest,
        undated: Undated,
        frame: Frame,
    ) -> Tri {
        let missing = match undated {
            Undated::Keep => Tri::Unknown,
            Undated::Yes => Tri::Yes,
            Undated::No => Tri::No,
        };
        match test {
            TimeTest::Within(bound) => self.aged(fact, bound, |age, bound| age <= bound),
            TimeTest::OlderThan(bound) => self.aged(fact, bound, |age, bound| age > bound),
            TimeTest::After(other) => self.ordered(fact, *other, frame, missing, |this, other| {
                this.latest() >= other.earliest()
            }),
            TimeTest::Before(other) => self.ordered(fact, *other, frame, missing, |this, other| {
                this.earliest() < other.latest()
            }),
            TimeTest::ImagedSince(wanted) => {
                let imaged = self.imaged_since(fact, frame);
                if *wanted { imaged } else { !imaged }
            }
        }
    }

    /// Tests the age in days; stated worsening makes a finding as young as the worsening.
    fn aged(&self, fact: &Fact, bound: &Bound, passes: impl Fn(f64, f64) -> bool) -> Tri {
        let Some(bound) = self.bound(bound, Some(Unit::Day)) else {
            return Tri::Unknown;
        };
        let dated = [fact.onset, fact.worsened]
            .into_iter()
            .flatten()
            .max_by_key(|date| date.latest());
        let age = dated.and_then(|date| date.days_before(self.facts.today));
        age.map_or(Tri::Unknown, |age| {
            Tri::from(passes(f64::from(age.min), bound))
        })
    }

    /// Tests the order against the dated facts of another finding.
    fn ordered(
        &self,
        fact: &Fact,
        other: FindingId,
        frame: Frame,
        missing: Tri,
        passes: impl Fn(DateRange, DateRange) -> bool,
    ) -> Tri {
        let Some(this) = fact.onset else {
            return missing;
        };
        let others: Vec<_> = self.dated(other, frame);
        if others.is_empty() {
            return missing;
        }
        Tri::from(others.into_iter().any(|other| passes(this, other)))
    }

    /// The onsets of the present facts of a finding, or of the members of a group.
    fn dated(&self, finding: FindingId, frame: Frame) -> Vec<DateRange> {
        let own = self
            .facts
            .seen(finding, frame.region)
            .filter(|fact| fact.is_present())
            .filter_map(|fact| fact.onset);
        let members = self
            .catalog
            .content()
            .groups
            .get(&finding)
            .into_iter()
            .flat_map(|group| &group.members);
        own.chain(members.flat_map(|member| self.dated(member.finding, frame)))
            .collect()
    }

    /// Whether an MRI of the region was done on or after the onset of a fact.
    fn imaged_since(&self, fact: &Fact, frame: Frame) -> Tri {
        let known = &self.catalog.vocabulary().known;
        let mut studies = self
            .facts
            .seen(known.img, frame.region)
            .filter(|study| {
                study.attributes.has(Attribute::Modality, "mri") && !study.regions.is_empty()
            })
            .peekable();
        if studies.peek().is_none() {
            return Tri::No;
        }
        let Some(onset) = fact.onset else {
            return Tri::Unknown;
        };
        Tri::any(studies.map(|study| {
            study.onset.map_or(Tri::Unknown, |done| {
                Tri::from(done.earliest() >= onset.latest())
            })
        }))
    }
}
