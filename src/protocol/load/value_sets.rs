//! `value-sets/*.toml`: codes by concept.

use super::{
    Context,
    attributes::attributes,
    condition::finding,
    document::Part,
    reader::{Node, Table},
};
use crate::{
    catalog::Group,
    mistake::did_you_mean,
};
use foramen_facts::{Attributes, Code, Concept, ConceptRole, Confidence, FindingId, Regions, Vocabulary, Word};
use foramen_fhir::{CodeIndex, Match, System};
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
    codes: Vec<Code>,
    index: CodeIndex<usize>,
    positions: BTreeMap<Word, usize>,
}

impl Codes {
    /// The position of a concept.
    pub(super) fn concept(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The ingredients that have a code, in lower case, with their concept.
    pub(super) fn ingredients(&self) -> impl Iterator<Item = (String, usize)> {
        self.codes.iter().filter(|code| code.system == System::RxNorm).map(|code| (code.words.to_lowercase(), code.concept))
    }

    /// Hands everything over.
    pub(super) fn put_into(self, vocabulary: &mut Vocabulary) {
        vocabulary.concepts = self.concepts;
        vocabulary.codes = self.codes;
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
        .silently(|| tables.iter().map(|table| table.get("id").and_then(|id| id.as_text()).map(Word::from)).collect::<Vec<_>>())
        .into_iter()
        .enumerate()
        .filter_map(|(position, id)| Some((id?, position)))
        .collect();
    let mut rows = Rows::default();
    let reader = Reader { context, groups, positions: &positions };
    let concepts = tables.into_iter().enumerate().map(|(position, table)| reader.set(position, table, &mut rows)).collect();
    let index = CodeIndex::build(rows.index).unwrap_or_else(|error| {
        context.mistakes.add_missing("value-sets", error.to_string());
        CodeIndex::default()
    });
    Codes { concepts, codes: rows.codes, index, positions }
}

#[derive(Default)]
struct Rows {
    codes: Vec<Code>,
    index: Vec<(System, Match, usize)>,
    seen: BTreeSet<(usize, &'static str, String)>,
}

struct Reader<'a> {
    context: &'a Context<'a>,
    groups: &'a BTreeMap<FindingId, Group>,
    positions: &'a BTreeMap<Word, usize>,
}

impl Reader<'_> {
    fn set(&self, position: usize, table: Table<'_>, rows: &mut Rows) -> Concept {
        let id = table.need_word("id").unwrap_or_default();
        let role = table.need("role").and_then(|node| node.one_of("role", ROLES)).unwrap_or(ConceptRole::Evidence);
        let mut concept = Concept {
            own_finding: self.context.vocabulary.id(&id),
            id,
            role,
            targets: Vec::new(),
            excluded_concepts: Vec::new(),
            attributes: Attributes::default(),
            regions: Regions::NONE,
            absent: false,
            measured: false,
            probable: false,
            note: table.text("note").unwrap_or_default(),
        };
        for node in table.list("target") {
            self.target(node, &mut concept);
        }
        if let Some(table) = table.get("attributes").and_then(|node| node.table()) {
            read_attributes(&table, &mut concept);
        }
        let verified = table.text("verified");
        for node in table.need("codes").map(|node| node.list()).unwrap_or_default() {
            self.code(node, position, &concept, verified.as_deref(), rows);
        }
        table.finish();
        concept
    }

    fn target(&self, node: Node<'_>, concept: &mut Concept) {
        let Some(name) = node.text() else { return };
        if let Some(id) = self.context.vocabulary.id(name) {
            match self.groups.get(&id) {
                // A cause of weakness explains each deficit by itself; a group has no facts of its own.
                Some(_) if concept.role == ConceptRole::Baseline => self.spread(id, &mut BTreeSet::new(), &mut concept.targets),
                _ => concept.targets.push(id),
            }
        } else if let Some(position) = self.positions.get(name).filter(|_| concept.role == ConceptRole::Exclude) {
            concept.excluded_concepts.push(*position);
        } else {
            finding(node, self.context);
        }
    }

    fn spread(&self, id: FindingId, seen: &mut BTreeSet<FindingId>, targets: &mut Vec<FindingId>) {
        match self.groups.get(&id) {
            Some(group) if seen.insert(id) => {
                group.members.iter().for_each(|member| self.spread(member.finding, seen, targets));
            }
            None if !targets.contains(&id) => targets.push(id),
            _ => {}
        }
    }

    fn code(&self, node: Node<'_>, position: usize, concept: &Concept, verified: Option<&str>, rows: &mut Rows) {
        let Some(table) = node.table() else { return };
        let system = table.need("system").and_then(|node| node.one_of("system", SYSTEMS));
        let code = table.need("code").and_then(|node| node.text());
        let rule = match (table.get("match"), code) {
            (Some(node), Some(code)) => read_match(node, code, system),
            (_, code) => code.map(|code| Match::Exact(code.to_owned())),
        };
        let words = table.need_text("words").unwrap_or_default();
        let strengths = [(Confidence::Certain, "certain"), (Confidence::Probable, "probable")];
        let strength = table.get("strength").and_then(|node| node.one_of("strength", strengths));
        let current_alone = table.get("current_alone").and_then(|node| node.truth()).unwrap_or(true);
        let mut own = Concept { probable: false, attributes: Attributes::default(), regions: Regions::NONE, ..concept.clone() };
        if let Some(table) = table.get("attributes").and_then(|node| node.table()) {
            read_attributes(&table, &mut own);
        }
        let own_verified = table.text("verified");
        table.finish();
        let Some(verified) = own_verified.as_deref().or(verified) else {
            node.mistake("`verified` is missing here and in the set: where was the code checked? \"UNVERIFIED\" is an answer");
            return;
        };
        let (Some(system), Some(code), Some(rule)) = (system, code, rule) else { return };
        let shown = match &rule {
            Match::Exact(_) => code.to_owned(),
            Match::Prefix(prefix) | Match::PrefixSeventh(prefix, _) => format!("{prefix}*"),
        };
        let written = match &rule {
            Match::PrefixSeventh(_, seventh) => format!("{shown} 7={seventh}"),
            _ => shown.clone(),
        };
        if !rows.seen.insert((position, system.name(), written)) {
            node.mistake(format!("{system} {shown} is listed twice in \"{}\"", concept.id));
        }
        let probable = own.probable || concept.probable || strength == Some(Confidence::Probable);
        rows.index.push((system, rule, rows.codes.len()));
        rows.codes.push(Code {
            concept: position,
            system,
            code: shown,
            words,
            strength: if probable { Confidence::Probable } else { Confidence::Certain },
            current_alone,
            attributes: own.attributes,
            regions: own.regions,
            verified: verified.to_owned(),
        });
    }
}

/// `self`, `M54.5*` or `V05* 7=A`.
fn read_match(node: Node<'_>, code: &str, system: Option<System>) -> Option<Match> {
    let text = node.text()?;
    if text == "self" {
        return Some(Match::Exact(code.to_owned()));
    }
    let (prefix, seventh) = text.split_once(" 7=").unwrap_or((text, ""));
    let mut seventh_chars = seventh.chars();
    let rule = match (prefix.strip_suffix('*').filter(|prefix| !prefix.is_empty()), seventh_chars.next(), seventh_chars.next()) {
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

const BESIDE: &[&str] = &["region", "state", "confidence", "source"];

/// Attributes of a set or code, and the keys that say something about the facts themselves.
fn read_attributes(table: &Table<'_>, concept: &mut Concept) {
    concept.attributes = attributes(table, BESIDE);
    if let Some(node) = table.get("region") {
        concept.regions = node.regions().into_iter().collect();
    }
    if let Some(node) = table.get("state") {
        concept.absent = node.word_of("state", &["absent"]).is_some();
    }
    if let Some(node) = table.get("confidence") {
        concept.probable = node.word_of("confidence", &["probable"]).is_some();
    }
    if let Some(node) = table.get("source") {
        concept.measured = node.word_of("source", &["measured"]).is_some();
    }
}

/// `; did you mean "tx.nsaid"?` for a concept that does not exist.
pub(super) fn near_concept(codes: &Codes, id: &str) -> String {
    did_you_mean(id, codes.positions.keys().map(|id| &**id))
}
