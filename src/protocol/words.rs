//! Conditions in words: for the trace of a call, and for the pages that a clinician reads.

use crate::{
    catalog::Content,
    format::{
        Bound, Column, Compare, Condition, Count, Holds, Is, Relation, RuleSet, Tests, TimeTest,
        Undated, Unknown, Verb, Where, WordTest,
    },
};
use foramen_facts::{Attribute, FindingId, Held, Parameters, Setting, Unit, Word};

/// Whom the words are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Somebody who reads a trace beside the rule file: findings by their names, units as in `hooks/`.
    Trace,
    /// Somebody who reads a page and no file: findings by their titles, units spelled out, and what silence counts as.
    Page,
}

/// Puts conditions into words, with the numbers of a profile.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    content: &'a Content,
    /// The numbers; without them a parameter is only named.
    parameters: Option<&'a Parameters>,
    reader: Reader,
}

impl<'a> Words<'a> {
    /// For a trace: `neuro.saddle time new within 14 d (new_days)`.
    pub fn of_trace(content: &'a Content, parameters: &'a Parameters) -> Self {
        Self {
            content,
            parameters: Some(parameters),
            reader: Reader::Trace,
        }
    }

    /// For a page in Markdown: `**saddle numbness** time new within 14 days`, with the name of the parameter.
    pub fn of_page(content: &'a Content, parameters: Option<&'a Parameters>) -> Self {
        Self {
            content,
            parameters,
            reader: Reader::Page,
        }
    }

    fn is_page(self) -> bool {
        self.reader == Reader::Page
    }

    /// A condition in words; of a combinator only its head, since its parts stand below it.
    pub fn condition(self, condition: &Condition) -> String {
        match &condition.verb {
            Verb::All(_) => "all of".to_owned(),
            Verb::Any(_) => "any of".to_owned(),
            Verb::Not(_) => "not".to_owned(),
            Verb::AnyOf(findings, tests) if findings.len() == 1 => {
                format!("{}{}", self.names(findings), self.tests(tests))
            }
            Verb::AnyOf(findings, tests) => {
                format!("any of {}{}", self.names(findings), self.tests(tests))
            }
            Verb::AllOf(findings, tests) => {
                format!("all of {}{}", self.names(findings), self.tests(tests))
            }
            Verb::NoneOf(findings, tests) => format!(
                "none recorded of {}{}",
                self.names(findings),
                self.tests(tests)
            ),
            Verb::CountOf(findings, tests, count) => {
                let count = match count {
                    Count::AtLeast(number) => format!("at least {number}"),
                    Count::Exactly(number) => format!("exactly {number}"),
                };
                format!(
                    "{count} recorded of {}{}",
                    self.names(findings),
                    self.tests(tests)
                )
            }
            Verb::Some(list, tests) => {
                format!("some {}{}", self.names(&[*list]), self.tests(tests))
            }
            Verb::Latest { list, of, tests } => format!(
                "latest {}{} has{}",
                self.names(&[*list]),
                self.columns(of),
                self.tests(tests)
            ),
            Verb::Order(columns) => format!("the order:{}", self.columns(columns)),
            Verb::Fired(rules) => format!("{} fires", rule_names(rules)),
            Verb::Ended(rules) => format!("{} was ended by a study", rule_names(rules)),
            Verb::Param(name, words) if self.is_page() => {
                format!("the profile has `{name}` = {}", words.join(" or "))
            }
            Verb::Param(name, words) => format!("the profile has {name} = {}", words.join(" or ")),
        }
    }

    /// A finding by its name, or by its title on a page.
    pub fn finding(self, id: FindingId) -> String {
        match self.content.vocabulary.finding(id) {
            Some(finding) if self.is_page() => format!("**{}**", finding.title),
            Some(finding) => finding.name.to_string(),
            None => String::new(),
        }
    }

    fn names(self, findings: &[FindingId]) -> String {
        let names: Vec<_> = findings.iter().map(|id| self.finding(*id)).collect();
        names.join(", ")
    }

    /// What is asked of a finding, to stand behind its name.
    pub fn tests(self, tests: &Tests) -> String {
        let mut text = match tests.is {
            Is::Present => String::new(),
            Is::Absent => " denied".to_owned(),
            Is::Unknown => " not recorded".to_owned(),
            Is::Known => " recorded".to_owned(),
        };
        text += &self.columns(&tests.where_);
        match &tests.words {
            Some(WordTest::In(words) | WordTest::Has(words)) => {
                text += &format!(" is {}", self.words(words));
            }
            Some(WordTest::HasOnly(words)) => text += &format!(" is only {}", self.words(words)),
            None => {}
        }
        for compare in &tests.compare {
            text += &format!(" {}", self.compare(compare));
        }
        for test in &tests.time {
            text += &match test {
                TimeTest::Within(bound) => format!(" within {}", self.bound(bound)),
                TimeTest::OlderThan(bound) => format!(" older than {}", self.bound(bound)),
                TimeTest::Before(other) => format!(" before {}", self.finding(*other)),
                TimeTest::After(other) => format!(" with or after {}", self.finding(*other)),
                TimeTest::ImagedSince(true) => " with an MRI since".to_owned(),
                TimeTest::ImagedSince(false) => " without an MRI since".to_owned(),
            };
        }
        match tests.undated {
            Undated::Keep => {}
            Undated::Yes => text += " (undated counts)",
            Undated::No => text += " (undated does not count)",
        }
        if self.is_page() {
            text += silence(tests);
        }
        text
    }

