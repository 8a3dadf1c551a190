//! `DiagnosticReport` and `ImagingStudy`: rows of `img`.

use foramen_fhir::{
    Codeable, Entry, Record,
    views::{DiagnosticReport, ImagingStudy},
};

use super::{
    Reader,
    matching::Hit,
    named,
    order_name::{self, Study},
    result, source,
    statement::Statement,
    wording::{self, Words},
};
use crate::{Attribute, Attributes, Confidence, Fact, Origin, Regions};

impl<'r, 'a> Reader<'r, 'a> {
    /// Adds a row for every imaging study of the spine. Reports come first: they speak for the studies that they report.
    pub(super) fn reports(&mut self) {
        for entry in &self.record.diagnostic_reports {
            let status = entry.view.status.as_deref();
            if !status.is_some_and(|status| ["cancelled", "entered-in-error"].contains(&status)) {
                self.report(entry);
            }
        }
        for entry in &self.record.imaging_studies {
            let status = entry.view.status.as_deref();
            if !status.is_some_and(|status| ["cancelled", "entered-in-error"].contains(&status)) {
                self.imaging_study(entry);
            }
        }
    }

    fn report(&mut self, entry: &Entry<'a, DiagnosticReport<'a>>) {
        let report = &entry.view;
        let based_on = report
            .based_on
            .iter()
            .filter_map(|order| self.order_code(order.reference.as_deref()?));
        let codes: Vec<&Codeable<'a>> = report.code.iter().collect();
        let orders: Vec<&Codeable<'a>> = based_on.collect();
        let hits = self.hits(codes.iter().copied());
        let by_name = is_imaging(report) || hits.iter().any(|hit| hit.is_under("report.imaging"));
        let mut statement = Statement {
            onset: report.effective_date(self.reading.zone),
            stated: report.effective_date(self.reading.zone),
            ..Statement::new(source(entry), Origin::Coded)
        };
        statement.texts = codes.iter().flat_map(|code| code.texts()).collect();
        let mut rows = self.study_rows(&hits, &statement, by_name);
        if rows.is_empty() && by_name {
            // A report whose own code is only "imaging report" is of what was ordered.
            statement
                .texts
                .extend(orders.iter().flat_map(|code| code.texts()));
            rows = self.study_rows(&self.hits(orders.iter().copied()), &statement, true);
        }
        if rows.is_empty() {
            return;
        }
        let conclusions = self.hits(report.conclusion_code.iter());
        let notes = report.note.iter().filter_map(|note| note.text.as_deref());
        let coded_words = report
            .conclusion_code
            .iter()
            .filter_map(|code| code.text.as_deref());
        let texts = report
            .conclusion
            .as_deref()
            .into_iter()
            .chain(notes)
            .chain(coded_words);
        let findings = result::read(&self.vocabulary.results, texts, &conclusions);
        for mut row in rows {
            row.attributes
                .set_word(Attribute::Status, report_status(report.status.as_deref()));
            add_result(&mut row, &findings, &statement);
            self.facts.push(row);
        }
        self.reported_diagnoses(&conclusions, &findings, &statement);
    }

