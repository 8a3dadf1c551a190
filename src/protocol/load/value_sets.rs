//! `value-sets/*.toml`: codes by concept.

use super::{
    Context,
    attributes::attributes,
    condition::finding,
    document::Part,
    reader::{Node, Table},
};
use crate::{catalog::Group, mistake::did_you_mean};
use foramen_facts::{
    Attributes, Code, Concept, ConceptRole, Confidence, DrugName, FindingId, Regions, Vocabulary,
    Word,
};
use foramen_facts::{CodeIndex, Match, System};
use std::collections::{BTreeMap, BTreeSet};

const ROLES: [(ConceptRole, &str); 7] = [
    (ConceptRole::Finding, "finding"),
    (ConceptRole::List, "list"),
    (ConceptRole::Order, "order"),
    (ConceptRole::Baseline, "baseline"),
    (ConceptRole::Exclude, "exclude"),
    (ConceptRole::Evidence, "evidence"),
    (ConceptRole::DoNotEmit, "do-not-emit"),
];

/// The systems that code lists are written in.
pub(super) const SYSTEMS: [(System, &str); 6] = [
    (System::Icd10Cm, "icd-10-cm"),
    (System::Snomed, "snomed"),
    (System::Loinc, "loinc"),
    (System::Cpt, "cpt"),
    (System::Hcpcs, "hcpcs"),
    (System::RxNorm, "rxnorm"),
];

/// Concepts and codes, on their way into the vocabulary.
pub(super) struct Codes {
    concepts: Vec<Concept>,
    rows: Vec<Code>,
    index: CodeIndex<usize>,
    positions: BTreeMap<Word, usize>,
}

impl Codes {
    /// The position of a concept.
    pub(super) fn concept(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The ingredients that have a code, in lower case, with their concept.
    pub(super) fn ingredients(&self) -> impl Iterator<Item = DrugName> {
        self.rows
            .iter()
            .filter(|code| code.system == System::RxNorm)
            .map(|code| DrugName {
                name: code.words.to_lowercase(),
                concept: code.concept,
                ingredient: code.words.to_lowercase(),
            })
    }

    /// Hands everything over.
    pub(super) fn put_into(self, vocabulary: &mut Vocabulary) {
        vocabulary.concepts = self.concepts;
        vocabulary.codes = self.rows;
        vocabulary.index = self.index;
    }
}

/// Reads all value sets.
pub(super) fn read(context: &Context<'_>, groups: &BTreeMap<FindingId, Group>) -> Codes {
    let tables: Vec<_> = context
        .documents
        .of(Part::ValueSets)
        .flat_map(|document| {
            let root = document.root(context.mistakes);
            let tables = root.tables("set");
            root.finish();
            tables
        })
        .collect();
    let positions: BTreeMap<_, _> = context
        .mistakes
        .silently(|| {
            tables
                .iter()
                .map(|table| table.get("id").and_then(|id| id.as_text()).map(Word::from))
                .collect::<Vec<_>>()
        })
        .into_iter()
        .enumerate()
        .filter_map(|(position, id)| Some((id?, position)))
        .collect();
    let mut rows = Rows::default();
    let reader = Reader {
        context,
        groups,
        positions: &positions,
    };
    let concepts = tables
        .into_iter()
        .enumerate()
        .map(|(position, table)| reader.set(position, table, &mut rows))
        .collect();
    let index = CodeIndex::build(rows.index).unwrap_or_else(|error| {
        context
            .mistakes
            .add_missing("value-sets", error.to_string());
        CodeIndex::default()
    });
    Codes {
        concepts,
        rows: rows.codes,
        index,
        positions,
    }
}

/// The rows read so far.
#[derive(Default)]
struct Rows {
    codes: Vec<Code>,
    index: Vec<(System, Match, usize)>,
    seen: BTreeSet<(usize, &'static str, String)>,
}

impl Rows {
    fn add(&mut self, node: Node<'_>, rule: Match, code: Code, concept: &Concept) {
        let written = match &rule {
            Match::PrefixSeventh(_, seventh) => format!("{} 7={seventh}", code.code),
            Match::Exact(_) | Match::Prefix(_) => code.code.clone(),
        };
        if !self
            .seen
            .insert((code.concept, code.system.name(), written))
        {
            node.mistake(format!(
                "{} {} is listed twice in \"{}\"",
                code.system, code.code, concept.id
            ));
        }
        self.index.push((code.system, rule, self.codes.len()));
        self.codes.push(code);
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    groups: &'a BTreeMap<FindingId, Group>,
    positions: &'a BTreeMap<Word, usize>,
}

impl Reader<'_> {
    fn set(&self, position: usize, table: Table<'_>, rows: &mut Rows) -> Concept {
        let id = table.need_word("id").unwrap_or_default();
        let role = table
            .need("role")
            .and_then(|node| node.one_of("role", ROLES))
            .unwrap_or(ConceptRole::Evidence);
        let said = said(&table);
        let mut concept = Concept {
            own_finding: self.context.vocabulary.id(&id),
            id,
            role,
            targets: Vec::new(),
            excluded_concepts: Vec::new(),
            attributes: said.attributes,
            regions: said.regions,
            absent: said.absent,
            measured: said.measured,
            probable: said.probable,
            note: table.text("note").unwrap_or_default(),
        };
        for node in table.list("target") {
            self.target(node, &mut concept);
        }
        let verified = table.text("verified");
        for node in table
            .need("codes")
            .map(|node| node.list())
            .unwrap_or_default()
        {
            if let Some((rule, code)) = code(node, position, &concept, verified.as_deref()) {
                rows.add(node, rule, code, &concept);
            }
        }
        table.finish();
        concept
    }

