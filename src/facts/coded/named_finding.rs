//! Findings that only the name of a condition, an observation or a reason states, beside a code that says less or nothing
//! (protocol section 1: text also counts beside a code that is unlisted or less specific).

use std::ops::Range;

use super::{
    Reader,
    matching::Hit,
    phrases::longest,
    refine,
    sentence::{self, Token},
    stance::Stance,
    statement::Statement,
    wording::Words,
};
use crate::{
    Attribute, Confidence, Evidence, Fact, FindingId, NamedFinding, Origin, Phrase, Regions, State,
    Word,
};

/// A finding as a name tells it.
struct Named<'v> {
    entry: &'v NamedFinding,
    finding: FindingId,
    denied: bool,
    /// Told as a question: "rule out retention".
    asked: bool,
    /// Told of the past, of a relative, or as a mere risk.
    past: bool,
    /// Words of the lexicon that were met.
    says: String,
}

/// What a name states, in the order of reading: how a lexicon is tested with its own examples.
#[must_use]
pub fn named_findings(entries: &[NamedFinding], text: &str) -> Vec<(Word, State)> {
    named(entries, text)
        .into_iter()
        .filter(|named| !named.past)
        .map(|named| {
            let state = if named.denied {
                State::Absent
            } else {
                State::Present
            };
            (named.entry.phrase.says.clone(), state)
        })
        .collect()
}

fn named<'v>(entries: &'v [NamedFinding], text: &str) -> Vec<Named<'v>> {
    let mut found = Vec::new();
    for sentence in sentence::sentences(text) {
        let tokens = sentence::tokens(sentence);
        for place in longest(entries, &tokens) {
            let Some(finding) = place.entry.finding else {
                continue;
            };
            let at = place.from..place.end;
            let asked = is_asked(&tokens, place.from);
            found.push(Named {
                entry: place.entry,
                finding,
                // In a report "rule out" denies; in a name it asks.
                denied: !asked && Stance::of(&tokens, at.clone()).is_denied(),
                asked,
                past: is_past(&tokens, place.from),
                says: said(&place.entry.phrase, &tokens, at),
            });
        }
    }
    found
}

fn is_asked(tokens: &[Token], from: usize) -> bool {
    tokens
        .iter()
        .take(from)
        .any(|token| token.is_of(&["rule", "exclude", "evaluate"]))
}

/// Whether a word shortly before says that it is not the patient's, or not of now.
fn is_past(tokens: &[Token], from: usize) -> bool {
    const PAST: [&str; 23] = [
        "history",
        "hx",
        "previous",
        "previously",
        "prior",
        "past",
        "former",
        "formerly",
        "ever",
        "family",
        "mother",
        "father",
        "risk",
        "fear",
        "screening",
        "screen",
        "prevention",
        "prophylaxis",
        "counseling",
        "counselling",
        "education",
        "exposure",
        "if",
    ];
    const NEAR: usize = 4;
    tokens
        .iter()
        .take(from)
        .rev()
        .take(NEAR)
        .any(|token| token.is_of(&PAST))
}

/// The words as they stand there, unless some between them are none of the lexicon's.
fn said(phrase: &Phrase, tokens: &[Token], at: Range<usize>) -> String {
    if at.len() > phrase.pattern.words() {
        return phrase.pattern.to_string();
    }
    let words: Vec<&str> = tokens
        .get(at)
        .unwrap_or_default()
        .iter()
        .map(|token| token.word.as_str())
        .collect();
    words.join(" ")
}

impl Reader<'_, '_> {
    /// Adds what names state beside their codes; answers which findings were stated. What a code states already is not told twice.
    pub(super) fn state_names(
        &mut self,
        texts: &[&str],
        hits: &[Hit<'_>],
        statement: &Statement<'_>,
    ) -> Vec<FindingId> {
        if statement.is_withheld() {
            return Vec::new();
        }
        let mut facts: Vec<Fact> = Vec::new();
        for text in texts {
            for named in named(&self.vocabulary.names, text) {
                let Some(fact) = self.named_fact(&named, text, statement) else {
                    continue;
                };
                match facts.iter_mut().find(|own| is_same(own, &fact)) {
                    // Of two texts about one thing the one that affirms speaks.
                    Some(own) if !own.is_present() => *own = fact,
                    Some(_) => {}
                    None => facts.push(fact),
                }
            }
        }
        if facts.is_empty() {
            return Vec::new();
        }
        let coded: Vec<Fact> = hits
            .iter()
            .flat_map(|hit| self.facts_of(hit, statement))
            .collect();
        facts.retain(|fact| !coded.iter().any(|own| says_it(own, fact)));
        let mut present = Vec::new();
        for fact in facts {
            if fact.is_present() {
                present.push(fact.finding);
            }
            let more = refine::progressive(&fact, &statement.words(), &self.known);
            for implied in self.implied(&fact).into_iter().chain(more) {
                self.facts.push(implied);
            }
            self.facts.push(fact);
        }
        present
    }

    fn named_fact(&self, named: &Named<'_>, text: &str, statement: &Statement<'_>) -> Option<Fact> {
        let entry = named.entry;
        if named.past && named.finding != self.known.rf_ivdu {
            return None;
        }
        let refuted = statement.state == State::Absent;
        if refuted && named.denied {
            return None;
        }
        let evidence = Evidence {
            origin: if statement.origin == Origin::Coded {
                Origin::Text
            } else {
                statement.origin
            },
            ..statement.evidence(format!("\"{}\"", named.says))
        };
        let regions = if self.has_place(named.finding) {
            statement.regions(entry.regions)
        } else {
            Regions::NONE
        };
        let mut fact = Fact {
            state: if refuted || named.denied {
                State::Absent
            } else {
                State::Present
            },
            confidence: entry.confidence.min(statement.confidence),
            regions,
            attributes: entry.attributes.clone(),
            onset: statement.onset,
            end: statement.end,
            stated: statement.stated,
            current_encounter: statement.current_encounter,
            examined: statement.examined,
            ..Fact::present(named.finding, evidence)
        };
        refine::by_name(
            &mut fact,
            &Words::of([text]).and(&statement.site),
            statement,
            self.reading,
        );
        // Drugs that were injected once count for a year: without a date that is a question.
        if named.asked || named.past {
            fact.confidence = Confidence::Probable;
        }
        Some(fact)
    }
}

fn is_same(own: &Fact, other: &Fact) -> bool {
    own.finding == other.finding
        && own.attributes.get(Attribute::Kind) == other.attributes.get(Attribute::Kind)
}

/// Whether a code states what the words state: the same finding, and the same kind of it where they name one.
fn says_it(coded: &Fact, named: &Fact) -> bool {
    let kinds = named.attributes.get(Attribute::Kind);
    coded.finding == named.finding
        && kinds.is_none_or(|kinds| {
            kinds
                .words()
                .iter()
                .all(|kind| coded.attributes.has(Attribute::Kind, kind))
        })
}
