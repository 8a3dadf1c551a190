//! Muscle strength and reflexes as an examiner writes them.

use foramen_fhir::Value;

use super::{Reader, measured_evidence};
use crate::{
    Attribute, Fact, FindingId, Held, State,
    coded::{
        matching::Hit,
        measure::Measured,
        statement::Statement,
        wording::{self, Words},
    },
};

impl<'a> Reader<'_, 'a> {
    /// MRC grades or words: less than 5 is weakness, 5 throughout is its absence.
    pub(super) fn strength(&mut self, value: &Value<'a>, hit: &Hit<'_>, statement: &Statement<'_>) {
        const WEAK: [&str; 7] = [
            "weak",
            "weakness",
            "reduced",
            "decreased",
            "diminished",
            "impaired",
            "paresis",
        ];
        const FULL: [&str; 5] = [
            "normal",
            "full",
            "intact",
            "no weakness",
            "symmetric strength",
        ];
        let alone = Measured {
            value,
            interpretation: &[],
            ranges: &[],
        };
        let texts = texts_of(value);
        let mut weak = Vec::new();
        let mut full = false;
        for clause in texts.iter().flat_map(|text| clauses(text)) {
            let words = Words::of([clause]);
            match grade(clause) {
                Some(grade) if grade < 5.0 => weak.push((Some(grade), words)),
                Some(_) => full = true,
                None if words.affirmed(&WEAK).is_some() => weak.push((None, words)),
                None => full |= words.has_any(&FULL),
            }
        }
        if texts.is_empty() {
            match alone.number().filter(|grade| (0.0..=5.0).contains(grade)) {
                Some(grade) if grade < 5.0 => weak.push((Some(grade), Words::default())),
                Some(_) => full = true,
                None => {}
            }
        }
        let finding = self.known.neuro_motor;
        if weak.is_empty() && full {
            let fact = examined(finding, None, hit, statement).denied();
            self.facts.push(fact);
        }
        for (grade, words) in weak {
            let mut fact = examined(finding, grade, hit, statement);
            if let Some(grade) = grade {
                fact.attributes.set(Attribute::Grade, Held::Number(grade));
            }
            wording::fill_place(&mut fact.attributes, &words);
            wording::fill_place(&mut fact.attributes, &statement.words());
            for level in wording::levels(words.tokens()) {
                fact.attributes.add_word(Attribute::Level, &level);
            }
            self.facts.push(fact);
        }
    }

    /// Reduced reflexes, long-tract signs, or neither.
    pub(super) fn reflexes(&mut self, value: &Value<'a>, hit: &Hit<'_>, statement: &Statement<'_>) {
        const BRISK: [&str; 6] = [
            "hyperreflexia",
            "hyperreflexic",
            "brisk",
            "hyperactive",
            "increased",
            "exaggerated",
        ];
        const SIGN: [&str; 6] = [
            "clonus",
            "babinski",
            "hoffmann",
            "hoffman",
            "upgoing",
            "extensor plantar",
        ];
        const REDUCED: [&str; 9] = [
            "absent",
            "reduced",
            "diminished",
            "decreased",
            "hypoactive",
            "hyporeflexia",
            "areflexia",
            "trace",
            "depressed",
        ];
        const NORMAL: [&str; 4] = ["normal", "symmetric", "intact", "physiologic"];
        let (mut umn, mut reduced, mut normal) = (None, None, false);
        for clause in texts_of(value).iter().flat_map(|text| clauses(text)) {
            let words = Words::of([clause]);
            let negative =
                words.has_any(&["no", "negative", "absent", "without", "not", "downgoing"]);
            let graded = reflex_grade(clause);
            if words.has_any(&SIGN) {
                // "Babinski absent" is a normal finding, not a lost reflex.
                umn = umn.or((!negative).then_some(words));
            } else if words.affirmed(&BRISK).is_some() || graded.is_some_and(|grade| grade >= 3) {
                umn = umn.or(Some(words));
            } else if words.affirmed(&REDUCED).is_some() || graded.is_some_and(|grade| grade <= 1) {
                reduced = reduced.or(Some(words));
            } else {
                normal |= words.has_any(&NORMAL) || graded == Some(2);
            }
        }
        let found = [
            (self.known.neuro_umn, umn),
            (self.known.neuro_reflex, reduced),
        ];
        let nothing = found.iter().all(|(_, words)| words.is_none());
        for (finding, words) in found {
            let mut fact = examined(finding, None, hit, statement);
            match words {
                Some(words) => wording::fill_place(&mut fact.attributes, &words),
                None if normal && nothing => fact.state = State::Absent,
                None => continue,
            }
            self.facts.push(fact);
        }
    }
}

/// What an examiner found.
fn examined(
    finding: FindingId,
    value: Option<f64>,
    hit: &Hit<'_>,
    statement: &Statement<'_>,
) -> Fact {
    let mut fact = Fact {
        confidence: statement.confidence,
        stated: statement.stated,
        examined: true,
        ..Fact::present(finding, measured_evidence(hit, value, statement))
    };
    fact.attributes.set_word(Attribute::Objective, "true");
    fact
}

fn texts_of<'v>(value: &'v Value<'_>) -> Vec<&'v str> {
    match value {
        Value::Text(text) => vec![text],
        Value::Concept(concept) => concept.texts(),
        _ => Vec::new(),
    }
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '.', '\n'])
        .filter(|clause| !clause.trim().is_empty())
}

/// The lowest `n/5` of a clause; `4+/5` is 4, `5-/5` says too little to count. `L4/5` is a level.
fn grade(clause: &str) -> Option<f64> {
    let mut lowest: Option<f64> = None;
    for (at, _) in clause.match_indices("/5") {
        let (before, after) = clause.split_at_checked(at)?;
        if after
            .chars()
            .nth(2)
            .is_some_and(|sign| sign.is_ascii_digit())
        {
            continue;
        }
        let mut signs = before.trim_end().chars().rev();
        let first = signs.next();
        let digit = match first {
            Some('+') => signs.next(),
            Some('-') => signs.next().filter(|digit| *digit != '5'),
            other => other,
        };
        let Some(grade) = digit.and_then(|digit| digit.to_digit(6)) else {
            continue;
        };
        if signs.next().is_some_and(char::is_alphanumeric) {
            continue;
        }
        let grade = f64::from(grade);
        lowest = Some(lowest.map_or(grade, |lowest| lowest.min(grade)));
    }
    lowest
}

/// The reflex grade of `1+` or `3+/4`.
fn reflex_grade(clause: &str) -> Option<u32> {
    let at = clause.find('+')?;
    let digit = clause.get(..at)?.trim_end().chars().next_back()?;
    digit.to_digit(5)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("EHL 4/5", Some(4.0))]
    #[case("4+/5 and 3/5", Some(3.0))]
    #[case("5/5", Some(5.0))]
    #[case("5-/5", None)]
    #[case("L4/5 disc", None)]
    #[case("14/5", None)]
    #[case("4/50", None)]
    fn grades_are_out_of_five(#[case] clause: &str, #[case] expected: Option<f64>) {
        assert_eq!(grade(clause), expected);
    }
}
