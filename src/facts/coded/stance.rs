//! How a sentence holds what it says: as found, as doubted, as denied, as mild, as old.

use std::ops::Range;

use super::sentence::{DENIALS, ENDS, Token};

const MILD: [&str; 7] = [
    "mild",
    "mildly",
    "minimal",
    "minimally",
    "slight",
    "slightly",
    "minor",
];
const STRONG: [&str; 9] = [
    "moderate",
    "moderately",
    "severe",
    "severely",
    "marked",
    "markedly",
    "significant",
    "significantly",
    "gross",
];
const OLD: [&str; 5] = ["old", "healed", "chronic", "remote", "longstanding"];
const RECENT: [&str; 4] = ["acute", "subacute", "new", "recent"];
/// How many words before a finding its clause may have: a list in one sentence is long.
const CLAUSE: usize = 80;
/// How many words behind a finding still speak of it.
const REACH: usize = 8;

/// A phrase at its place among the words of a sentence.
#[derive(Clone, Copy)]
pub(super) struct Stance<'t> {
    /// The words of its clause before it.
    before: &'t [Token],
    own: &'t [Token],
    /// The words behind it that may still speak of it.
    after: &'t [Token],
}

impl<'t> Stance<'t> {
    /// The phrase that stands at these words.
    pub(super) fn of(tokens: &'t [Token], place: Range<usize>) -> Self {
        let first = place.start.saturating_sub(CLAUSE);
        let begin = (first..place.start)
            .rev()
            .find_map(|at| clause_begin(tokens, at));
        let last = tokens.len().min(place.end + REACH);
        let after = tokens.get(place.end..last).unwrap_or_default();
        let end = after
            .iter()
            .position(|token| token.is_of(&ENDS) || token.is_of(&["and", "with"]) || breaks(token))
            .unwrap_or(after.len());
        Self {
            before: tokens
                .get(begin.unwrap_or(first)..place.start)
                .unwrap_or_default(),
            own: tokens.get(place).unwrap_or_default(),
            after: after.get(..end).unwrap_or_default(),
        }
    }

    /// Whether the clause denies it, or says that it is gone.
    pub(super) fn is_denied(self) -> bool {
        let before = (0..self.before.len()).any(|at| denies(self.before, at));
        let qualified = |list: &[&str]| self.qualifiers().any(|token| token.is_of(list));
        let gone = qualified(&["resolved", "resolution"]) && !qualified(&["partial", "incomplete"]);
        before || gone || self.is_denied_behind()
    }

    /// `… has resolved`, `… is not seen`, `…: none`.
    fn is_denied_behind(self) -> bool {
        const SEEN: [&str; 18] = [
            "seen",
            "identified",
            "demonstrated",
            "evident",
            "present",
            "visualised",
            "visualized",
            "shown",
            "appreciated",
            "apparent",
            "detected",
            "observed",
            "noted",
            "confirmed",
            "found",
            "suspected",
            "visible",
            "suggested",
        ];
        const EARLIER: [&str; 6] = [
            "prior",
            "previous",
            "previously",
            "earlier",
            "before",
            "until",
        ];
        let word = |at: usize| self.after.get(at);
        let is = |at: usize, list: &[&str]| word(at).is_some_and(|token| token.is_of(list));
        let near = |at: usize, list: &[&str]| (at.saturating_sub(3)..at).any(|at| is(at, list));
        let first = is(0, &["none", "nil", "negative", "absent"])
            || self.after.len() == 1 && is(0, &["no"]);
        first
            || (0..self.after.len()).any(|at| {
                if is(at, &["resolved"]) {
                    return !near(
                        at,
                        &[
                            "not",
                            "partially",
                            "partly",
                            "incompletely",
                            "almost",
                            "nearly",
                        ],
                    );
                }
                if is(at, &["excluded"]) || is(at, &["ruled"]) && is(at + 1, &["out"]) {
                    return !near(at, &["not", "cannot", "never"]);
                }
                if is(at, &["no"]) && is(at + 1, &["longer"]) {
                    return true;
                }
                // What an earlier study did not show is there now.
                let unseen = is(at, &["not"])
                    && (at + 1..at + 4).any(|at| is(at, &SEEN))
                    && !(at..self.after.len()).any(|at| is(at, &EARLIER));
                unseen || is(at, &["unlikely", "absent"])
            })
    }