    fn words(self, words: &[Word]) -> String {
        let said: Vec<_> = words.iter().map(|word| self.word(word)).collect();
        said.join(" or ")
    }

    /// A word of a closed list; pages have no underscores and say what the two wildcards mean.
    fn word(self, word: &str) -> String {
        match word {
            _ if !self.is_page() => word.to_owned(),
            "unknown" => "not recorded".to_owned(),
            "any" => "recorded".to_owned(),
            word => word.replace('_', " "),
        }
    }

    /// Columns and what each must hold, to stand behind a word.
    pub fn columns(self, columns: &[Where]) -> String {
        let said: Vec<_> = columns.iter().map(|column| self.column(column)).collect();
        said.join(",")
    }

    fn column(self, column: &Where) -> String {
        let name = match column.column {
            Column::Attribute(attribute) => self.word(attribute.word()),
            Column::Region => "region".to_owned(),
            Column::Confidence => "confidence".to_owned(),
        };
        match &column.holds {
            Holds::OneOf(words) => format!(" {name} {}", self.words(words)),
            Holds::Same => format!(" same {name}"),
            Holds::Bound(compare) => format!(" {name} {}", self.compare(compare)),
        }
    }

    /// An attribute with what it holds, as a case gives it.
    pub fn attribute(self, attribute: Attribute, held: &Held) -> String {
        let name = self.word(attribute.word());
        match held {
            Held::Words(words) => {
                let words: Vec<_> = words.iter().map(|word| self.word(word)).collect();
                format!("{name} {}", words.join(" and "))
            }
            Held::Number(number) => format!("{name} {number}"),
        }
    }

    fn compare(self, compare: &Compare) -> String {
        let relation = match compare.relation {
            Relation::AtLeast => "at least",
            Relation::MoreThan => "more than",
            Relation::AtMost => "at most",
            Relation::LessThan => "less than",
            Relation::Exactly => "exactly",
        };
        format!("{relation} {}", self.bound(&compare.bound))
    }

    /// A bound with the number that the profile gives it.
    fn bound(self, bound: &Bound) -> String {
        let name = match bound {
            Bound::Literal(number, unit) if self.is_page() => return amount(*number, *unit),
            Bound::Literal(number, unit) => return format!("{number} {unit}"),
            Bound::Parameter(name) => name,
        };
        let value = self.parameters.and_then(|parameters| parameters.get(name));
        match value {
            Some(value) if self.is_page() => format!("{} (`{name}`)", setting(value)),
            Some(value) => format!("{value} ({name})"),
            None if self.is_page() => format!("`{name}`"),
            None => name.to_string(),
        }
    }
}

/// What silence of the record counts as.
fn silence(tests: &Tests) -> &'static str {
    match (tests.unknown, tests.ask, tests.any_region) {
        (Unknown::Keep, true, _) => " (asked if not recorded)",
        (Unknown::No, ..) => " (not recorded counts as no)",
        (Unknown::Yes, ..) => " (not recorded counts as yes)",
        (Unknown::Keep, false, true) => " (in any region)",
        (Unknown::Keep, false, false) => "",
    }
}

/// An amount as it is read: `14 days`, `38 °C`, `MRC grade 3`.
pub fn amount(number: f64, unit: Unit) -> String {
    let plural = if (number - 1.0).abs() < f64::EPSILON {
        ""
    } else {
        "s"
    };
    match unit {
        Unit::Hour => format!("{number} hour{plural}"),
        Unit::Day => format!("{number} day{plural}"),
        Unit::Week => format!("{number} week{plural}"),
        Unit::Year => format!("{number} year{plural}"),
        Unit::Mrc => format!("MRC grade {number}"),
        Unit::Count => number.to_string(),
        Unit::Celsius => format!("{number} °C"),
        Unit::Percent => format!("{number} %"),
        Unit::Millilitre
        | Unit::MillimetrePerHour
        | Unit::MilligramPerLitre
        | Unit::MillilitrePerMinute => format!("{number} {unit}"),
    }
}

/// The value of a parameter as it is read.
pub fn setting(setting: &Setting) -> String {
    match setting {
        Setting::Amount(number, unit) => amount(*number, *unit),
        Setting::Lifetime => "lifetime".to_owned(),
        Setting::Word(word) => match &**word {
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            word => word.replace('_', " "),
        },
    }
}

fn rule_names(rules: &[RuleSet]) -> String {
    let names: Vec<_> = rules
        .iter()
        .map(|rule| match rule {
            RuleSet::Rule(id) => id.to_string(),
            RuleSet::Stage(stage) => format!("stage {stage}"),
        })
        .collect();
    names.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(14.0, Unit::Day, "14 days")]
    #[case(1.0, Unit::Hour, "1 hour")]
    #[case(38.5, Unit::Celsius, "38.5 °C")]
    #[case(3.0, Unit::Mrc, "MRC grade 3")]
    #[case(4.0, Unit::Count, "4")]
    fn an_amount_reads_as_it_is_spoken(
        #[case] number: f64,
        #[case] unit: Unit,
        #[case] said: &str,
    ) {
        assert_eq!(amount(number, unit), said);
    }
}
