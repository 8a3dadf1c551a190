//! `Encounter`: the visit in context, its reasons, and the setting, to which the caller's specialty adds.

use foramen_fhir::{Codeable, DateRange, Record, Reference, same_resource, views::Encounter};

use super::{Reader, Reading, source, statement::Statement, wording::Words};
use crate::{Attribute, Evidence, Fact, FindingId, Origin};

/// The encounter in context, as others refer to it.
#[derive(Debug, Default)]
pub(super) struct Visit {
    /// Its place in the record.
    place: Option<usize>,
    /// How it is referred to.
    reference: Option<String>,
    /// The resources that are its reasons and diagnoses.
    reasons: Vec<String>,
    /// Its first day.
    pub(super) start: Option<DateRange>,
}

impl Visit {
    /// The encounter of the request's context, else the newest that is in progress.
    pub(super) fn of(record: &Record<'_>, reading: &Reading<'_>) -> Self {
        let start = |encounter: &Encounter<'_>| {
            encounter
                .period
                .as_ref()
                .and_then(|period| period.start(reading.zone))
        };
        let place = match reading.encounter {
            Some(wanted) => record
                .encounters
                .iter()
                .position(|entry| same_resource(wanted, &entry.source.reference())),
            None => record
                .encounters
                .iter()
                .enumerate()
                .filter(|(_, entry)| is_under_way(&entry.view))
                .max_by_key(|(_, entry)| start(&entry.view).map(DateRange::latest))
                .map(|(place, _)| place),
        };
        let Some((place, entry)) =
            place.and_then(|place| Some((place, record.encounters.get(place)?)))
        else {
            return Self {
                reference: reading.encounter.map(str::to_owned),
                ..Self::default()
            };
        };
        let diagnoses = entry
            .view
            .diagnosis
            .iter()
            .flat_map(|diagnosis| diagnosis.condition.iter());
        let named = diagnoses
            .filter_map(|condition| condition.reference.as_ref())
            .chain(entry.view.reason_references());
        Self {
            place: Some(place),
            reference: Some(entry.source.reference().into_owned()),
            reasons: named
                .filter_map(|reference| reference.reference.as_deref().map(str::to_owned))
                .collect(),
            start: start(&entry.view),
        }
    }

    /// Whether a resource was recorded in this encounter.
    pub(super) fn holds(&self, encounter: Option<&Reference<'_>>) -> bool {
        let own = encounter.and_then(|encounter| encounter.reference.as_deref());
        matches!((own, &self.reference), (Some(own), Some(visit)) if same_resource(own, visit))
    }

    /// Whether the encounter names a resource as its reason or diagnosis.
    pub(super) fn names(&self, reference: &str) -> bool {
        self.reasons
            .iter()
            .any(|reason| same_resource(reason, reference))
    }
}

fn is_under_way(encounter: &Encounter<'_>) -> bool {
    let under_way =
        |status: &str| ["in-progress", "arrived", "triaged", "onleave"].contains(&status);
    encounter.status.as_deref().is_some_and(under_way)
}