    fn target(&self, node: Node<'_>, concept: &mut Concept) {
        let Some(name) = node.text() else { return };
        if let Some(id) = self.context.vocabulary.id(name) {
            // A cause of weakness explains each deficit by itself; a group has no facts of its own.
            if concept.role == ConceptRole::Baseline {
                self.spread(id, &mut BTreeSet::new(), &mut concept.targets);
            } else {
                concept.targets.push(id);
            }
        } else if let Some(position) = self
            .positions
            .get(name)
            .filter(|_| concept.role == ConceptRole::Exclude)
        {
            concept.excluded_concepts.push(*position);
        } else {
            finding(node, self.context);
        }
    }

    /// A finding, or of a group its members.
    fn spread(&self, id: FindingId, seen: &mut BTreeSet<FindingId>, targets: &mut Vec<FindingId>) {
        if !seen.insert(id) {
            return;
        }
        match self.groups.get(&id) {
            Some(group) => group
                .members
                .iter()
                .for_each(|member| self.spread(member.finding, seen, targets)),
            None => targets.push(id),
        }
    }
}

/// A code, and what it matches.
fn code(
    node: Node<'_>,
    position: usize,
    concept: &Concept,
    verified: Option<&str>,
) -> Option<(Match, Code)> {
    let table = node.table()?;
    let system = table
        .need("system")
        .and_then(|node| node.one_of("system", SYSTEMS));
    let code = table.need("code").and_then(|node| node.text());
    let rule = match (table.get("match"), code) {
        (Some(node), Some(code)) => read_match(node, code, system),
        (_, code) => code.map(|code| Match::Exact(code.to_owned())),
    };
    let words = table.need_text("words").unwrap_or_default();
    let strengths = [
        (Confidence::Certain, "certain"),
        (Confidence::Probable, "probable"),
    ];
    let strength = table
        .get("strength")
        .and_then(|node| node.one_of("strength", strengths));
    let current_alone = table
        .get("current_alone")
        .and_then(|node| node.truth())
        .unwrap_or(true);
    let own = said(&table);
    let own_verified = table.text("verified");
    table.finish();
    let Some(verified) = own_verified.as_deref().or(verified) else {
        node.mistake("`verified` is missing here and in the set: where was the code checked? \"UNVERIFIED\" is an answer");
        return None;
    };
    let rule = rule?;
    let shown = match &rule {
        Match::Exact(code) => code.clone(),
        Match::Prefix(prefix) | Match::PrefixSeventh(prefix, _) => format!("{prefix}*"),
    };
    let probable = own.probable || concept.probable || strength == Some(Confidence::Probable);
    let code = Code {
        concept: position,
        system: system?,
        code: shown,
        covers: rule.clone(),
        words,
        strength: if probable {
            Confidence::Probable
        } else {
            Confidence::Certain
        },
        current_alone,
        attributes: own.attributes,
        regions: own.regions,
        verified: verified.to_owned(),
    };
    Some((rule, code))
}

/// `self`, `M54.5*` or `V05* 7=A`.
fn read_match(node: Node<'_>, code: &str, system: Option<System>) -> Option<Match> {
    let text = node.text()?;
    if text == "self" {
        return Some(Match::Exact(code.to_owned()));
    }
    let (prefix, seventh) = text.split_once(" 7=").unwrap_or((text, ""));
    let mut seventh_chars = seventh.chars();
    let rule = match (
        prefix.strip_suffix('*').filter(|prefix| !prefix.is_empty()),
        seventh_chars.next(),
        seventh_chars.next(),
    ) {
        (Some(prefix), None, _) if !text.contains(" 7=") => Match::Prefix(prefix.to_owned()),
        (Some(prefix), Some(seventh), None) => Match::PrefixSeventh(prefix.to_owned(), seventh),
        _ => {
            node.mistake("`match` is \"self\", a prefix such as \"M54.5*\", or a prefix with its seventh character: \"V05* 7=A\"");
            return None;
        }
    };
    if system.is_some_and(|system| system != System::Icd10Cm) {
        node.mistake("only codes of icd-10-cm have a hierarchy to match by prefix");
        return None;
    }
    Some(rule)
}

/// What `attributes` says: attributes of facts, and how facts come about.
#[derive(Default)]
struct Said {
    attributes: Attributes,
    regions: Regions,
    absent: bool,
    measured: bool,
    probable: bool,
}

fn said(table: &Table<'_>) -> Said {
    let Some(table) = table.get("attributes").and_then(|node| node.table()) else {
        return Said::default();
    };
    let is = |key, word| {
        table
            .get(key)
            .is_some_and(|node| node.word_of(key, &[word]).is_some())
    };
    Said {
        attributes: attributes(&table, &["region", "state", "confidence", "source"]),
        regions: table
            .get("region")
            .map(|node| node.regions())
            .unwrap_or_default()
            .into_iter()
            .collect(),
        absent: is("state", "absent"),
        measured: is("source", "measured"),
        probable: is("confidence", "probable"),
    }
}

/// `; did you mean "tx.nsaid"?` for a concept that does not exist.
pub(super) fn near_concept(codes: &Codes, id: &str) -> String {
    did_you_mean(id, codes.positions.keys().map(|id| &**id))
}
