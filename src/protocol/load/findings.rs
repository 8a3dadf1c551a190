//! `findings/*.toml`: what can be asked of a record, groups, and derived findings.

use super::{
    Context,
    condition::{Asker, Frame, condition, finding as named, tests},
    document::{Documents, Part},
    ids::Ids,
    reader::{Node, Table},
};
use crate::{
    catalog::{Group, Member},
    format::{Condition, Tests},
    mistake::{Mistakes, listed},
};
use foramen_facts::{Finding, FindingId, Kind, LookBack, Question, Role, Unit, Vocabulary, Word};
use std::collections::{BTreeMap, BTreeSet};

/// The longest title: cards name a finding in a sentence, and their length is computed with it.
pub(crate) const LONGEST_TITLE: usize = 40;

const ROLES: [(Role, &str); 7] = [
    (Role::Deficit, "deficit"),
    (Role::FlagA, "A"),
    (Role::FlagB, "B"),
    (Role::FlagC, "C"),
    (Role::Symptom, "symptom"),
    (Role::Modifier, "modifier"),
    (Role::Context, "context"),
];

/// Reads the definitions; groups and derived findings get their content later, when all findings are known.
pub(super) fn read(documents: &Documents<'_>, ids: &Ids, mistakes: &Mistakes) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for document in documents.of(Part::Findings) {
        let root = document.root(mistakes);
        let plain = root
            .tables("finding")
            .into_iter()
            .filter_map(|table| finding(table, ids));
        findings.extend(plain.filter(|finding| seen.insert(finding.name.clone())));
        for (list, kind) in [("group", Kind::Group), ("derived", Kind::Derived)] {
            let more = root
                .tables(list)
                .into_iter()
                .filter_map(|table| composed(&table, &kind));
            findings.extend(more.filter(|finding| seen.insert(finding.name.clone())));
        }
        root.finish();
    }
    findings
}

/// The vocabulary of the findings. A name that the program needs and no file defines is a mistake, and stands in empty so that
/// reading can go on.
pub(super) fn vocabulary(mut findings: Vec<Finding>, mistakes: &Mistakes) -> Option<Vocabulary> {
    let defined: BTreeSet<Word> = findings
        .iter()
        .map(|finding| finding.name.clone())
        .collect();
    for name in foramen_facts::Known::NAMES
        .iter()
        .filter(|name| !defined.contains(**name))
    {
        let missing = foramen_facts::MissingFinding(name);
        mistakes.add_missing("findings", missing.to_string());
        findings.push(Finding {
            name: Word::from(*name),
            kind: Kind::Flag,
            title: String::new(),
            means: String::new(),
            role: Role::Context,
            look_back: LookBack::Now,
            question: None,
        });
    }
    if findings.len() > usize::from(u16::MAX) {
        mistakes.add_missing("findings", "more than 65535 findings");
        return None;
    }
    Vocabulary::new(findings).ok()
}

fn title(table: &Table<'_>) -> Option<String> {
    let node = table.need("title")?;
    let title = node.text()?;
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        node.mistake(format!(
            "`title` has {length} characters, at most {LONGEST_TITLE} fit into a sentence of a card"
        ));
    }
    Some(title.to_owned())
}

fn finding(table: Table<'_>, ids: &Ids) -> Option<Finding> {
    let name = table.need_word("id");
    let kind = kind(&table);
    let title = title(&table);
    let means = table.need_text("means");
    let role = table
        .need("role")
        .and_then(|node| node.one_of("role", ROLES));
    let look_back = table
        .need("look_back")
        .and_then(|node| look_back(node, ids));
    let question = table.get("question").and_then(|node| question(node, ids));
    table.finish();
    Some(Finding {
        name: name?,
        kind: kind?,
        title: title.unwrap_or_default(),
        means: means.unwrap_or_default(),
        role: role.unwrap_or(Role::Context),
        look_back: look_back.unwrap_or(LookBack::Now),
        question,
    })
}

fn kind(table: &Table<'_>) -> Option<Kind> {
    let node = table.need("kind");
    let unit = table.get("unit");
    let words = table.get("words");
    let node = node?;
    let kind = node.one_of(
        "kind",
        ["flag", "number", "span", "choice", "set", "list"].map(|word| (word, word)),
    )?;
    if let Some(unit) = unit.filter(|_| kind != "number") {
        unit.key_mistake(format!("`unit` belongs to a number, this is a {kind}"));
    }
    if let Some(words) = words.filter(|_| !matches!(kind, "choice" | "set")) {
        words.key_mistake(format!(
            "`words` belong to a choice or a set, this is a {kind}"
        ));
    }
    let missing = |key: &str, what: &str| {
        node.mistake(format!("a {kind} needs `{key}`: {what}"));
    };
    Some(match kind {
        "flag" => Kind::Flag,
        "span" => Kind::Span,
        "list" => Kind::List,
        "number" => {
            if unit.is_none() {
                missing("unit", &listed(Unit::words()));
            }
            Kind::Number(unit.and_then(read_unit).unwrap_or(Unit::Count))
        }
        _ => {
            let words = words.map(|node| node.words()).unwrap_or_default();
            if words.is_empty() {
                missing("words", "the closed list of its answers");
            }
            if kind == "choice" {
                Kind::Choice(words)
            } else {
                Kind::Set(words)
            }
        }
    })
}

fn read_unit(node: Node<'_>) -> Option<Unit> {
    let unit = Unit::from_word(node.text()?);
    if unit.is_none() {
        node.mistake(format!("unknown unit; accepted: {}", listed(Unit::words())));
    }
    unit
}

