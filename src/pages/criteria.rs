//! Conditions as nested lists.

use super::{Book, markdown::item};
use foramen_protocol::format::{Condition, Verb};

/// A condition with its parts below it, beginning at a depth.
pub(super) fn list(book: &Book<'_>, condition: &Condition, depth: usize) -> String {
    let text = book.words.condition(condition);
    match &condition.verb {
        Verb::All(parts) | Verb::Any(parts) => {
            let parts: String = parts
                .iter()
                .map(|part| list(book, part, depth + 1))
                .collect();
            item(depth, &format!("{text}:")) + &parts
        }
        // "not" before a single question reads better in its line.
        Verb::Not(part) => match &part.verb {
            Verb::All(_) | Verb::Any(_) | Verb::Not(_) => {
                item(depth, &format!("{text}:")) + &list(book, part, depth + 1)
            }
            _ => item(depth, &format!("not: {}", book.words.condition(part))),
        },
        _ => item(depth, &text),
    }
}

/// A condition in one line, its parts in brackets.
pub(super) fn inline(book: &Book<'_>, condition: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str| {
        let parts: Vec<_> = parts.iter().map(|part| bracketed(book, part)).collect();
        parts.join(word)
    };
    match &condition.verb {
        Verb::All(parts) => joined(parts, " and "),
        Verb::Any(parts) => joined(parts, " or "),
        Verb::Not(part) => format!("not {}", bracketed(book, part)),
        _ => book.words.condition(condition),
    }
}

fn bracketed(book: &Book<'_>, condition: &Condition) -> String {
    let text = inline(book, condition);
    match &condition.verb {
        Verb::All(parts) | Verb::Any(parts) if parts.len() > 1 => format!("({text})"),
        _ => text,
    }
}
