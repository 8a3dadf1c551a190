//! How long conservative care lasted, whether it was adequate, and whether it failed (protocol 1.3).

use super::{Context, computed, dates, denies, follows_from, frames, in_regions, touches};
use crate::{Amount, Attribute, Fact, Facts, Known, Limits, Region, Regions, Tri};
use foramen_fhir::DateRange;
use jiff::{ToSpan, civil::Date};

/// Kinds that the patient does actively.
const ACTIVE: [&str; 2] = ["pt", "home_exercise"];
/// Kinds that relieve pain.
const ANALGESIC: [&str; 8] = [
    "nsaid",
    "acetaminophen",
    "muscle_relaxant",
    "duloxetine",
    "gabapentinoid",
    "tca",
    "opioid",
    "steroid_oral",
];

/// Adds weeks, adequacy, failure and outcome of care, and intractable pain, for each frame.
pub(super) fn derive(facts: &mut Facts, context: Context<'_>) {
    let steroid = steroid_exposure(facts, context);
    facts.extend(steroid);
    for region in frames(facts).iter() {
        let found = Care::of(facts, context, region).facts(facts, context);
        facts.extend(found);
    }
}

/// Care of different kinds is one stretch when the one begins on the day after the other.
const NEXT_DAY: f64 = 1.0;

/// A stretch of treated days, from the first to the last. It is as long as the days between them, a lone visit one day.
type Stretch = (Date, Date);

/// The care of one region within the episode and the window that counts.
struct Care<'a> {
    region: Region,
    rows: Vec<&'a Fact>,
    declined: Vec<&'a Fact>,
    /// Stated by an answer rather than computed from rows.
    told: Vec<&'a Fact>,
    weeks: Option<Amount>,
    active: Tri,
}

impl<'a> Care<'a> {
    fn of(facts: &'a Facts, context: Context<'_>, region: Region) -> Self {
        let known = &context.vocabulary.known;
        let window = Window::of(facts, context, region);
        let here = |fact: &&Fact| touches(fact, Regions::from(region));
        let counts = |fact: &&Fact| has_kind(fact, &ACTIVE) || has_kind(fact, &ANALGESIC);
        let (declined, rows): (Vec<_>, Vec<_>) = facts
            .of(known.tx)
            .iter()
            .filter(here)
            .filter(counts)
            .partition(|fact| denies(fact));
        let rows: Vec<_> = rows.into_iter().filter(|row| window.touches(row)).collect();
        let told = facts.of(known.tx_adequate).iter().filter(here).collect();
        let weeks = weeks(&rows, &window, context.limits);
        let active = active(&rows, &declined, &window, context.limits);
        Self {
            region,
            rows,
            declined,
            told,
            weeks,
            active,
        }
    }

    /// Adequate: long enough, with an active element; acetaminophen alone never is (S1-06). Which analgesic was taken is asked, and
    /// blocks nothing.
    fn adequate(&self, limits: &Limits) -> Tri {
        if self.rows.is_empty() {
            return if self.declined.is_empty() {
                Tri::Unknown
            } else {
                Tri::No
            };
        }
        if self
            .rows
            .iter()
            .all(|row| has_kind(row, &["acetaminophen"]))
        {
            return Tri::No;
        }
        let long_enough = self.weeks.map_or(Tri::Unknown, |weeks| {
            at_least(weeks, limits.mri_failed_care_weeks)
        });
        long_enough.and(self.active)
    }

    fn facts(&self, facts: &Facts, context: Context<'_>) -> Vec<Fact> {
        let known = &context.vocabulary.known;
        let grounds = || self.rows.iter().chain(&self.declined).copied();
        let here = |finding| in_regions(follows_from(finding, grounds()), self.region);
        let mut found = Vec::new();
        if let Some(weeks) = self.weeks {
            found.push(Fact {
                value: Some(weeks),
                ..here(known.tx_weeks)
            });
        }
        // What the clinician answered stands; the weaker claim wins when both speak (protocol section 1).
        let told = self.told.iter().map(|fact| Tri::from(fact.is_present()));
        let computed = self.adequate(context.limits);
        let adequate = match told.min() {
            Some(told) if computed == Tri::Unknown => told,
            Some(told) => told.min(computed),
            None => computed,
        };
        let as_told = self
            .told
            .iter()
            .any(|fact| Tri::from(fact.is_present()) == adequate);
        if !as_told {
            found.extend(stated_as(here(known.tx_adequate), adequate));
        }
        let (failed, outcome) = self.failed(facts, context, adequate);
        if let Some(outcome) = outcome {
            found.push(super::choice(here(known.tx_outcome), outcome));
        }
        let mut fact = here(known.tx_failed);
        if outcome.is_none() && failed == Tri::Yes {
            fact.attributes.set_word(Attribute::Outcome, "not_recorded");
            fact.evidence.push(computed_outcome());
        }
        if failed == Tri::Yes {
            found.push(Fact {
                finding: known.rf_intractable,
                ..fact.clone()
            });
        }
        found.extend(stated_as(fact, failed));
        found
    }

