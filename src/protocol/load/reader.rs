//! A cursor over the spanned TOML tree: hands out typed values, notes what is wrong with them and keeps their places.

use crate::{
    format::Place,
    mistake::{Mistakes, did_you_mean, listed, unknown_word},
};
use foramen_facts::{Region, Word};
use std::{cell::RefCell, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value of a file.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a DeValue<'a>,
    /// The key that it stands under; of an element, the key of its list.
    key: &'a str,
    key_span: (usize, usize),
    span: (usize, usize),
    file: usize,
    mistakes: &'a Mistakes,
}

/// A table of a file; what nobody asked for is a mistake in the end.
pub(super) struct Table<'a> {
    entries: &'a DeTable<'a>,
    span: (usize, usize),
    file: usize,
    mistakes: &'a Mistakes,
    asked: RefCell<Vec<&'static str>>,
}

fn pair(span: Range<usize>) -> (usize, usize) {
    (span.start, span.end)
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

impl<'a> Node<'a> {
    /// Where the value stands.
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.file,
            span: self.span.0..self.span.1,
        }
    }

    /// Where its key stands.
    pub(super) fn key_place(&self) -> Place {
        Place {
            file: self.file,
            span: self.key_span.0..self.key_span.1,
        }
    }

    /// Its key.
    pub(super) fn key(&self) -> &'a str {
        self.key
    }

    /// Notes a mistake at the value.
    pub(super) fn mistake(&self, text: impl Into<String>) {
        self.mistakes.add(&self.place(), text);
    }

    /// Notes a mistake at the key.
    pub(super) fn key_mistake(&self, text: impl Into<String>) {
        self.mistakes.add(&self.key_place(), text);
    }

    fn wrong<T>(&self, takes: &str) -> Option<T> {
        self.mistake(format!(
            "`{}` takes {takes}, not {}",
            self.key,
            kind(self.value)
        ));
        None
    }

    /// The value if it is a text, without a mistake if it is not.
    pub(super) fn as_text(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a list.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Whether it is a table.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// Whether it is a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.value, DeValue::Integer(_) | DeValue::Float(_))
    }

    /// A text that says something.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self.as_text() {
            Some(text) if text.trim().is_empty() => {
                self.mistake(format!("`{}` is empty", self.key));
                None
            }
            Some(text) => Some(text),
            None => self.wrong("a text"),
        }
    }

    /// A word; `true` and `false` are words too.
    pub(super) fn word(&self) -> Option<&'a str> {
        match self.value {
            DeValue::Boolean(true) => Some("true"),
            DeValue::Boolean(false) => Some("false"),
            DeValue::String(_) => self.text(),
            _ => self.wrong("a word"),
        }
    }

    /// `true` or `false`.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.wrong("true or false"),
        }
    }

    /// A whole number that is not negative.
    pub(super) fn count<T: TryFrom<i64>>(&self) -> Option<T> {
        let DeValue::Integer(digits) = self.value else {
            return self.wrong("a whole number");
        };
        let number = i64::from_str_radix(digits.as_str(), digits.radix())
            .ok()
            .filter(|number| *number >= 0);
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.mistake(format!("`{}` = {digits} is out of range", self.key));
        }
        number
    }

    /// A number.
    pub(super) fn number(&self) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(digits) => digits.as_str().parse().ok(),
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            _ => return self.wrong("a number"),
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.mistake(format!("`{}` is not a finite decimal number", self.key));
        }
        number
    }

    /// The elements of a list.
    pub(super) fn list(&self) -> Vec<Node<'a>> {
        let DeValue::Array(elements) = self.value else {
            return self.wrong("a list").unwrap_or_default();
        };
        elements
            .iter()
            .map(|element| Node {
                value: element.get_ref(),
                span: pair(element.span()),
                ..*self
            })
            .collect()
    }

    /// The elements of a list, or the value itself.
    pub(super) fn one_or_many(&self) -> Vec<Node<'a>> {
        if self.is_list() {
            self.list()
        } else {
            vec![*self]
        }
    }

    /// A word or a list of words.
    pub(super) fn words(&self) -> Vec<Word> {
        self.one_or_many()
            .iter()
            .filter_map(Node::word)
            .map(Word::from)
            .collect()
    }

    /// Opens a table.
    pub(super) fn table(&self) -> Option<Table<'a>> {
        match self.value {
            DeValue::Table(entries) => Some(Table {
                entries,
                span: self.span,
                file: self.file,
                mistakes: self.mistakes,
                asked: RefCell::default(),
            }),
            _ => self.wrong("a table"),
        }
    }

    /// One word of a closed list.
    pub(super) fn one_of<T>(
        &self,
        what: &str,
        accepted: impl IntoIterator<Item = (T, &'static str)>,
    ) -> Option<T> {
        let word = self.word()?;
        let mut words = Vec::new();
        for (value, accepted) in accepted {
            if accepted == word {
                return Some(value);
            }
            words.push(accepted);
        }
        self.mistake(unknown_word(what, word, words));
        None
    }

    /// The key as one word of a closed list.
    pub(super) fn key_of<T>(
        &self,
        what: &str,
        accepted: impl IntoIterator<Item = (T, &'static str)>,
    ) -> Option<T> {
        let mut words = Vec::new();
        for (value, accepted) in accepted {
            if accepted == self.key {
                return Some(value);
            }
            words.push(accepted);
        }
        self.key_mistake(unknown_word(what, self.key, words));
        None
    }

    /// One word of a closed list of words.
    pub(super) fn word_of(&self, what: &str, accepted: &[&'static str]) -> Option<Word> {
        self.one_of(what, accepted.iter().map(|word| (*word, *word)))
            .map(Word::from)
    }

    /// A region.
    pub(super) fn region(&self) -> Option<Region> {
        self.one_of("region", Region::ALL.map(|region| (region, region.word())))
    }

    /// A region or a list of regions.
    pub(super) fn regions(&self) -> Vec<Region> {
        self.one_or_many().iter().filter_map(Node::region).collect()
    }
}

impl<'a> Table<'a> {
    /// The table of a whole file.
    pub(super) fn root(entries: &'a DeTable<'a>, file: usize, mistakes: &'a Mistakes) -> Self {
        Self {
            entries,
            span: (0, 0),
            file,
            mistakes,
            asked: RefCell::default(),
        }
    }

    /// Where the table stands; of a file its first byte.
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.file,
            span: self.span.0..self.span.1,
        }
    }

    /// Notes a mistake at the table.
    pub(super) fn mistake(&self, text: impl Into<String>) {
        self.mistakes.add(&self.place(), text);
    }

    fn node(
        &self,
        key: &'a Spanned<toml::de::DeString<'a>>,
        value: &'a Spanned<DeValue<'a>>,
    ) -> Node<'a> {
        Node {
            value: value.get_ref(),
            key: key.get_ref(),
            key_span: pair(key.span()),
            span: pair(value.span()),
            file: self.file,
            mistakes: self.mistakes,
        }
    }

    /// The value of a key, if it is there. Asking makes the key an accepted one.
    pub(super) fn get(&self, key: &'static str) -> Option<Node<'a>> {
        self.asked.borrow_mut().push(key);
        self.entries
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(key, value)| self.node(key, value))
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &'static str) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            self.mistake(format!("`{key}` is missing"));
        }
        node
    }

    /// Whether a key is there; does not accept it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// A text that must be there.
    pub(super) fn need_text(&self, key: &'static str) -> Option<String> {
        self.need(key)?.text().map(str::to_owned)
    }

    /// A word that must be there.
    pub(super) fn need_word(&self, key: &'static str) -> Option<Word> {
        self.need(key)?.text().map(Word::from)
    }

    /// A text that may be there.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.get(key)?.text().map(str::to_owned)
    }

    /// `true` or `false`, by default false.
    pub(super) fn truth(&self, key: &'static str) -> bool {
        self.get(key)
            .and_then(|node| node.truth())
            .unwrap_or_default()
    }

    /// The elements of a list that may be there.
    pub(super) fn list(&self, key: &'static str) -> Vec<Node<'a>> {
        self.get(key).map(|node| node.list()).unwrap_or_default()
    }

    /// The tables of a list that may be there, such as `[[case]]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        self.list(key).iter().filter_map(Node::table).collect()
    }

    /// All entries as they stand in the file, for tables whose keys are names.
    pub(super) fn entries(&self) -> Vec<Node<'a>> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| self.node(key, value))
            .collect();
        entries.sort_by_key(|node| node.key_span);
        entries
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for node in self
            .entries()
            .into_iter()
            .filter(|node| !asked.contains(&node.key))
        {
            let mut accepted: Vec<_> = asked.clone();
            accepted.sort_unstable();
            accepted.dedup();
            let near = did_you_mean(node.key, accepted.iter().copied());
            let text = format!("unknown key `{}`{near}", node.key);
            self.mistakes.add_with_help(
                &node.key_place(),
                text,
                format!("accepted here: {}", listed(accepted)),
            );
        }
    }
}
