//! `catalogue.toml`: versions, the rows of the guidance table, and what is not in yet; and the questionnaire beside it.

use super::{
    Context,
    document::{self, Part},
    ids::Ids,
    reader::Node,
};
use crate::{catalog::File, format::Place, mistake::Mistakes};
use foramen_facts::Word;

/// The version of the rule format that this program reads.
const FORMAT: &str = "1";

/// What `catalogue.toml` says.
#[derive(Default)]
pub(super) struct Head {
    pub(super) format: Word,
    pub(super) protocol: Word,
    pub(super) title: String,
    pub(super) guidance: Vec<Word>,
    pub(super) pending: Vec<Word>,
}

/// Reads `catalogue.toml`.
pub(super) fn read(context: &Context<'_>) -> Head {
    let Some(document) = context.documents.of(Part::Catalogue).next() else {
        context.mistakes.add_missing(
            "catalogue.toml",
            "the file is missing: it gives `format`, `protocol`, `title` and `guidance`",
        );
        return Head::default();
    };
    let root = document.root(context.mistakes);
    let format = root
        .need("format")
        .and_then(|node| node.word_of("format version", &[FORMAT]));
    let protocol = root.need_word("protocol");
    let title = root.need_text("title");
    let guidance = context.ids.guidance.all(root.need("guidance"));
    let pending = root
        .list("pending")
        .into_iter()
        .filter_map(|node| pending(node, context))
        .collect();
    root.finish();
    Head {
        format: format.unwrap_or_default(),
        protocol: protocol.unwrap_or_default(),
        title: title.unwrap_or_default(),
        guidance,
        pending,
    }
}

/// A guidance row, a finding or parameter that no rule uses yet, or the id of a rule.
fn pending(node: Node<'_>, context: &Context<'_>) -> Option<Word> {
    let name = node.text()?;
    let ids = context.ids;
    let known = [&ids.guidance, &ids.findings, &ids.parameters, &ids.rules]
        .into_iter()
        .any(|names| names.contains(name));
    if !known && !is_rule_id(name) {
        node.mistake(ids.guidance.unknown(name));
        return None;
    }
    Some(Word::from(name))
}

/// Rule ids are topic codes on the wire, and one EHR ties overrides to them: letters and digits only.
pub(super) fn is_rule_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The text of the questionnaire; its linkIds become names that a finding may give.
pub(super) fn questionnaire(files: &[File], ids: &mut Ids, mistakes: &Mistakes) -> Option<String> {
    let (index, file) = document::questionnaire(files)?;
    let link_ids = link_ids(&file.text);
    if link_ids.is_empty() {
        mistakes.add(
            &Place {
                file: index,
                span: 0..0,
            },
            "the questionnaire has no `linkId`",
        );
    }
    ids.add_link_ids(link_ids);
    Some(file.text.clone())
}

/// Every string behind a `"linkId":`. The document itself is read by whoever serves it.
fn link_ids(json: &str) -> Vec<String> {
    let behind_colon = |rest: &str| {
        let rest = rest
            .trim_start()
            .strip_prefix(':')?
            .trim_start()
            .strip_prefix('"')?;
        rest.split_once('"').map(|(id, _)| id.to_owned())
    };
    json.split("\"linkId\"")
        .skip(1)
        .filter_map(behind_colon)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_ids_are_found_at_every_depth() {
        let json = r#"{"item":[{"linkId":"region","item":[{"text":"x","linkId" : "neuro.saddle"}]},{"linkId":7}]}"#;
        assert_eq!(link_ids(json), ["region", "neuro.saddle"]);
    }

    #[test]
    fn a_rule_id_has_letters_and_digits_only() {
        assert!(is_rule_id("U3a"));
        assert!(!is_rule_id("U7b(a)") && !is_rule_id(""));
    }
}
