//! `[[order]]` rows of a site: what its own order codes and names mean.

use super::{attributes::closed_words, reader::Table};
use crate::{
    catalog::File,
    format::Place,
    mistake::{Mistake, Mistakes},
};
use foramen_facts::{Attribute, Attributes, OrderKey, OrderMap, Word};
use toml::de::DeTable;

const PROCEDURES: &[&str] = &[
    "esi",
    "root_block",
    "spine_surgery",
    "fusion",
    "physical_therapy",
    "manual",
    "emg",
];
const DRUG_CLASSES: &[&str] = &[
    "opioid",
    "nsaid",
    "acetaminophen",
    "gabapentinoid",
    "neuropathic",
    "antiepileptic",
    "benzodiazepine",
    "steroid_oral",
    "muscle_relaxant",
];
const ITEMS: &[&str] = &["bed_rest", "brace"];
const GUIDANCE: &[&str] = &["none", "imaging"];

/// What can be ordered; a row says one of these.
const SUBJECTS: [Attribute; 4] = [
    Attribute::Modality,
    Attribute::Procedure,
    Attribute::Item,
    Attribute::DrugClass,
];

/// Reads a site's order map, a TOML text of `[[order]]` rows; `path` is what mistakes call it.
///
/// A row has a key and what it means. The key is `system` and `code` (a URI, an OID or a short name such as `cpt`), or `name`, the
/// whole local name. It means one of `modality`, `procedure`, `item` and `drug_class` (a list where several hold), with what belongs
/// to it: `region` and `side`, `contrast` of a study, `guidance` of a procedure, `drug` of a drug class. A study without `region` is
/// one of another part of the body.
///
/// Errors are all mistakes, each with line, column and the accepted words; two rows of one key are one.
///
/// ```
/// let map = foramen_protocol::order_map(
///     "orders.toml",
///     r#"
/// [[order]]
/// system = "urn:oid:1.2.840.114350.1.13.0.1.7.2.696580"
/// code = "IMG1234"
/// modality = "mri"
/// region = "lumbar"
/// contrast = "without"
///
/// [[order]]
/// name = "Spine injection, fluoro suite"
/// procedure = "esi"
/// region = ["lumbar"]
/// guidance = "imaging"
/// "#,
/// )?;
/// assert_eq!(map.len(), 2);
///
/// let wrong = foramen_protocol::order_map("orders.toml", "[[order]]\nname = \"A\"\nmodality = \"mr\"").unwrap_err();
/// assert_eq!(
///     wrong[0].to_string(),
///     "orders.toml:3:12  unknown modality \"mr\"; accepted: mri, ct, xray, myelogram, mra, cta, abi"
/// );
/// # Ok::<(), Vec<foramen_protocol::Mistake>>(())
/// ```
pub fn order_map(path: &str, text: &str) -> Result<OrderMap, Vec<Mistake>> {
    let files = [File {
        path: path.to_owned(),
        text: text.to_owned(),
    }];
    let mistakes = Mistakes::default();
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = Place {
            file: 0,
            span: error.span().unwrap_or(0..0),
        };
        mistakes.add_syntax(&place, error.message().to_owned());
    }
    let mut map = OrderMap::default();
    let root = Table::root(tree.get_ref(), 0, &mistakes);
    for table in root.tables("order") {
        row(table, &mut map);
    }
    root.finish();
    if mistakes.is_empty() {
        Ok(map)
    } else {
        Err(mistakes.sorted(&files))
    }
}

fn row(table: Table<'_>, map: &mut OrderMap) {
    let key = key(&table);
    let mut attributes = Attributes::default();
    for (attribute, accepted) in [
        (Attribute::Modality, closed_words(Attribute::Modality)),
        (Attribute::Contrast, closed_words(Attribute::Contrast)),
        (Attribute::Side, closed_words(Attribute::Side)),
        (Attribute::Procedure, Some(PROCEDURES)),
        (Attribute::Guidance, Some(GUIDANCE)),
        (Attribute::Item, Some(ITEMS)),
        (Attribute::DrugClass, Some(DRUG_CLASSES)),
        (Attribute::Drug, None),
    ] {
        for word in words(&table, attribute, accepted) {
            attributes.add_word(attribute, &word);
        }
    }
    let regions = table.get("region").map(|node| node.regions());
    let said = |attribute: &Attribute| attributes.get(*attribute).is_some();
    let subjects = SUBJECTS.iter().filter(|subject| table.has(subject.word()));
    if subjects.count() != 1 {
        table.mistake("a row says one of `modality`, `procedure`, `item`, `drug_class`");
    }
    for (attribute, of) in [
        (Attribute::Contrast, Attribute::Modality),
        (Attribute::Guidance, Attribute::Procedure),
        (Attribute::Drug, Attribute::DrugClass),
    ] {
        if said(&attribute) && !table.has(of.word()) {
            table.mistake(format!("`{attribute}` needs `{of}` beside it"));
        }
    }
    if let Some(key) = key {
        let regions = regions.into_iter().flatten().collect();
        if !map.add(&key, attributes, regions) {
            table.mistake(match key {
                OrderKey::Code { system, code } => format!("{system} {code} has a row already"),
                OrderKey::Name(name) => format!("\"{name}\" has a row already"),
            });
        }
    }
    table.finish();
}

