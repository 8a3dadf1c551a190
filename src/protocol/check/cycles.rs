//! Rules and findings that rest on themselves: evaluating them would never end.

use super::walk;
use crate::{
    catalog::Content,
    format::{Place, Rule, RuleSet, Verb},
    mistake::Mistakes,
};
use foramen_facts::FindingId;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses circles of `fired` and `ended`, and of groups and derived findings; and a rule that asks about one that comes later.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    rules(content, mistakes);
    findings(content, mistakes);
}

/// A question of one rule about others, with its place.
struct Question<'a> {
    verb: &'static str,
    sets: &'a [RuleSet],
    place: &'a Place,
}

fn questions(rule: &Rule) -> Vec<Question<'_>> {
    let mut found = Vec::new();
    walk::leaves(&rule.when, true, &mut |leaf, _| {
        let (verb, sets) = match &leaf.verb {
            Verb::Fired(sets) => ("fired", sets),
            Verb::Ended(sets) => ("ended", sets),
            _ => return,
        };
        found.push(Question {
            verb,
            sets,
            place: &leaf.place,
        });
    });
    found
}

/// Stages 1-4 are settled first, then what stage 0 limits, then the rules that read what is proposed.
fn turn(stage: u8) -> u8 {
    match stage {
        1..=4 => 0,
        0 => 1,
        _ => 2,
    }
}

fn rules(content: &Content, mistakes: &Mistakes) {
    let mut graph = Graph::default();
    for (index, rule) in content.rules.iter().enumerate() {
        for question in questions(rule) {
            let named = |other: &Rule| question.sets.iter().any(|set| walk::names(set, other));
            for (other_index, other) in content
                .rules
                .iter()
                .enumerate()
                .filter(|(_, other)| named(other))
            {
                graph.edge(index, other_index, question.verb, question.place);
                if turn(other.stage) > turn(rule.stage) {
                    let text = format!(
                        "`{}` asks about \"{}\" of stage {}, which is settled after stage {}",
                        question.verb, other.id, other.stage, rule.stage
                    );
                    mistakes.add(question.place, text);
                }
            }
        }
    }
    let name = |index: &usize| content.rules.get(*index).map_or("", |rule| &*rule.id);
    for circle in graph.circles() {
        let path: Vec<_> = circle.path.iter().map(name).collect();
        mistakes.add(
            circle.place,
            format!("{}: `{}` goes in a circle", path.join(" → "), circle.verb),
        );
    }
}

fn findings(content: &Content, mistakes: &Mistakes) {
    let mut graph = Graph::default();
    let no_place = Place::default();
    for (id, condition) in &content.derived {
        walk::leaves(condition, true, &mut |leaf, _| {
            let (subjects, tests) = walk::subjects(&leaf.verb);
            let beside = tests.into_iter().flat_map(walk::findings_of_tests);
            for other in subjects.iter().copied().chain(beside) {
                graph.edge(id.index(), other.index(), "derived", &leaf.place);
            }
        });
    }
    for (id, group) in &content.groups {
        for member in &group.members {
            graph.edge(id.index(), member.finding.index(), "members", &no_place);
            for other in walk::findings_of_tests(&member.tests) {
                graph.edge(id.index(), other.index(), "members", &no_place);
            }
        }
    }
    let names: BTreeMap<usize, FindingId> = content
        .vocabulary
        .findings()
        .map(|(id, _)| (id.index(), id))
        .collect();
    let name = |index: &usize| {
        names
            .get(index)
            .map_or("", |id| content.vocabulary.name(*id))
    };
    for circle in graph.circles() {
        let path: Vec<_> = circle.path.iter().map(name).collect();
        let text = format!("{}: a finding rests on itself", path.join(" → "));
        if *circle.place == no_place {
            mistakes.add_missing("findings", text);
        } else {
            mistakes.add(circle.place, text);
        }
    }
}

/// Who asks about whom, and where.
#[derive(Default)]
struct Graph<'a> {
    edges: BTreeMap<usize, Vec<(usize, &'static str, &'a Place)>>,
}

struct Circle<'a> {
    /// From one back to the same.
    path: Vec<usize>,
    verb: &'static str,
    place: &'a Place,
}

impl<'a> Graph<'a> {
    fn edge(&mut self, from: usize, to: usize, verb: &'static str, place: &'a Place) {
        self.edges.entry(from).or_default().push((to, verb, place));
    }

    /// One circle for each edge that closes one, found by walking depth first. The depth is kept on the heap.
    fn circles(&self) -> Vec<Circle<'a>> {
        let mut circles = Vec::new();
        let mut done = BTreeSet::new();
        for start in self.edges.keys() {
            let mut path: Vec<(usize, usize)> = vec![(*start, 0)];
            while let Some((node, next)) = path.last_mut() {
                let node = *node;
                if done.contains(&node) {
                    path.pop();
                    continue;
                }
                let Some((to, verb, place)) = self
                    .edges
                    .get(&node)
                    .and_then(|edges| edges.get(*next))
                    .copied()
                else {
                    done.insert(node);
                    path.pop();
                    continue;
                };
                *next += 1;
                match path.iter().position(|(node, _)| *node == to) {
                    Some(at) => {
                        let nodes = path
                            .iter()
                            .skip(at)
                            .map(|(node, _)| *node)
                            .chain([to])
                            .collect();
                        circles.push(Circle {
                            path: nodes,
                            verb,
                            place,
                        });
                    }
                    None => path.push((to, 0)),
                }
            }
        }
        circles
    }
}
