//! `ServiceRequest` of the chart: referrals and studies that are on their way. What is ordered is not done.

use foramen_fhir::{Codeable, Entry, views::ServiceRequest};

use super::{Reader, matching::Hit, order::referral_target, statement::Statement, wording};
use crate::{Attribute, Confidence, Evidence, Fact, Origin};

impl<'a> Reader<'_, 'a> {
    /// Adds rows for referrals, and for studies that are ordered and not done.
    pub(super) fn requests(&mut self) {
        for entry in &self.record.service_requests {
            let gone = ["revoked", "entered-in-error", "cancelled"];
            let status = entry.view.status.as_deref();
            if !entry.view.is_prohibited() && !status.is_some_and(|status| gone.contains(&status)) {
                self.request(entry);
            }
        }
    }

    fn request(&mut self, entry: &Entry<'a, ServiceRequest<'a>>) {
        let request = &entry.view;
        let statement = self.request_statement(entry, Origin::Coded);
        let hits = self.hits(request.code.iter());
        let referrals: Vec<&Hit<'_>> = hits
            .iter()
            .filter(|hit| hit.concept.targets.contains(&self.known.referral))
            .collect();
        for hit in &referrals {
            let target = hit.attributes.word(Attribute::Target).map(str::to_owned);
            self.referral(
                request,
                target.as_deref(),
                hit.strength,
                statement.evidence_of(hit),
                &statement,
            );
        }
        if referrals.is_empty() {
            self.named_referral(request, &statement);
        }
        if standing(request) == "made" {
            let code = request.code.as_ref();
            let of_the_site = code.and_then(|code| self.ordered_by_the_site(code, &statement));
            let rows = match of_the_site {
                Some(ordered) if ordered.kind == "imaging" => vec![Fact {
                    regions: ordered.regions,
                    attributes: ordered.attributes,
                    onset: statement.onset,
                    stated: statement.stated,
                    evidence: ordered.evidence,
                    ..Fact::present(self.known.plan, statement.evidence(""))
                }],
                Some(_) => Vec::new(),
                None => self.study_rows(&hits, &statement, is_imaging(request)),
            };
            for mut row in rows {
                row.finding = self.known.plan;
                row.attributes.set_word(Attribute::Kind, "imaging");
                row.attributes.set_word(Attribute::Origin, "record");
                row.attributes.set_word(Attribute::Status, "made");
                self.facts.push(row);
            }
        }
    }

    /// A referral that only words tell: those of the code, the category and the specialty asked for.
    fn named_referral(&mut self, request: &ServiceRequest<'a>, statement: &Statement<'_>) {
        let beside = request
            .category
            .iter()
            .chain(request.performer_type.iter())
            .flat_map(Codeable::texts);
        let words = statement.words().and(&wording::Words::of(beside));
        let Some((target, phrase)) = referral_target(&words) else {
            return;
        };
        let mut evidence = statement.evidence(format!("\"{phrase}\""));
        evidence.origin = Origin::Text;
        self.referral(
            request,
            Some(target),
            Confidence::Probable,
            vec![evidence],
            statement,
        );
    }

    fn referral(
        &mut self,
        request: &ServiceRequest<'a>,
        target: Option<&str>,
        confidence: Confidence,
        evidence: Vec<Evidence>,
        statement: &Statement<'_>,
    ) {
        let reasons: Vec<&Codeable<'a>> = request.reasons().collect();
        let own = statement.regions(crate::Regions::NONE);
        let mut row = Fact {
            confidence,
            regions: if own.is_empty() {
                self.reason_regions(reasons.iter().copied())
            } else {
                own
            },
            onset: statement.stated,
            stated: statement.stated,
            ..Fact::present(self.known.referral, statement.evidence(""))
        };
        row.evidence = evidence;
        row.attributes
            .set_word(Attribute::Status, standing(request));
        row.attributes.set_word(Attribute::Kind, standing(request));
        if let Some(target) = target {
            row.attributes.set_word(Attribute::Target, target);
        }
        self.facts.push(row);
    }
}

/// Where a request stands: `planned`, `made`, `completed`.
fn standing(request: &ServiceRequest<'_>) -> &'static str {
    let planned = request
        .intent
        .as_deref()
        .is_some_and(|intent| ["proposal", "plan"].contains(&intent));
    match request.status.as_deref() {
        Some("completed") => "completed",
        Some("draft") => "planned",
        _ if planned => "planned",
        _ => "made",
    }
}

fn is_imaging(request: &ServiceRequest<'_>) -> bool {
    let coded = request
        .category
        .iter()
        .any(|category| category.is("363679005") || category.is("RAD"));
    coded
        || wording::Words::of(request.category.iter().flat_map(Codeable::texts))
            .has_any(&["imaging", "radiology"])
}
