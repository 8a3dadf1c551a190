//! Where the phrases of a lexicon stand in a sentence.

use std::cmp::Reverse;

use super::sentence::Token;
use crate::Phrase;

/// A phrase and the words that it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'v, P> {
    /// The first word.
    pub(super) from: usize,
    /// The word behind the last.
    pub(super) end: usize,
    /// The entry of the lexicon.
    pub(super) entry: &'v P,
}

/// All phrases of a sentence that no longer one overlaps, in the order of reading; of two of one length the one that says more.
pub(super) fn longest<'v, P: AsRef<Phrase>>(
    entries: &'v [P],
    tokens: &[Token],
) -> Vec<Place<'v, P>> {
    let mut places: Vec<Place<'v, P>> = (0..tokens.len())
        .flat_map(|from| {
            entries.iter().filter_map(move |entry| {
                let phrase = entry.as_ref();
                let end = phrase.pattern.end(tokens, from)?;
                // `Fracture of T5 and of a rib`: a level among the words is more than nothing.
                let names_level = || tokens.get(from..end)?.iter().find(|token| token.is_level());
                let hides = &*phrase.says == Phrase::NOTHING && names_level().is_some();
                (!hides).then_some(Place { from, end, entry })
            })
        })
        .collect();
    let length = |place: &Place<'_, P>| place.end - place.from;
    places.sort_by_key(|place| {
        let said = place.entry.as_ref().pattern.words();
        (Reverse(length(place)), Reverse(said), place.from)
    });
    let mut taken = vec![false; tokens.len()];
    places.retain(|place| {
        let Some(own) = taken.get_mut(place.from..place.end) else {
            return false;
        };
        let free = own.iter().all(|taken| !taken);
        if free {
            own.fill(true);
        }
        free
    });
    places.sort_by_key(|place| place.from);
    places
}