    /// Whether it is only a possibility.
    pub(super) fn is_doubted(self) -> bool {
        const BEFORE: [&str; 26] = [
            "possible",
            "possibly",
            "probable",
            "probably",
            "suspicious",
            "suspected",
            "suspect",
            "suspicion",
            "concerning",
            "concern",
            "may",
            "might",
            "could",
            "cannot",
            "unable",
            "questionable",
            "question",
            "query",
            "likely",
            "suggestive",
            "suggesting",
            "versus",
            "vs",
            "presumed",
            "excluded",
            "exclude",
        ];
        const BEHIND: [&str; 8] = [
            "possible",
            "probable",
            "likely",
            "suspected",
            "excluded",
            "questioned",
            "cannot",
            "ruled",
        ];
        self.before
            .iter()
            .chain(self.own)
            .any(|token| token.is_of(&BEFORE))
            || self.after.iter().any(|token| token.is_of(&BEHIND))
    }

    /// Whether a word of small degree qualifies it, and none of a greater one.
    pub(super) fn is_mild(self) -> bool {
        let has = |list: &[&str]| {
            self.own
                .iter()
                .chain(self.qualifiers())
                .any(|token| token.is_of(list))
        };
        has(&MILD) && !has(&STRONG)
    }

    /// Whether it is told as long past: `old healed T12 fracture`, `fracture of L1, chronic`.
    pub(super) fn is_old(self) -> bool {
        let before = |list: &[&str]| self.qualifiers().any(|token| token.is_of(list));
        let mut after = self.after.iter().skip_while(|token| {
            is_place(token) || token.is_of(&["is", "are", "appears", "appear", "in", "deformity"])
        });
        // `Fracture of L1, chronic pain` is not about the fracture any more.
        let behind = after.next().is_some_and(|token| token.is_of(&OLD))
            && after
                .next()
                .is_none_or(|token| token.is_of(&["appearing", "in", "or"]));
        (before(&OLD) || behind) && !before(&RECENT)
    }

    /// The words right before it that qualify it: degree, age, side and level.
    fn qualifiers(self) -> impl Iterator<Item = &'t Token> {
        self.before.iter().rev().take_while(|token| {
            [
                &MILD[..],
                &STRONG,
                &OLD,
                &RECENT,
                &["resolved", "resolution"],
            ]
            .iter()
            .any(|list| token.is_of(list))
                || is_place(token)
        })
    }
}

/// Whether what stands here is only what another study would look for: `MRI if there is concern for cord injury`.
pub(super) fn is_conditional(tokens: &[Token], from: usize) -> bool {
    for at in (0..=from).rev() {
        let Some(token) = tokens.get(at) else {
            return false;
        };
        let asked = |at: usize| tokens.get(at).is_some_and(|token| token.is_of(&["if"]));
        if at < from && asked(at) {
            return true;
        }
        let goes_on = at > 0 && asked(at - 1);
        if token.comma || token.is_of(&ENDS) && !goes_on {
            return false;
        }
    }
    false
}

/// Whether the sentence takes something out behind this place: `normal study apart from …`.
pub(super) fn is_excepted(tokens: &[Token], end: usize) -> bool {
    const EXCEPT: [&str; 11] = [
        "but",
        "however",
        "although",
        "though",
        "except",
        "excepting",
        "apart",
        "aside",
        "besides",
        "than",
        "save",
    ];
    tokens.iter().skip(end).any(|token| token.is_of(&EXCEPT))
}