fn words(
    table: &Table<'_>,
    attribute: Attribute,
    accepted: Option<&'static [&'static str]>,
) -> Vec<Word> {
    let Some(node) = table.get(attribute.word()) else {
        return Vec::new();
    };
    // Only a drug is of several classes, and of several ingredients.
    let several = [Attribute::DrugClass, Attribute::Drug].contains(&attribute);
    let nodes = if several {
        node.one_or_many()
    } else {
        vec![node]
    };
    let word = |node: super::reader::Node<'_>| match accepted {
        Some(accepted) => node.word_of(attribute.word(), accepted),
        None => node.text().map(|text| Word::from(text.to_lowercase())),
    };
    nodes.into_iter().filter_map(word).collect()
}

fn key(table: &Table<'_>) -> Option<OrderKey> {
    let (system, code, name) = (table.text("system"), table.text("code"), table.text("name"));
    match (system, code, name) {
        (Some(system), Some(code), None) => Some(OrderKey::Code { system, code }),
        (None, None, Some(name)) => Some(OrderKey::Name(name)),
        _ => {
            table.mistake("a row has either `system` and `code`, or `name`");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::order_map;

    #[rstest]
    #[case::region(
        "[[order]]\nname = \"A\"\nmodality = \"mri\"\nregion = \"lumber\"",
        "m.toml:4:10  unknown region \"lumber\"; did you mean \"lumbar\"? accepted: cervical, thoracic, lumbar, unspecified"
    )]
    #[case::contrast(
        "[[order]]\nname = \"A\"\nmodality = \"mri\"\ncontrast = \"with\"",
        "m.toml:4:12  unknown contrast \"with\"; accepted: without, without_with, with_only, intrathecal"
    )]
    #[case::class(
        "[[order]]\nname = \"A\"\ndrug_class = [\"opioid\", \"steroid\"]",
        "m.toml:3:25  unknown drug_class \"steroid\"; accepted: opioid, nsaid, acetaminophen, gabapentinoid, neuropathic, antiepileptic, benzodiazepine, steroid_oral, muscle_relaxant"
    )]
    #[case::key(
        "[[order]]\nname = \"A\"\nmodality = \"mri\"\nbody = \"x\"",
        "m.toml:4:1  unknown key `body`"
    )]
    #[case::no_key(
        "[[order]]\nmodality = \"mri\"",
        "m.toml:1:1  a row has either `system` and `code`, or `name`"
    )]
    #[case::half_a_key(
        "[[order]]\ncode = \"1\"\nmodality = \"mri\"",
        "m.toml:1:1  a row has either `system` and `code`, or `name`"
    )]
    #[case::nothing_said(
        "[[order]]\nname = \"A\"",
        "m.toml:1:1  a row says one of `modality`, `procedure`, `item`, `drug_class`"
    )]
    #[case::two_said(
        "[[order]]\nname = \"A\"\nmodality = \"mri\"\nprocedure = \"esi\"",
        "m.toml:1:1  a row says one of `modality`, `procedure`, `item`, `drug_class`"
    )]
    #[case::alone(
        "[[order]]\nname = \"A\"\nprocedure = \"esi\"\ncontrast = \"without\"",
        "m.toml:1:1  `contrast` needs `modality` beside it"
    )]
    #[case::twice_by_name(
        "[[order]]\nname = \"A b\"\nmodality = \"mri\"\n[[order]]\nname = \"a  B\"\nmodality = \"ct\"",
        "m.toml:4:1  \"a  B\" has a row already"
    )]
    #[case::twice_by_code(
        "[[order]]\nsystem = \"cpt\"\ncode = \"1\"\nmodality = \"mri\"\n[[order]]\nsystem = \"http://www.ama-assn.org/go/cpt\"\ncode = \"1\"\nmodality = \"ct\"",
        "m.toml:5:1  http://www.ama-assn.org/go/cpt 1 has a row already"
    )]
    #[case::syntax("[[order]\n", "m.toml:1:9  unclosed array table, expected `]`")]
    #[case::several_modalities(
        "[[order]]\nname = \"A\"\nmodality = [\"mri\", \"ct\"]",
        "m.toml:3:12  `modality` takes a word, not a list"
    )]
    fn a_mistake_in_a_map_is_named_with_its_place(#[case] text: &str, #[case] expected: &str) {
        let mistakes = order_map("m.toml", text).unwrap_err();
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(lines, [expected]);
    }

    #[test]
    fn an_empty_map_says_nothing() {
        assert!(order_map("m.toml", "").unwrap().is_empty());
    }
}
