//! Bed rest and braces, by words. An order to leave them is no order of them.

use super::super::wording::{self, Words};

/// `bed_rest` or `brace`, with the words that say so.
pub(super) fn item(words: &Words) -> Option<(&'static str, &'static str)> {
    const REST: [&str; 4] = ["bed rest", "bedrest", "strict bed rest", "rest in bed"];
    const BRACE: [&str; 7] = [
        "brace",
        "bracing",
        "orthosis",
        "orthoses",
        "orthotic",
        "corset",
        "back support belt",
    ];
    const SPINAL: [&str; 6] = [
        "lso",
        "tlso",
        "lumbosacral orthosis",
        "back brace",
        "lumbar brace",
        "lumbar support",
    ];
    if let Some(phrase) = wanted(words, &REST) {
        return Some(("bed_rest", phrase));
    }
    let spinal = !wording::regions(words).is_empty() || words.has_any(&["back", "spine"]);
    // A collar protects a neck that may be broken.
    let brace = wanted(words, &SPINAL).or_else(|| wanted(words, &BRACE).filter(|_| spinal))?;
    (!words.has("collar")).then_some(("brace", brace))
}

/// The first of the phrases that is asked for: neither denied, nor stopped, nor advised against.
fn wanted(words: &Words, phrases: &[&'static str]) -> Option<&'static str> {
    const STOPPED: [&str; 13] = [
        "no",
        "not",
        "without",
        "avoid",
        "avoiding",
        "against",
        "discontinue",
        "dc",
        "stop",
        "remove",
        "wean",
        "instead",
        "never",
    ];
    const REFUSED: [&str; 6] = [
        "not",
        "contraindicated",
        "discouraged",
        "unnecessary",
        "inappropriate",
        "harmful",
    ];
    let tokens = words.tokens();
    let is = |list: &[&str], token: &String| list.contains(&token.as_str());
    let stands = |phrase: &&'static str| {
        let length = phrase.split(' ').count();
        words.places(phrase).any(|at| {
            let before = tokens.get(at.saturating_sub(5)..at).unwrap_or_default();
            let behind = tokens.iter().skip(at + length).take(3);
            !before.iter().any(|token| is(&STOPPED, token))
                && !behind.into_iter().any(|token| is(&REFUSED, token))
        })
    };
    phrases.iter().copied().find(|phrase| stands(phrase))
}
