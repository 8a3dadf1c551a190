//! What is asked of one fact: attributes, columns, words and numbers.

use super::{Evaluation, Frame};
use crate::format::{Bound, Column, Compare, Holds, Relation, Tests, Where, WordTest};
use foramen_facts::{Amount, Attribute, Fact, Held, Kind, Region, Regions, Tri, Unit, Word};

impl Evaluation<'_> {
    /// Whether a fact passes every test.
    pub(super) fn passes(&self, fact: &Fact, tests: &Tests, frame: Frame) -> Tri {
        let columns = self.columns(fact, &tests.where_, frame);
        let words = tests
            .words
            .as_ref()
            .map_or(Tri::Yes, |test| words(fact, test));
        let numbers = Tri::all(
            tests
                .compare
                .iter()
                .map(|compare| self.compares(fact, compare)),
        );
        let times = Tri::all(
            tests
                .time
                .iter()
                .map(|test| self.in_time(fact, test, tests.undated, frame)),
        );
        columns.and(words).and(numbers).and(times)
    }

    /// Whether a row holds these columns.
    pub(super) fn columns(&self, row: &Fact, columns: &[Where], frame: Frame) -> Tri {
        Tri::all(columns.iter().map(|column| self.column(row, column, frame)))
    }

    /// Whether a row surely holds these columns, apart from any frame.
    pub(crate) fn has_columns(&self, row: &Fact, columns: &[Where]) -> bool {
        self.columns(row, columns, Frame::PATIENT).is_yes()
    }

    fn column(&self, row: &Fact, column: &Where, frame: Frame) -> Tri {
        match (column.column, &column.holds) {
            (Column::Region, Holds::Same) => self.same_region(row, frame),
            (Column::Region, Holds::OneOf(words)) => {
                one_of(row.regions.iter().map(Region::word), words)
            }
            (Column::Confidence, Holds::OneOf(words)) => {
                let word = if row.is_certain() {
                    "certain"
                } else {
                    "probable"
                };
                one_of(std::iter::once(word), words)
            }
            (Column::Attribute(attribute), Holds::OneOf(words)) => {
                match row.attributes.get(attribute) {
                    Some(Held::Number(number)) => {
                        one_of(std::iter::once(number.to_string().as_str()), words)
                    }
                    held => one_of(
                        held.into_iter().flat_map(Held::words).map(|word| &**word),
                        words,
                    ),
                }
            }
            (Column::Attribute(attribute), Holds::Same) => {
                match (self.order(frame), row.attributes.get(attribute)) {
                    (Some(order), Some(held)) => {
                        Tri::from(order.attributes.get(attribute) == Some(held))
                    }
                    _ => Tri::Unknown,
                }
            }
            (Column::Attribute(attribute), Holds::Bound(compare)) => row
                .attributes
                .number(attribute)
                .map_or(Tri::Unknown, |number| {
                    self.bound(&compare.bound, None)
                        .map_or(Tri::Unknown, |bound| {
                            relates(Amount::exactly(number), compare.relation, bound)
                        })
                }),
            (Column::Region | Column::Confidence, Holds::Bound(_))
            | (Column::Confidence, Holds::Same) => Tri::Unknown,
        }
    }

    /// Whether a row is of the regions of the frame, or of the order that it judges.
    fn same_region(&self, row: &Fact, frame: Frame) -> Tri {
        let wanted = match (self.order(frame), frame.region) {
            (Some(order), _) if !order.regions.is_empty() => order.regions,
            (_, Some(region)) => Regions::from(region),
            _ => return Tri::Unknown,
        };
        if row.regions.is_empty() {
            Tri::Unknown
        } else {
            Tri::from(!row.regions.intersection(wanted).is_empty())
        }
    }

    fn compares(&self, fact: &Fact, compare: &Compare) -> Tri {
        let unit = match self
            .catalog
            .vocabulary()
            .finding(fact.finding)
            .map(|finding| &finding.kind)
        {
            Some(Kind::Number(unit)) => Some(*unit),
            Some(Kind::Span) => Some(Unit::Day),
            _ => None,
        };
        match (fact.value, self.bound(&compare.bound, unit)) {
            (Some(value), Some(bound)) => relates(value, compare.relation, bound),
            _ => Tri::Unknown,
        }
    }

    /// A bound as a number, in the given unit where both measure time.
    pub(super) fn bound(&self, bound: &Bound, unit: Option<Unit>) -> Option<f64> {
        let (number, from) = match bound {
            Bound::Literal(number, unit) => (*number, Some(*unit)),
            Bound::Parameter(name) => match self.profile.parameters.get(name)? {
                foramen_facts::Setting::Amount(number, unit) => (*number, Some(*unit)),
                foramen_facts::Setting::Lifetime => return Some(f64::INFINITY),
                foramen_facts::Setting::Word(_) => return None,
            },
        };
        match (from.and_then(Unit::days), unit.and_then(Unit::days)) {
            (Some(from), Some(to)) if (from - to).abs() > f64::EPSILON => Some(number * from / to),
            _ => Some(number),
        }
    }
}

/// Whether one of the values is among the words; `unknown` accepts none at all, `any` whatever there is.
fn one_of<'a>(values: impl Iterator<Item = &'a str>, words: &[Word]) -> Tri {
    let accepts = |wanted: &str| words.iter().any(|word| &**word == wanted);
    let mut values = values.peekable();
    if values.peek().is_none() {
        return if accepts("unknown") {
            Tri::Yes
        } else {
            Tri::Unknown
        };
    }
    Tri::from(accepts("any") || values.any(accepts))
}

fn words(fact: &Fact, test: &WordTest) -> Tri {
    let held = fact
        .attributes
        .get(Attribute::Value)
        .map(Held::words)
        .unwrap_or_default();
    if held.is_empty() {
        return Tri::Unknown;
    }
    match test {
        WordTest::In(words) | WordTest::Has(words) => {
            Tri::from(held.iter().any(|word| words.contains(word)))
        }
        WordTest::HasOnly(words) => Tri::from(held.iter().all(|word| words.contains(word))),
    }
}

/// Compares an amount that may only be known within bounds.
pub(super) fn relates(amount: Amount, relation: Relation, bound: f64) -> Tri {
    let (all, any) = match relation {
        Relation::AtLeast => (amount.min >= bound, amount.max >= bound),
        Relation::MoreThan => (amount.min > bound, amount.max > bound),
        Relation::AtMost => (amount.max <= bound, amount.min <= bound),
        Relation::LessThan => (amount.max < bound, amount.min < bound),
        Relation::Exactly => {
            let hit = (amount.min - bound).abs() < f64::EPSILON;
            (
                hit && amount.is_exact(),
                amount.min <= bound && bound <= amount.max,
            )
        }
    };
    match (all, any) {
        (true, _) => Tri::Yes,
        (false, true) => Tri::Unknown,
        (false, false) => Tri::No,
    }
}