    /// Failed: adequate, and the problem unchanged or worse after it. Where no outcome is recorded and the problem is still active
    /// today, it counts as unchanged, and the card asks.
    fn failed(
        &self,
        facts: &Facts,
        context: Context<'_>,
        adequate: Tri,
    ) -> (Tri, Option<&'static str>) {
        let outcome = self.outcome(facts, context);
        let failed = match outcome {
            Some("improved") => Tri::No,
            Some(_) => Tri::Yes,
            None => still_active(facts, &context.vocabulary.known, self.region),
        };
        (
            if adequate == Tri::No {
                Tri::No
            } else {
                adequate.and(failed)
            },
            outcome,
        )
    }

    /// The outcome of the care that ended last, or that an answer states.
    fn outcome(&self, facts: &Facts, context: Context<'_>) -> Option<&'static str> {
        let answered = facts
            .seen(context.vocabulary.known.tx_outcome, Some(self.region))
            .filter_map(|fact| outcome_of(fact, Attribute::Value));
        let latest = self
            .rows
            .iter()
            .filter_map(|row| {
                Some((
                    row.end.or(row.onset).map(DateRange::latest),
                    outcome_of(row, Attribute::Outcome)?,
                ))
            })
            .max_by_key(|(end, _)| *end)
            .map(|(_, outcome)| outcome);
        answered.last().or(latest)
    }
}

fn outcome_of(fact: &Fact, attribute: Attribute) -> Option<&'static str> {
    ["improved", "unchanged", "worse"]
        .into_iter()
        .find(|outcome| fact.attributes.has(attribute, outcome))
}

fn computed_outcome() -> crate::Evidence {
    computed("outcome not recorded; the problem is still active")
}

/// Whether the spine problem of a region is still there.
fn still_active(facts: &Facts, known: &Known, region: Region) -> Tri {
    let here = Regions::from(region);
    let active = [
        known.pain_spine,
        known.pattern_radicular,
        known.pattern_stenosis,
        known.pattern_myelopathic,
    ]
    .into_iter()
    .any(|finding| super::stated(facts, finding, here));
    if active { Tri::Yes } else { Tri::Unknown }
}

fn stated_as(fact: Fact, truth: Tri) -> Option<Fact> {
    match truth {
        Tri::Yes => Some(fact),
        Tri::No => Some(fact.denied()),
        Tri::Unknown => None,
    }
}

fn has_kind(fact: &Fact, kinds: &[&str]) -> bool {
    kinds
        .iter()
        .any(|kind| fact.attributes.has(Attribute::Kind, kind))
}

fn at_least(amount: Amount, bound: f64) -> Tri {
    if amount.min >= bound {
        Tri::Yes
    } else if amount.max < bound {
        Tri::No
    } else {
        Tri::Unknown
    }
}

/// The days within which care counts: the episode, and not longer ago than `care_window`.
struct Window {
    opens: DateRange,
    today: Date,
    episode_days: Option<f64>,
}

impl Window {
    fn of(facts: &Facts, context: Context<'_>, region: Region) -> Self {
        let today = facts.today;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a window of days, checked against its range at load"
        )]
        let days = context.limits.care_window as i64;
        let oldest = DateRange::day(today.saturating_sub(days.days()));
        let known = &context.vocabulary.known;
        let episode = facts
            .seen(known.duration, Some(region))
            .find_map(|duration| Some((duration.onset?, duration.value?)));
        let opens = match episode {
            Some((onset, _)) if onset.earliest() > oldest.earliest() => onset,
            _ => oldest,
        };
        Self {
            opens,
            today,
            episode_days: episode.map(|(_, days)| days.max),
        }
    }

    /// Whether some of a row can lie inside; a row without dates is taken to.
    fn touches(&self, row: &Fact) -> bool {
        let end = row.end.or(row.onset);
        end.is_none_or(|end| end.latest() >= self.opens.earliest())
            && row.onset.is_none_or(|start| start.earliest() <= self.today)
    }

    /// The stretch that a row surely covers, and the one that it may cover.
    fn stretches(&self, row: &Fact) -> Option<(Option<Stretch>, Stretch)> {
        let start = row.onset?;
        let end = row.end.unwrap_or(start);
        let sure = stretch(
            start.latest().max(self.opens.latest()),
            end.earliest().min(self.today),
        );
        let may = stretch(
            start.earliest().max(self.opens.earliest()),
            end.latest().min(self.today),
        )?;
        Some((sure, may))
    }
}

fn stretch(start: Date, end: Date) -> Option<Stretch> {
    (start <= end).then_some((start, end))
}