    /// Spine diagnoses that a report states: herniation and degeneration, which no result class holds (protocol 1.1). Red flags that
    /// it finds stay results: the rules of stage 3 answer them.
    fn reported_diagnoses(
        &mut self,
        conclusions: &[Hit<'_>],
        findings: &result::Findings,
        statement: &Statement<'_>,
    ) {
        let diagnoses: Vec<Hit<'_>> = conclusions
            .iter()
            .filter(|hit| hit.concept.id.starts_with("dx."))
            .cloned()
            .collect();
        self.state(&diagnoses, statement);
        for finding in findings
            .others
            .iter()
            .filter_map(|name| self.vocabulary.id(name))
            .collect::<Vec<_>>()
        {
            let mut evidence = statement.evidence(self.vocabulary.name(finding));
            evidence.origin = Origin::Text;
            self.facts.push(Fact {
                onset: statement.onset,
                stated: statement.stated,
                ..Fact::present(finding, evidence)
            });
        }
    }

    /// The code of an order that a report answers.
    fn order_code(&self, reference: &str) -> Option<&'r Codeable<'a>> {
        let record: &'r Record<'a> = self.record;
        let orders = &record.service_requests;
        let order = orders
            .iter()
            .find(|order| foramen_fhir::same_resource(reference, &order.source.reference()))?;
        order.view.code.as_ref()
    }

    fn imaging_study(&mut self, entry: &Entry<'a, ImagingStudy<'a>>) {
        let study = &entry.view;
        let procedures: Vec<&Codeable<'a>> = study.procedures().collect();
        let modalities: Vec<&Codeable<'a>> = study.modalities().collect();
        let sites: Vec<&Codeable<'a>> = study
            .series
            .iter()
            .filter_map(|series| series.body_site.as_ref())
            .collect();
        let started = study.started_date(self.reading.zone);
        let mut statement = Statement {
            onset: started,
            stated: started,
            ..Statement::new(source(entry), Origin::Coded)
        }
        .with_texts(procedures.iter().copied())
        .at(sites.iter().copied());
        let series = study
            .series
            .iter()
            .filter_map(|series| series.description.as_deref());
        statement
            .texts
            .extend(study.description.as_deref().into_iter().chain(series));
        // The DICOM code of the modality is a word of the name.
        let codes = modalities
            .iter()
            .flat_map(|modality| modality.codings.iter())
            .filter_map(|coding| coding.raw_code.as_deref());
        statement.texts.extend(codes);
        let hits = self.hits(procedures.iter().copied());
        for row in self.study_rows(&hits, &statement, true) {
            self.add_study(row);
        }
    }

    /// Adds a study that has no report here, unless a row of the same study is there (same day, modality and region).
    pub(super) fn add_study(&mut self, mut row: Fact) {
        row.attributes.set_word(Attribute::Status, "noted");
        let same = |own: &Fact| {
            own.attributes.word(Attribute::Modality) == row.attributes.word(Attribute::Modality)
                && !own.regions.intersection(row.regions).is_empty()
                && matches!((own.onset, row.onset), (Some(a), Some(b)) if a.overlaps(b))
        };
        if !self.facts.of(self.known.img).iter().any(same) {
            self.facts.push(row);
        }
    }

    /// Rows of the studies that codes name; where they name none and `by_name` allows, of the one that words name.
    pub(super) fn study_rows(
        &self,
        hits: &[Hit<'_>],
        statement: &Statement<'_>,
        by_name: bool,
    ) -> Vec<Fact> {
        let coded: Vec<Fact> = hits
            .iter()
            .filter(|hit| {
                hit.concept.targets.contains(&self.known.img)
                    && hit.attributes.get(Attribute::Modality).is_some()
            })
            .filter_map(|hit| {
                let regions = study_regions(hit, statement)?;
                let attributes = study_attributes(hit, statement);
                Some(self.study_row(
                    attributes,
                    regions,
                    hit.strength,
                    statement,
                    statement.evidence_of(hit),
                ))
            })
            .collect();
        if !coded.is_empty() || !by_name {
            return coded;
        }
        let Some(study) = named_study(statement) else {
            return Vec::new();
        };
        let mut evidence = statement.evidence(format!("\"{}\"", study.modality));
        evidence.origin = Origin::Text;
        vec![self.study_row(
            study.attributes(),
            study.regions,
            Confidence::Probable,
            statement,
            vec![evidence],
        )]
    }

    fn study_row(
        &self,
        attributes: Attributes,
        regions: Regions,
        confidence: Confidence,
        statement: &Statement<'_>,
        evidence: Vec<crate::Evidence>,
    ) -> Fact {
        let mut row = Fact {
            confidence: confidence.min(statement.confidence),
            regions,
            attributes,
            onset: statement.onset,
            stated: statement.stated,
            ..Fact::present(self.known.img, statement.evidence(""))
        };
        row.evidence = evidence;
        row
    }
}

/// Result classes with sides and levels. A report without a date, or that only suspects, is probable (protocol 1.3).
fn add_result(row: &mut Fact, findings: &result::Findings, statement: &Statement<'_>) {
    for class in &findings.classes {
        row.attributes.add_word(Attribute::Result, class);
    }
    match findings.sides.as_slice() {
        [] => {}
        [first, rest @ ..] if rest.iter().all(|side| side == first) => {
            row.attributes.set_word(Attribute::Side, first);
        }
        _ => row.attributes.set_word(Attribute::Side, "both"),
    }
    for level in &findings.levels {
        row.attributes.add_word(Attribute::Level, level);
    }
    if findings.hedged || row.onset.is_none() {
        row.confidence = Confidence::Probable;
    }
    row.evidence.extend(findings.phrases.iter().map(|phrase| {
        let mut evidence = statement.evidence(format!("\"{phrase}\""));
        evidence.origin = Origin::Text;
        evidence
    }));
}

/// Where a coded study looks. A code of MRI without a part needs a body site or a text that names the spine.
pub(super) fn study_regions(hit: &Hit<'_>, statement: &Statement<'_>) -> Option<Regions> {
    let told = named(hit.regions).union(wording::regions(&statement.site));
    if !told.is_empty() {
        return Some(told);
    }
    let by_text = order_name::study(statement.texts.iter().copied())
        .map(|study| study.regions)
        .filter(|regions| !regions.is_empty());
    // Vessels and pressures need no part of the spine.
    let anywhere = !hit.regions.is_empty() || hit.is_under("img.abi");
    by_text.or_else(|| anywhere.then_some(hit.regions))
}

/// The study that words and body site name, if it is one of the spine.
pub(super) fn named_study(statement: &Statement<'_>) -> Option<Study> {
    let mut study = order_name::study(statement.texts.iter().copied())?;
    let site = wording::regions(&statement.site);
    if named(study.regions).is_empty() && !site.is_empty() {
        study.regions = site;
    }
    (study.is_of_the_spine() || study.modality == "abi").then_some(study)
}

/// The columns of a coded study; how contrast is given may stand in the words alone.
fn study_attributes(hit: &Hit<'_>, statement: &Statement<'_>) -> Attributes {
    let mut attributes = hit.attributes.clone();
    if attributes.get(Attribute::Contrast).is_none()
        && let Some(contrast) =
            order_name::study(statement.texts.iter().copied()).and_then(|study| study.contrast)
    {
        attributes.set_word(Attribute::Contrast, contrast);
    }
    attributes
}

/// Whether the report's category is imaging, in any of its codes.
fn is_imaging(report: &DiagnosticReport<'_>) -> bool {
    const CODES: [&str; 9] = [
        "RAD",
        "RX",
        "CT",
        "NMR",
        "RUS",
        "XRC",
        "imaging",
        "LP29684-5",
        "363679005",
    ];
    let coded = report
        .category
        .iter()
        .any(|category| CODES.iter().any(|code| category.is(code)));
    coded
        || Words::of(report.category.iter().flat_map(Codeable::texts))
            .has_any(&["radiology", "imaging"])
}

fn report_status(status: Option<&str>) -> &'static str {
    match status {
        Some("registered" | "preliminary" | "partial") => "preliminary",
        // No status at all: a conclusion that is there was meant to be read.
        _ => "final",
    }
}
