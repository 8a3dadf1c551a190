//! How long pain has outlasted an operation (protocol P9).

use super::{Context, dates, follows_from, frames, in_regions, touches};
use crate::{Amount, Attribute, Fact, Facts, FindingId, Regions};
use jiff::civil::Date;

/// Adds `duration.after_surgery` for each frame.
pub(super) fn derive(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    for region in frames(facts).iter() {
        let operations = facts.of(known.tx).iter().filter(|row| {
            row.is_present()
                && row.attributes.has(Attribute::Kind, "surgery")
                && touches(row, Regions::from(region))
        });
        let lasting = facts
            .seen(known.duration, Some(region))
            .find(|fact| fact.is_present())
            .and_then(|pain| {
                outlasted(pain, operations, known.duration_after_surgery, facts.today)
            });
        facts.extend(lasting.map(|fact| in_regions(fact, region)));
    }
}

/// The days since the last operation, if the pain of this episode was there before it; denied if the pain began after it.
fn outlasted<'a>(
    pain: &Fact,
    operations: impl Iterator<Item = &'a Fact>,
    finding: FindingId,
    today: Date,
) -> Option<Fact> {
    let (done, operation) = operations
        .filter_map(|row| Some((row.onset?, row)))
        .max_by_key(|(done, _)| done.latest())?;
    let began = pain.onset?;
    let mut fact = follows_from(finding, [operation, pain]);
    if began.earliest() > done.latest() {
        return Some(fact.denied());
    }
    let (least, most) = dates::age(done, today);
    fact.value = Some(Amount::between(least, most));
    fact.onset = Some(done);
    Some(fact)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::{DateRange, State};

    const TODAY: Date = jiff::civil::date(2026, 6, 15);

    fn began(date: &str) -> Fact {
        let mut fact = Fact::present(FindingId(0), super::super::computed(""));
        fact.onset = DateRange::parse(date, &jiff::tz::TimeZone::UTC).ok();
        fact
    }

    #[rstest]
    #[case::before("2026-01-01", &["2026-03-23"], Some((State::Present, Some((84.0, 84.0)))))]
    #[case::the_day_itself("2026-03-23", &["2026-03-23"], Some((State::Present, Some((84.0, 84.0)))))]
    #[case::after("2026-03-24", &["2026-03-23"], Some((State::Absent, None)))]
    #[case::the_last_operation_counts("2025-01-01", &["2025-02-01", "2026-06-01"], Some((State::Present, Some((14.0, 14.0)))))]
    #[case::only_a_month_is_known("2025-01-01", &["2026-03"], Some((State::Present, Some((76.0, 106.0)))))]
    #[case::no_date("2025-01-01", &[""], None)]
    #[case::no_operation("2025-01-01", &[], None)]
    fn pain_outlasts_an_operation_that_it_came_before(
        #[case] pain: &str,
        #[case] operations: &[&str],
        #[case] expected: Option<(State, Option<(f64, f64)>)>,
    ) {
        let operations: Vec<Fact> = operations.iter().map(|date| began(date)).collect();
        let found = outlasted(&began(pain), operations.iter(), FindingId(1), TODAY);
        let told = found.map(|fact| (fact.state, fact.value.map(|days| (days.min, days.max))));
        assert_eq!(told, expected);
    }
}
