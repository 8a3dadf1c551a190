//! Tests and modifiers: what is asked of each fact of a subject.

use super::column::columns;
use crate::{
    format::{Compare, Is, Relation, Tests, TimeTest, Undated, Unknown, WordTest},
    load::{
        Context,
        reader::{Node, Table},
        value,
    },
    mistake::unknown_word,
};
use foramen_facts::{FindingId, Kind, Unit, Word};

/// The comparisons.
pub(super) const RELATIONS: [(&str, Relation); 5] = [
    ("at_least", Relation::AtLeast),
    ("more_than", Relation::MoreThan),
    ("at_most", Relation::AtMost),
    ("less_than", Relation::LessThan),
    ("exactly", Relation::Exactly),
];

/// What stands before the tests, which decides about some of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::load) enum Asker {
    /// A verb that keeps unknown unknown.
    Kleene,
    /// A verb that answers yes or no, so that there is nothing for `unknown` to decide.
    TwoValued,
    /// `count_of`: the same, and `at_least` and `exactly` bound the count.
    Count,
}

/// A kind with its article.
pub(in crate::load) fn article(kind: &Kind) -> &'static str {
    match kind {
        Kind::Flag => "a flag",
        Kind::Number(_) => "a number",
        Kind::Span => "a span",
        Kind::Choice(_) => "a choice",
        Kind::Set(_) => "a set",
        Kind::List => "a list",
        Kind::Group => "a group",
        Kind::Derived => "a derived finding",
    }
}

/// The tests that a kind takes.
fn accepted(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Flag | Kind::Group => &[
            "is",
            "where",
            "within",
            "older_than",
            "before",
            "after",
            "imaged_since",
        ],
        Kind::Number(_) => &[
            "at_least",
            "more_than",
            "at_most",
            "less_than",
            "exactly",
            "within",
            "older_than",
            "is",
        ],
        Kind::Span => &[
            "at_least",
            "more_than",
            "at_most",
            "less_than",
            "exactly",
            "is",
        ],
        Kind::Choice(_) => &["in", "is"],
        Kind::Set(_) => &["has", "has_only", "is"],
        Kind::List => &["where", "within", "older_than", "before", "after"],
        Kind::Derived => &["is"],
    }
}

/// Reads the tests of a table; what a subject's kind does not take is a mistake.
pub(in crate::load) fn tests(
    table: &Table<'_>,
    subjects: &[FindingId],
    asker: Asker,
    context: &Context<'_>,
) -> Tests {
    let check = Check { subjects, context };
    let mut tests = Tests::default();
    for (key, relation) in RELATIONS {
        let counts =
            asker == Asker::Count && matches!(relation, Relation::AtLeast | Relation::Exactly);
        if let Some(node) = (!counts)
            .then(|| table.get(key))
            .flatten()
            .filter(|node| check.taken(*node))
        {
            tests
                .compare
                .extend(check.bound(node).map(|bound| Compare { relation, bound }));
        }
    }
    tests.words = check.words(table);
    check.read_time(table, &mut tests);
    if let Some(node) = table.get("where").filter(|node| check.taken(*node)) {
        tests.where_ = columns(node, context);
    }
    if let Some(node) = table.get("is").filter(|node| check.taken(*node)) {
        let words = [
            (Is::Present, "present"),
            (Is::Absent, "absent"),
            (Is::Unknown, "unknown"),
            (Is::Known, "known"),
        ];
        tests.is = node.one_of("state", words).unwrap_or_default();
    }
    if let Some(node) = table.get("region") {
        tests.any_region = node.word_of("region", &["any"]).is_some();
    }
    if let Some(node) = table.get("confidence") {
        tests.any_confidence = node.word_of("confidence", &["any"]).is_some();
    }
    check.read_unknown(table, asker, &mut tests);
    tests
}

struct Check<'a> {
    subjects: &'a [FindingId],
    context: &'a Context<'a>,
}

impl<'a> Check<'a> {
    fn kinds(&self) -> impl Iterator<Item = (&'a str, &'a Kind)> {
        self.subjects
            .iter()
            .filter_map(|id| self.context.vocabulary.finding(*id))
            .map(|finding| (&*finding.name, &finding.kind))
    }

    /// Whether every subject takes the test of a key.
    fn taken(&self, node: Node<'_>) -> bool {
        let refusing = self
            .kinds()
            .find(|(_, kind)| !accepted(kind).contains(&node.key()));
        if let Some((name, kind)) = refusing {
            let takes: Vec<_> = accepted(kind)
                .iter()
                .map(|test| format!("`{test}`"))
                .collect();
            node.key_mistake(format!(
                "\"{name}\" is {}: takes {}; not `{}`",
                article(kind),
                takes.join(", "),
                node.key()
            ));
        }
        refusing.is_none()
    }

