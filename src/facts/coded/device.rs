//! `Device` and its use: implants that matter for MRI.

use foramen_fhir::{
    Codeable, Entry, Value,
    views::{Device, DeviceUse},
};

use super::{Reader, source, statement::Statement, wording::Words};
use crate::{Attribute, Fact, Origin};

/// Names of implants in text, by the kinds of protocol 1.3.
const IMPLANTS: [(&str, &[&str]); 6] = [
    ("pacemaker", &["pacemaker", "cardiac resynchronization"]),
    ("icd", &["defibrillator", "icd"]),
    ("cochlear", &["cochlear implant"]),
    (
        "neurostimulator",
        &[
            "neurostimulator",
            "spinal cord stimulator",
            "nerve stimulator",
            "brain stimulator",
        ],
    ),
    ("aneurysm_clip", &["aneurysm clip"]),
    (
        "metal",
        &["metallic foreign body", "retained bullet", "shrapnel"],
    ),
];

impl<'a> Reader<'_, 'a> {
    /// Adds the implants that the record holds.
    pub(super) fn devices(&mut self) {
        for entry in &self.record.devices {
            self.device(entry);
        }
        for entry in &self.record.device_uses {
            self.device_use(entry);
        }
    }

    fn device(&mut self, entry: &Entry<'a, Device<'a>>) {
        let device = &entry.view;
        let gone = device
            .status
            .as_deref()
            .is_some_and(|status| ["inactive", "entered-in-error"].contains(&status));
        if gone {
            return;
        }
        let names = device.names.iter().filter_map(|name| name.name.as_deref());
        let mut statement =
            Statement::new(source(entry), Origin::Coded).with_texts(device.kind.iter());
        statement.texts.extend(names.chain(device.model.as_deref()));
        let properties = device.property.iter().flat_map(|property| {
            let told = property.value.iter().filter_map(Value::text);
            let kind = property.kind.iter().flat_map(Codeable::texts);
            property
                .concepts()
                .flat_map(Codeable::texts)
                .chain(told)
                .chain(kind)
        });
        let safety = Words::of(
            device
                .safety
                .iter()
                .flat_map(Codeable::texts)
                .chain(properties),
        );
        let conditional = mr_conditional(&safety.and(&statement.words()));
        let kinds: Vec<&Codeable<'a>> = device.kind.iter().collect();
        self.implant(&kinds, &statement, conditional);
    }

    fn device_use(&mut self, entry: &Entry<'a, DeviceUse<'a>>) {
        let usage = &entry.view;
        let over = [
            "completed",
            "entered-in-error",
            "not-done",
            "stopped",
            "intended",
        ];
        let reference = usage.device.reference.as_ref();
        // A device that the record holds speaks for itself.
        let held = reference
            .and_then(|reference| reference.reference.as_deref())
            .is_some_and(|reference| {
                self.record.devices.iter().any(|device| {
                    foramen_fhir::same_resource(reference, &device.source.reference())
                })
            });
        if held
            || usage
                .status
                .as_deref()
                .is_some_and(|status| over.contains(&status))
        {
            return;
        }
        let mut statement =
            Statement::new(source(entry), Origin::Coded).with_texts(usage.device.concept.as_ref());
        statement
            .texts
            .extend(reference.and_then(|reference| reference.display.as_deref()));
        statement.stated = usage
            .recorded_on
            .as_ref()
            .and_then(|date| date.date(self.reading.zone));
        let kinds: Vec<&Codeable<'a>> = usage.device.concept.iter().collect();
        self.implant(&kinds, &statement, None);
    }

    /// Rows for the kinds that codes name, else for the first that the words name.
    fn implant(
        &mut self,
        kinds: &[&Codeable<'_>],
        statement: &Statement<'_>,
        conditional: Option<&'static str>,
    ) {
        let hits = self.hits(kinds.iter().copied());
        let mut rows: Vec<Fact> = hits
            .iter()
            .flat_map(|hit| self.facts_of(hit, statement))
            .filter(|fact| fact.finding == self.known.device)
            .collect();
        if rows.is_empty() {
            let words = statement.words();
            let named = IMPLANTS
                .iter()
                .find_map(|(kind, names)| Some((*kind, words.affirmed(names)?)));
            rows.extend(named.map(|(kind, name)| {
                let mut row =
                    Fact::present(self.known.device, statement.evidence(format!("\"{name}\"")));
                row.attributes.set_word(Attribute::Kind, kind);
                row.stated = statement.stated;
                row
            }));
        }
        for mut row in rows {
            if let Some(word) = conditional {
                row.attributes.set_word(Attribute::MrConditional, word);
            }
            self.facts.push(row);
        }
    }
}

/// `yes` for MR safe and MR conditional, `no` for unsafe; nothing said is unknown.
fn mr_conditional(words: &Words) -> Option<&'static str> {
    if words.has_any(&[
        "mr unsafe",
        "mri unsafe",
        "not mri safe",
        "not mr safe",
        "not mr conditional",
        "not mri conditional",
        "mri contraindicated",
    ]) {
        Some("no")
    } else {
        words
            .has_any(&[
                "mr conditional",
                "mri conditional",
                "mr safe",
                "mri safe",
                "mri compatible",
                "resonance conditional",
                "mr surescan",
            ])
            .then_some("yes")
    }
}
