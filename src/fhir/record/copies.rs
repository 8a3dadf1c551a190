//! Several copies of one resource, and what is left of them. The order in which they come says nothing.

use std::collections::HashMap;

use jiff::Timestamp;

use super::build::Found;

/// Puts the copies of a resource together: what has the same type and the same id, or, without an id, the same
/// address. Orders that are being written stay apart from the chart.
pub(super) fn together(found: Vec<Found<'_>>) -> Vec<Vec<Found<'_>>> {
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<Found<'_>>> = Vec::new();
    for found in found {
        let name = found.id.as_ref().or(found.full_url.as_ref());
        let key = name.map(|name| (found.draft, found.kind.to_string(), name.to_string()));
        let next = groups.len();
        let place = key.map_or(next, |key| *places.entry(key).or_insert(next));
        match groups.get_mut(place) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

/// What counts of several copies: one that was taken back takes back all, else the newest. Copies that differ and do
/// not tell which is newer all stay, since to drop one might drop the one that warns.
pub(super) fn current(mut copies: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let retracted = |copy: &Found<'_>| copy.envelope.is_entered_in_error();
    if let Some(at) = copies.iter().position(retracted) {
        return vec![copies.swap_remove(at)];
    }
    if copies.len() > 1 {
        retain_newest(&mut copies, |copy| -> Option<Timestamp> {
            copy.envelope.last_updated()?.trim().parse().ok()
        });
        retain_newest(&mut copies, |copy| -> Option<u64> {
            copy.envelope.version()?.trim().parse().ok()
        });
        copies.sort_by_cached_key(Found::compact);
        copies.dedup_by_key(|copy| copy.compact());
    }
    copies
}

impl Found<'_> {
    /// Its text without the blanks between its parts: an indented request indents equal copies differently.
    pub(super) fn compact(&self) -> String {
        let (mut in_string, mut escaped) = (false, false);
        let counts = |letter: &char| {
            let inside = in_string;
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = in_string,
                '"' => in_string = !in_string,
                _ => {}
            }
            inside || !letter.is_ascii_whitespace()
        };
        self.raw.get().chars().filter(counts).collect()
    }
}

/// Leaves out what is known to be older than another copy.
fn retain_newest<K: Ord>(copies: &mut Vec<Found<'_>>, age: impl Fn(&Found<'_>) -> Option<K>) {
    let newest = copies.iter().filter_map(&age).max();
    copies.retain(|copy| age(copy).is_none_or(|own| Some(own) >= newest));
}