    fn bound(&self, node: Node<'_>) -> Option<crate::format::Bound> {
        let mut units: Vec<_> = self
            .kinds()
            .filter_map(|(_, kind)| match kind {
                Kind::Number(unit) => Some(*unit),
                Kind::Span => Some(Unit::Day),
                _ => None,
            })
            .collect();
        units.dedup();
        let mut bounds = units
            .into_iter()
            .map(|unit| value::bound(node, unit, self.context));
        let first = bounds.next().flatten()?;
        bounds.all(|bound| bound.is_some()).then_some(first)
    }

    fn words(&self, table: &Table<'_>) -> Option<WordTest> {
        let mut found = None;
        for (key, test) in [
            ("in", WordTest::In as fn(_) -> _),
            ("has", WordTest::Has),
            ("has_only", WordTest::HasOnly),
        ] {
            let Some(node) = table.get(key).filter(|node| self.taken(*node)) else {
                continue;
            };
            let words: Vec<_> = node
                .one_or_many()
                .into_iter()
                .filter_map(|node| self.word(node))
                .collect();
            if found.is_some() {
                node.key_mistake("only one of `in`, `has`, `has_only` is taken");
            }
            found = Some(test(words));
        }
        found
    }

    /// A word that every subject knows.
    fn word(&self, node: Node<'_>) -> Option<Word> {
        let word = node.word()?;
        let strange = self.kinds().find_map(|(name, kind)| match kind {
            Kind::Choice(words) | Kind::Set(words)
                if !words.iter().any(|known| &**known == word) =>
            {
                Some((name, words))
            }
            _ => None,
        });
        let Some((name, words)) = strange else {
            return Some(Word::from(word));
        };
        // A list of words that is missing is a mistake of its own.
        if !words.is_empty() {
            node.mistake(unknown_word(
                &format!("word of \"{name}\""),
                word,
                words.iter().map(|word| &**word),
            ));
        }
        None
    }

    fn read_time(&self, table: &Table<'_>, tests: &mut Tests) {
        for (key, test) in [
            ("within", TimeTest::Within as fn(_) -> _),
            ("older_than", TimeTest::OlderThan),
        ] {
            if let Some(node) = table.get(key).filter(|node| self.taken(*node)) {
                tests
                    .time
                    .extend(value::bound(node, Unit::Day, self.context).map(test));
            }
        }
        for (key, test) in [
            ("before", TimeTest::Before as fn(_) -> _),
            ("after", TimeTest::After),
        ] {
            if let Some(node) = table.get(key).filter(|node| self.taken(*node)) {
                tests
                    .time
                    .extend(super::finding(node, self.context).map(test));
            }
        }
        if let Some(node) = table.get("imaged_since").filter(|node| self.taken(*node)) {
            tests.time.extend(node.truth().map(TimeTest::ImagedSince));
        }
        if let Some(node) = table.get("undated") {
            let words = [
                (Undated::Keep, "keep"),
                (Undated::Yes, "yes"),
                (Undated::No, "no"),
            ];
            tests.undated = node.one_of("answer", words).unwrap_or_default();
            let ordered = tests
                .time
                .iter()
                .all(|test| matches!(test, TimeTest::Before(_) | TimeTest::After(_)));
            if tests.time.is_empty() {
                node.key_mistake("`undated` decides a test of time, and there is none here");
            } else if tests.undated == Undated::Yes && !ordered {
                node.key_mistake("`undated = \"yes\"` is taken with `before` and `after` only");
            }
        }
    }

    fn read_unknown(&self, table: &Table<'_>, asker: Asker, tests: &mut Tests) {
        let Some(node) = table.get("unknown") else {
            return;
        };
        if asker != Asker::Kleene || matches!(tests.is, Is::Unknown | Is::Known) {
            node.key_mistake(
                "the answer here is yes or no: there is nothing for `unknown` to decide",
            );
            return;
        }
        let words = [
            ((Unknown::Keep, false), "keep"),
            ((Unknown::Keep, true), "ask"),
            ((Unknown::No, false), "no"),
            ((Unknown::Yes, false), "yes"),
        ];
        (tests.unknown, tests.ask) = node.one_of("answer", words).unwrap_or_default();
        if tests.ask {
            super::askable(node, self.subjects, self.context);
        }
    }
}
