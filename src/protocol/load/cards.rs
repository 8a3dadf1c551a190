//! `cards/*.toml`: the words of cards, riding lines, override reasons.

use super::{
    Context,
    condition::{Frame, condition},
    document::Part,
    reader::{Node, Table},
};
use crate::{
    check::wording,
    format::{CardText, Line, Setting, Variant},
};
use foramen_facts::{Setting as Value, Word};
use std::collections::BTreeMap;

/// Cards by id, lines, and override reasons with their display.
pub(super) type Texts = (BTreeMap<Word, CardText>, Vec<Line>, Vec<(Word, String)>);

/// Reads all cards, lines and override reasons.
pub(super) fn read(context: &Context<'_>) -> Texts {
    let mut overrides = Vec::new();
    let mut common = Vec::new();
    for table in context
        .documents
        .of(Part::Cards)
        .flat_map(|document| document.root(context.mistakes).tables("override"))
    {
        if let Some((code, display, is_common)) = override_reason(table) {
            common.extend(is_common.then(|| code.clone()));
            overrides.push((code, display));
        }
    }
    let (mut cards, mut lines) = (BTreeMap::new(), Vec::new());
    for document in context.documents.of(Part::Cards) {
        let root = document.root(context.mistakes);
        root.get("override");
        let tables = root.tables("card").into_iter();
        cards.extend(
            tables
                .filter_map(|table| card(table, &common, context))
                .map(|card| (card.id.clone(), card)),
        );
        lines.extend(
            root.tables("line")
                .into_iter()
                .filter_map(|table| line(table, context)),
        );
        root.finish();
    }
    (cards, lines, overrides)
}

/// A reason that only some cards name, `common = false`, is not in the list of the others.
fn override_reason(table: Table<'_>) -> Option<(Word, String, bool)> {
    let code = table.need_word("code");
    let display = table.need_text("display");
    let common = table
        .get("common")
        .and_then(|node| node.truth())
        .unwrap_or(true);
    table.finish();
    Some((code?, display?, common))
}

fn card(table: Table<'_>, common: &[Word], context: &Context<'_>) -> Option<CardText> {
    let place = table.place();
    let id = table.need_word("id");
    let topic = table.need("topic").and_then(|node| topic(node, context));
    let line = table.get("line").and_then(|node| summary(node, context));
    let summary = table
        .need("summary")
        .and_then(|node| summary(node, context));
    let why = table.need("why").and_then(|node| words(node, context));
    let several = |key| {
        let node = table.get(key);
        node.map(|node| all_words(node, context))
            .unwrap_or_default()
    };
    let study = several("study");
    let first = several("first");
    let advice = several("advice");
    let safety_net = several("safety_net");
    let overrides = table
        .get("overrides")
        .map(|node| context.ids.overrides.all(Some(node)));
    let variants = table
        .get("variant")
        .and_then(|node| node.table())
        .map(|table| table.entries())
        .unwrap_or_default();
    let variants = variants
        .into_iter()
        .filter_map(|node| variant(node, context))
        .collect();
    table.finish();
    Some(CardText {
        id: id?,
        summary: summary?,
        why: why?,
        study,
        first,
        advice,
        line,
        safety_net,
        topic: topic?,
        overrides: overrides.unwrap_or_else(|| common.to_vec()),
        variants,
        place,
    })
}

fn variant(node: Node<'_>, context: &Context<'_>) -> Option<Variant> {
    let setting = node.key_of("variant", Setting::ALL);
    let table = node.table()?;
    let summary = table.get("summary").and_then(|node| summary(node, context));
    let advice = table.get("advice").map(|node| all_words(node, context));
    table.finish();
    Some(Variant {
        setting: setting?,
        summary,
        advice,
    })
}

fn line(table: Table<'_>, context: &Context<'_>) -> Option<Line> {
    let place = table.place();
    let id = table.need_word("id");
    let rules = context.ids.rules(table.need("rules"));
    let regions = table
        .get("regions")
        .map(|node| node.regions())
        .unwrap_or_default();
    let frame = Frame {
        rules: true,
        order: true,
    };
    let if_node = table.get("if");
    let if_ = if_node.and_then(|node| condition(node, frame, context));
    let on_order = table.truth("on_order");
    let first = table.truth("first");
    let modality = table
        .get("modality")
        .and_then(|node| node.word_of("modality", &["mri", "ct", "xray"]));
    let text = table.need("text").and_then(|node| words(node, context));
    let implements = context.ids.guidance.all(table.get("implements"));
    table.finish();
    if if_node.is_some() && if_.is_none() {
        return None;
    }
    Some(Line {
        id: id?,
        rules,
        regions,
        if_,
        on_order,
        modality,
        first,
        text: text?,
        implements,
        place,
    })
}

fn all_words(node: Node<'_>, context: &Context<'_>) -> Vec<String> {
    node.list()
        .into_iter()
        .filter_map(|node| words(node, context))
        .collect()
}

/// Words of a card: closed placeholders, no forbidden words.
fn words(node: Node<'_>, context: &Context<'_>) -> Option<String> {
    let text = node.text()?;
    let pieces = match wording::pieces(text) {
        Ok(pieces) => pieces,
        Err(mistake) => {
            node.mistake(mistake);
            return None;
        }
    };
    for name in pieces
        .iter()
        .filter_map(|piece| piece.placeholder())
        .filter(|name| wording::longest(name).is_none())
    {
        match context.defaults.get(name) {
            Some(Value::Amount(..)) => {}
            Some(_) => node.mistake(format!(
                "{{{name}}} is not a number: only the number of a parameter is a placeholder"
            )),
            None if context.ids.parameters.contains(name) => {}
            None => node.mistake(wording::unknown_placeholder(
                name,
                context.ids.parameters.iter(),
            )),
        }
    }
    if let Some(forbidden) = wording::forbidden(text) {
        node.mistake(forbidden);
    }
    Some(text.to_owned())
}

fn summary(node: Node<'_>, context: &Context<'_>) -> Option<String> {
    let text = words(node, context)?;
    let length = wording::longest_length(&text);
    if length >= wording::SUMMARY {
        node.mistake(format!("`summary` has up to {length} characters when its placeholders are filled; fewer than {} are allowed", wording::SUMMARY));
    }
    Some(text)
}

/// The topic stands in the summary of the ask form.
fn topic(node: Node<'_>, context: &Context<'_>) -> Option<String> {
    let text = words(node, context)?;
    let length = wording::longest_length(&text) + wording::ASK_FORM;
    if length >= wording::SUMMARY {
        let text = format!(
            "`topic` is too long: \"Check today: possible …, not confirmed in the record\" would have {length} characters, fewer than {} are allowed",
            wording::SUMMARY
        );
        node.mistake(text);
    }
    Some(text)
}
