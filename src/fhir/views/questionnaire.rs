//! `QuestionnaireResponse`.

use crate::element::{Many, Reference, Text, Value};
use crate::read::fields;

/// A `QuestionnaireResponse`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuestionnaireResponse<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `authored`.
    pub authored: Option<Text<'a>>,
    /// `questionnaire`: its canonical address, in STU3 a reference.
    pub questionnaire: Option<Reference<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `item`, DSTU2 `group`.
    pub item: Many<Item<'a>>,
}

fields! {
    QuestionnaireResponse<'a> {
        "status" => status,
        "authored" => authored,
        "questionnaire" => questionnaire,
        "encounter" | "context" => encounter,
        "item" | "group" => item
    }
}

impl<'a> QuestionnaireResponse<'a> {
    /// Every answer with a value and the item that asked, in document order.
    pub fn answers(&self) -> Vec<(&Item<'a>, &Value<'a>)> {
        let mut answers = Vec::new();
        self.item.iter().for_each(|item| item.collect(&mut answers));
        answers
    }
}

/// `item`: a question, or a group of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item<'a> {
    /// `linkId`.
    pub link_id: Option<Text<'a>>,
    /// `text`, the question as it was put.
    pub text: Option<Text<'a>>,
    /// `answer`.
    pub answer: Many<Answer<'a>>,
    /// `item`: the questions of a group.
    pub item: Many<Item<'a>>,
}

fields! {
    Item<'a> { "linkId" => link_id, "text" => text, "answer" => answer, "item" | "question" | "group" => item }
}

impl<'a> Item<'a> {
    // Reading stops at serde_json's 128 levels, so this recursion is no deeper.
    fn collect<'v>(&'v self, answers: &mut Vec<(&'v Item<'a>, &'v Value<'a>)>) {
        for answer in &self.answer {
            answers.extend(answer.value.iter().map(|value| (self, value)));
            answer.item.iter().for_each(|item| item.collect(answers));
        }
        self.item.iter().for_each(|item| item.collect(answers));
    }
}

/// `answer`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer<'a> {
    /// `value[x]`.
    pub value: Option<Value<'a>>,
    /// `item`: the questions that follow from this answer.
    pub item: Many<Item<'a>>,
}

fields! { Answer<'a> { "item" | "group" => item, .. value } }