/// The weeks of care, surely and at most: the union of the intervals, not their sum. Gaps up to `therapy_gap_days` within one kind
/// count as treated. A row without dates can have lasted as long as the episode.
fn weeks(rows: &[&Fact], window: &Window, limits: &Limits) -> Option<Amount> {
    if rows.is_empty() {
        return None;
    }
    let mut sure = Vec::new();
    let mut may = Vec::new();
    let mut kinds: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.attributes.word(Attribute::Kind))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of_kind = || {
            rows.iter()
                .filter(|row| row.attributes.word(Attribute::Kind) == Some(kind))
        };
        let both = of_kind()
            .filter_map(|row| window.stretches(row))
            .collect::<Vec<_>>();
        sure.extend(joined(
            both.iter().filter_map(|(sure, _)| *sure).collect(),
            limits.therapy_gap_days,
        ));
        may.extend(joined(
            both.iter().map(|(_, may)| *may).collect(),
            limits.therapy_gap_days,
        ));
    }
    let least = total_days(joined(sure, NEXT_DAY));
    let undated = rows.iter().any(|row| row.onset.is_none());
    let most = if undated {
        window.episode_days.unwrap_or(limits.care_window)
    } else {
        0.0
    };
    Some(Amount::between(
        least / 7.0,
        total_days(joined(may, NEXT_DAY)).max(most).max(least) / 7.0,
    ))
}

/// Stretches in order, those that overlap or lie within the gap made one.
fn joined(mut stretches: Vec<Stretch>, gap: f64) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut union: Vec<Stretch> = Vec::new();
    for (start, end) in stretches {
        match union.last_mut() {
            Some((_, last)) if days_between(*last, start) <= gap => *last = (*last).max(end),
            _ => union.push((start, end)),
        }
    }
    union
}

fn total_days(stretches: Vec<Stretch>) -> f64 {
    stretches
        .into_iter()
        .map(|(start, end)| days_between(start, end).max(1.0))
        .sum()
}

fn days_between(start: Date, end: Date) -> f64 {
    f64::from((end - start).get_days())
}

/// Whether the patient did something: enough counted sessions, a performed course that is long enough, or home exercise.
fn active(rows: &[&Fact], declined: &[&Fact], window: &Window, limits: &Limits) -> Tri {
    let pt: Vec<&Fact> = rows
        .iter()
        .copied()
        .filter(|row| has_kind(row, &["pt"]))
        .collect();
    if rows.iter().any(|row| has_kind(row, &["home_exercise"])) {
        return Tri::Yes;
    }
    if pt.is_empty() {
        return if declined.iter().any(|row| has_kind(row, &ACTIVE)) {
            Tri::No
        } else {
            Tri::Unknown
        };
    }
    let sessions: f64 = pt
        .iter()
        .filter_map(|row| row.attributes.number(Attribute::Sessions))
        .sum();
    let counted = pt
        .iter()
        .all(|row| row.attributes.number(Attribute::Sessions).is_some());
    if sessions >= limits.pt_sessions_min {
        return Tri::Yes;
    }
    if counted {
        return Tri::No;
    }
    weeks(&pt, window, limits).map_or(Tri::Unknown, |weeks| {
        at_least(weeks, limits.pt_course_min_weeks)
    })
}

/// Days within which steroid exposure is added up (protocol 1.2, P12M).
const STEROID_WINDOW_DAYS: f64 = 365.0;

/// Systemic steroid for `steroid_min_days` within twelve months is a chronic exposure.
fn steroid_exposure(facts: &Facts, context: Context<'_>) -> Vec<Fact> {
    let known = &context.vocabulary.known;
    let rows: Vec<&Fact> = facts
        .of(known.tx)
        .iter()
        .filter(|row| row.is_present() && has_kind(row, &["steroid_oral"]))
        .filter(|row| {
            row.last()
                .is_some_and(|last| dates::age(last, facts.today).0 <= STEROID_WINDOW_DAYS)
        })
        .collect();
    let stretches = rows
        .iter()
        .filter_map(|row| stretch(row.onset?.latest(), row.end?.earliest().min(facts.today)))
        .collect();
    let days = total_days(joined(stretches, context.limits.therapy_gap_days));
    let exposed = days >= context.limits.steroid_min_days;
    exposed
        .then(|| Fact {
            onset: rows
                .iter()
                .filter_map(|row| row.onset)
                .min_by_key(|onset| onset.earliest()),
            ..follows_from(known.rf_steroid_chronic, rows)
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn two_courses_with_a_long_gap_count_the_treated_days_only() {
        let courses = vec![
            (day("2026-01-01"), day("2026-01-22")),
            (day("2026-03-01"), day("2026-03-15")),
        ];
        assert!((total_days(joined(courses, 14.0)) - 35.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_gap_of_two_weeks_is_still_one_course() {
        let courses = vec![
            (day("2026-01-01"), day("2026-01-08")),
            (day("2026-01-22"), day("2026-01-29")),
        ];
        assert_eq!(
            joined(courses, 14.0),
            [(day("2026-01-01"), day("2026-01-29"))]
        );
    }

    #[test]
    fn a_lone_visit_is_one_day() {
        let visit = stretch(day("2026-01-01"), day("2026-01-01")).unwrap();
        assert!((total_days(vec![visit]) - 1.0).abs() < f64::EPSILON);
    }
}