/// Where the clause of the next words begins, if it begins at this word.
fn clause_begin(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    if token.is_of(&ENDS) {
        return Some(at + 1);
    }
    // `No fracture, severe stenosis` states the stenosis; `no fracture, severe stenosis or collapse` does not.
    let joins = token.is_of(&["and"]) && tokens.get(at + 1).is_some_and(is_degree);
    let begins = joins || token.comma && (is_degree(token) || token.is_of(&["with"]));
    let listed = || {
        tokens
            .iter()
            .skip(at)
            .take(CLAUSE)
            .any(|token| token.is_of(&["or", "nor"]))
    };
    (begins && !listed()).then_some(at)
}

fn is_degree(token: &Token) -> bool {
    token.is_of(&MILD) || token.is_of(&STRONG) || token.is_of(&["large", "small", "massive"])
}

/// Behind a comma only what closes the matter still speaks of the finding: `fracture of L1, healed`.
fn breaks(token: &Token) -> bool {
    token.comma && !token.is_of(&["resolved", "none"]) && !token.is_of(&OLD)
}

/// Whether the word at this place denies what follows: `no change in` and `without contrast` do not.
fn denies(clause: &[Token], at: usize) -> bool {
    const QUALIFIERS: [&str; 12] = [
        "significant",
        "substantial",
        "interval",
        "appreciable",
        "further",
        "intravenous",
        "iv",
        "and",
        "with",
        "any",
        "use",
        "of",
    ];
    const UNTOUCHED: [&str; 10] = [
        "change",
        "changes",
        "contrast",
        "gadolinium",
        "improvement",
        "progression",
        "increase",
        "decrease",
        "comparison",
        "only",
    ];
    const STUDIES: [&str; 7] = [
        "study",
        "studies",
        "imaging",
        "mri",
        "examination",
        "examinations",
        "images",
    ];
    let Some(token) = clause.get(at) else {
        return false;
    };
    let rest = clause.get(at + 1..).unwrap_or_default();
    let is = |at: usize, list: &[&str]| rest.get(at).is_some_and(|token| token.is_of(list));
    let kept = || {
        clause
            .iter()
            .take(at)
            .rev()
            .take(3)
            .any(|token| token.is_of(&["not", "cannot", "unable", "never"]))
    };
    if token.is_of(&["exclude", "excludes", "excluding"])
        || token.is_of(&["rule", "ruled", "rules"]) && is(0, &["out"])
    {
        return !kept();
    }
    if token.is_of(&["w"]) {
        return is(0, &["o"]);
    }
    if token.is_of(&["free"]) {
        return is(0, &["of"]);
    }
    if token.is_of(&["non"]) {
        return rest.is_empty();
    }
    let excluding =
        token.is_of(&["not"]) && (0..4).any(|at| is(at, &["exclude", "excluded", "rule", "ruled"]));
    let untouched = rest
        .iter()
        .find(|token| !token.is_of(&QUALIFIERS))
        .is_some_and(|token| token.is_of(&UNTOUCHED));
    let compared = is(0, &["prior", "previous"]) && is(1, &STUDIES);
    token.is_of(&DENIALS) && !(excluding || untouched || compared)
}

/// Words that say where, and nothing else: they stand between a finding and its qualifier.
fn is_place(token: &Token) -> bool {
    const PLACES: [&str; 45] = [
        "left",
        "right",
        "bilateral",
        "bilaterally",
        "nerve",
        "neural",
        "root",
        "exiting",
        "traversing",
        "descending",
        "central",
        "paracentral",
        "foraminal",
        "ventral",
        "dorsal",
        "lateral",
        "anterior",
        "posterior",
        "superior",
        "inferior",
        "vertebral",
        "body",
        "bodies",
        "endplate",
        "compression",
        "wedge",
        "burst",
        "the",
        "of",
        "and",
        "to",
        "on",
        "at",
        "residual",
        "focal",
        "appearing",
        "known",
        "previously",
        "seen",
        "noted",
        "described",
        "stable",
        "unchanged",
        "partial",
        "incomplete",
    ];
    let number = token.word.bytes().all(|sign| sign.is_ascii_digit());
    number || token.is_level() || token.is_of(&PLACES)
}