impl<'a> Reader<'_, 'a> {
    /// Adds the setting and what the encounter in context gives as its reasons.
    pub(super) fn encounter(&mut self) {
        self.setting();
        let Some(entry) = self
            .visit
            .place
            .and_then(|place| self.record.encounters.get(place))
        else {
            return;
        };
        let diagnoses = entry
            .view
            .diagnosis
            .iter()
            .flat_map(|diagnosis| diagnosis.condition.iter());
        let coded = diagnoses.filter_map(|condition| condition.concept.as_ref());
        let reasons = entry.view.reasons().map(|reason| (reason, true));
        let diagnoses = coded.map(|diagnosis| (diagnosis, false));
        let named: Vec<(&Codeable<'a>, bool)> = reasons.chain(diagnoses).collect();
        for (reason, told) in named {
            let statement = Statement {
                told,
                stated: self.visit.start.or_else(|| Some(self.today())),
                current_encounter: true,
                ..Statement::new(source(entry), Origin::Coded).with_texts([reason])
            };
            let stated = self.state_reason(reason, &statement);
            self.mark_visit(&stated, &statement);
        }
    }

    /// A reason by its codes and by what its words say beside them.
    pub(super) fn state_reason(
        &mut self,
        reason: &Codeable<'_>,
        statement: &Statement<'_>,
    ) -> Vec<FindingId> {
        let hits = self.hits([reason]);
        let mut stated = self.state_or_words(&hits, statement);
        stated.extend(self.state_names(&reason.texts(), &hits, statement));
        stated
    }

    /// Adds `spine.visit` if a reason or diagnosis of today's visit is a spine symptom.
    pub(super) fn mark_visit(&mut self, stated: &[FindingId], statement: &Statement<'_>) {
        let symptom = stated
            .iter()
            .find(|finding| self.spine_symptoms().contains(finding));
        if let Some(symptom) = symptom {
            let evidence = statement.evidence(self.vocabulary.name(*symptom));
            self.facts.push(Fact {
                confidence: statement.confidence,
                stated: statement.stated,
                current_encounter: statement.current_encounter,
                ..Fact::present(self.known.spine_visit, evidence)
            });
        }
    }

    /// Adds the setting: the class of the encounter, else the service or the caller's specialty (protocol 1.3).
    fn setting(&mut self) {
        let entry = self
            .visit
            .place
            .and_then(|place| self.record.encounters.get(place));
        let by_class =
            entry.and_then(|entry| Some((source(entry), class_setting(&entry.view)?, "class")));
        let by_service = || {
            let entry = entry?;
            let services: Vec<&Codeable<'a>> = entry
                .view
                .service_type
                .iter()
                .chain(entry.view.kind.iter())
                .collect();
            Some((source(entry), specialty_setting(&services)?, "serviceType"))
        };
        let by_role = || {
            self.record.practitioner_roles.iter().find_map(|role| {
                let named: Vec<&Codeable<'a>> = role
                    .view
                    .specialty
                    .iter()
                    .chain(role.view.code.iter())
                    .collect();
                Some((source(role), specialty_setting(&named)?, "specialty"))
            })
        };
        let by_person = || {
            self.record.practitioners.iter().find_map(|person| {
                let skills = person
                    .view
                    .qualification
                    .iter()
                    .filter_map(|skill| skill.code.as_ref());
                let roles = person
                    .view
                    .role
                    .iter()
                    .flat_map(|role| role.specialty.iter().chain(role.code.iter()));
                let named: Vec<&Codeable<'a>> = skills.chain(roles).collect();
                Some((source(person), specialty_setting(&named)?, "qualification"))
            })
        };
        if let Some((source, word, says)) = by_class
            .or_else(by_service)
            .or_else(by_role)
            .or_else(by_person)
        {
            let evidence = Evidence {
                source,
                origin: Origin::Coded,
                says: says.to_owned(),
            };
            let mut fact = Fact::present(self.known.setting, evidence);
            fact.attributes.set_word(Attribute::Value, word);
            self.facts.push(fact);
        }
    }
}

/// Emergency and inpatient by the class; an ambulatory one says nothing about who is seen.
fn class_setting(encounter: &Encounter<'_>) -> Option<&'static str> {
    let is = |codes: &[&str]| {
        encounter
            .class
            .iter()
            .any(|class| codes.iter().any(|code| class.is(code)))
    };
    if is(&["EMER", "emergency"]) {
        Some("emergency")
    } else {
        is(&["IMP", "ACUTE", "NONAC", "OBSENC", "SS", "inpatient"]).then_some("inpatient")
    }
}

/// Primary care or specialist, by the words of a specialty or the taxonomy code of the United States (NUCC).
fn specialty_setting(named: &[&Codeable<'_>]) -> Option<&'static str> {
    const SPECIALIST: [&str; 14] = [
        "spine",
        "orthop",
        "neurosurg",
        "neurological",
        "neurology",
        "pain medicine",
        "pain management",
        "interventional pain",
        "rheumatolog",
        "physiatry",
        "physical medicine",
        "rehabilitation",
        "pain clinic",
        "neurologist",
    ];
    const PRIMARY: [&str; 9] = [
        "family",
        "general practice",
        "general medicine",
        "general practitioner",
        "internal medicine",
        "primary care",
        "internist",
        "gp",
        "general internal medicine",
    ];
    const CODES: [(&str, &str); 9] = [
        ("207Q", "primary_care"),
        ("208D", "primary_care"),
        ("207R00000X", "primary_care"),
        ("207RR0500X", "specialist"),
        ("207X", "specialist"),
        ("207T", "specialist"),
        ("2084N0400X", "specialist"),
        ("2081", "specialist"),
        ("208VP", "specialist"),
    ];
    let words = Words::of(named.iter().flat_map(|concept| concept.texts()));
    if words.has_any(&["emergency medicine", "emergency department"]) {
        Some("emergency")
    } else if words.has_any(&SPECIALIST) || words.has_stem(&["orthop", "neurosurg", "rheumatolog"])
    {
        Some("specialist")
    } else if words.has_any(&PRIMARY) {
        Some("primary_care")
    } else {
        let codes = || {
            named
                .iter()
                .flat_map(|concept| concept.codings.iter())
                .filter_map(|coding| coding.raw_code.as_deref())
        };
        codes()
            .find_map(|code| CODES.iter().find(|(prefix, _)| code.starts_with(prefix)))
            .map(|(_, word)| *word)
    }
}