fn look_back(node: Node<'_>, ids: &Ids) -> Option<LookBack> {
    match node.text()? {
        "lifetime" => Some(LookBack::Lifetime),
        "now" => Some(LookBack::Now),
        "episode" => Some(LookBack::Episode),
        word if ids.parameters.contains(word) => Some(LookBack::Parameter(Word::from(word))),
        word => {
            let unknown = ids.parameters.unknown(word);
            node.mistake(format!("{unknown}; or lifetime, now, episode"));
            None
        }
    }
}

fn question(node: Node<'_>, ids: &Ids) -> Option<Question> {
    let table = node.table()?;
    let text = table.need_text("text");
    let rank = table.need("rank").and_then(|node| node.count());
    let link_id = table
        .get("link_id")
        .and_then(|node| ids.questions.get(node));
    table.finish();
    Some(Question {
        link_id,
        text: text?,
        rank: rank?,
    })
}

/// A group or derived finding, without its content.
fn composed(table: &Table<'_>, kind: &Kind) -> Option<Finding> {
    let name = table.need_word("id");
    let title = title(table);
    let means = table.need_text("means");
    let role = match kind {
        Kind::Group => table
            .need("role")
            .and_then(|node| node.one_of("role", ROLES)),
        _ => None,
    };
    Some(Finding {
        name: name?,
        kind: kind.clone(),
        title: title.unwrap_or_default(),
        means: means.unwrap_or_default(),
        role: role.unwrap_or(Role::Context),
        look_back: LookBack::Lifetime,
        question: None,
    })
}

/// Marks the keys that [`composed`] read.
fn accept_head(table: &Table<'_>) -> Option<Word> {
    for key in ["title", "means"] {
        table.get(key);
    }
    table.get("id")?.as_text().map(Word::from)
}

/// Reads what the groups are made of.
pub(super) fn groups(context: &Context<'_>) -> BTreeMap<FindingId, Group> {
    let mut groups = BTreeMap::new();
    for document in context.documents.of(Part::Findings) {
        for table in document.root(context.mistakes).tables("group") {
            let id = accept_head(&table).and_then(|name| context.vocabulary.id(&name));
            table.get("role");
            let nodes = table
                .need("members")
                .map(|node| node.list())
                .unwrap_or_default();
            let members: Vec<_> = nodes
                .into_iter()
                .flat_map(|node| members(node, context))
                .collect();
            let certain = table.truth("certain");
            if members.is_empty() {
                table.mistake("a group needs `members`");
            }
            table.finish();
            groups.extend(id.map(|id| (id, Group { members, certain })));
        }
    }
    groups
}

/// One entry of `members`: a finding, a finding with tests, or everything of a role.
fn members(node: Node<'_>, context: &Context<'_>) -> Vec<Member> {
    if !node.is_table() {
        let member = |finding| Member {
            finding,
            tests: Tests::default(),
            optional: false,
        };
        return named(node, context)
            .filter(|id| is_fact(node, *id, context))
            .map(member)
            .into_iter()
            .collect();
    }
    let Some(table) = node.table() else {
        return Vec::new();
    };
    let findings = match (table.get("finding"), table.get("role")) {
        (Some(node), None) => named(node, context)
            .filter(|id| is_fact(node, *id, context))
            .into_iter()
            .collect(),
        (None, Some(roles)) => of_roles(roles, table.get("except"), context),
        _ => {
            node.mistake("a member is a finding, { finding = \"…\" } or { role = [\"A\"] }");
            Vec::new()
        }
    };
    let tests = tests(&table, &findings, Asker::TwoValued, context);
    let optional = table.truth("optional");
    table.finish();
    findings
        .into_iter()
        .map(|finding| Member {
            finding,
            tests: tests.clone(),
            optional,
        })
        .collect()
}

fn is_fact(node: Node<'_>, id: FindingId, context: &Context<'_>) -> bool {
    let is_list = context
        .vocabulary
        .finding(id)
        .is_some_and(|finding| finding.kind == Kind::List);
    if is_list {
        node.mistake(format!(
            "\"{}\" is a list: a group has findings",
            context.vocabulary.name(id)
        ));
    }
    !is_list
}

/// Every flag of the roles, so that a red flag that is added later is a member without a word.
fn of_roles(roles: Node<'_>, except: Option<Node<'_>>, context: &Context<'_>) -> Vec<FindingId> {
    let roles: Vec<_> = roles
        .one_or_many()
        .into_iter()
        .filter_map(|node| node.one_of("role", ROLES))
        .collect();
    let except: Vec<_> = except.map(|node| node.one_or_many()).unwrap_or_default();
    let except: Vec<_> = except
        .into_iter()
        .filter_map(|node| named(node, context))
        .collect();
    context
        .vocabulary
        .findings()
        .filter(|(id, finding)| {
            finding.kind == Kind::Flag && roles.contains(&finding.role) && !except.contains(id)
        })
        .map(|(id, _)| id)
        .collect()
}

/// Reads the conditions of derived findings.
pub(super) fn derived(context: &Context<'_>) -> BTreeMap<FindingId, Condition> {
    let mut derived = BTreeMap::new();
    let frame = Frame {
        rules: false,
        order: false,
    };
    for document in context.documents.of(Part::Findings) {
        for table in document.root(context.mistakes).tables("derived") {
            let id = accept_head(&table).and_then(|name| context.vocabulary.id(&name));
            let when = table
                .need("when")
                .and_then(|node| condition(node, frame, context));
            table.finish();
            derived.extend(id.zip(when));
        }
    }
    derived
}
