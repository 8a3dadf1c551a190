//! Conditions: as they stand in `hooks/`, and in words.

use foramen_protocol::{
    Content,
    format::{Condition, Verb},
    words::Words,
};
use foramen_typed::knowledge::Applicability;

/// The language of `hooks/`. It is foramen's own: a program that does not know it reads the words.
pub(super) const LANGUAGE: &str = "text/x-foramen";

/// What conditions are put into words with.
pub(super) struct Conditions<'c> {
    pub(super) content: &'c Content,
    /// None only where there is no profile: then there are no words.
    pub(super) words: Option<Words<'c>>,
    /// The profile whose numbers stand in the words.
    pub(super) profile: &'c str,
}

impl Conditions<'_> {
    /// A condition for other tools.
    pub(super) fn applicability(&self, condition: &Condition) -> Applicability {
        let mut words = Vec::new();
        self.words(condition, 0, &mut words);
        Applicability {
            words: words.join("\n"),
            language: LANGUAGE.to_owned(),
            expression: self.text(condition),
        }
    }

    /// What every region rule from stage 2 on needs without saying so.
    pub(super) fn current_episode(&self) -> Applicability {
        let known = &self.content.vocabulary.known;
        Applicability {
            words: "a current episode in this region".to_owned(),
            language: LANGUAGE.to_owned(),
            expression: format!(
                "{{ finding = \"{}\" }}",
                self.content.vocabulary.name(known.episode_current)
            ),
        }
    }

    /// One line for each condition, the parts of a combinator and what a derived finding stands for indented below it.
    fn words(&self, condition: &Condition, depth: usize, lines: &mut Vec<String>) {
        let (head, parts): (String, Vec<&Condition>) = match &condition.verb {
            Verb::All(parts) => ("all of".to_owned(), parts.iter().collect()),
            Verb::Any(parts) => ("any of".to_owned(), parts.iter().collect()),
            Verb::Not(part) => ("not".to_owned(), vec![part]),
            verb => {
                let words = self.words.as_ref().map(|words| words.condition(condition));
                (words.unwrap_or_default(), self.derivations(verb))
            }
        };
        lines.push(format!("{}{head}", "  ".repeat(depth)));
        for part in parts {
            self.words(part, depth + 1, lines);
        }
    }

    /// The conditions behind derived findings. They never go in a circle: the check of `hooks/` refuses one that does.
    fn derivations(&self, verb: &Verb) -> Vec<&Condition> {
        let (Verb::AnyOf(findings, _) | Verb::AllOf(findings, _) | Verb::NoneOf(findings, _)) =
            verb
        else {
            return Vec::new();
        };
        findings
            .iter()
            .filter_map(|finding| self.content.derived.get(finding))
            .collect()
    }

    /// The inline table as the file has it. A condition that the file spreads over dotted keys (`when.all = […]`) is put together
    /// from its parts.
    fn text(&self, condition: &Condition) -> String {
        let text = self
            .content
            .files
            .get(condition.place.file)
            .and_then(|file| file.text.get(condition.place.span.clone()))
            .unwrap_or_default();
        if text.starts_with('{') && text.ends_with('}') {
            return text.to_owned();
        }
        match &condition.verb {
            Verb::All(parts) => format!("{{ all = [\n{}] }}", self.list(parts)),
            Verb::Any(parts) => format!("{{ any = [\n{}] }}", self.list(parts)),
            Verb::Not(part) => format!("{{ not = {} }}", self.text(part)),
            _ => format!("{{ {text} }}"),
        }
    }

    fn list(&self, parts: &[Condition]) -> String {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| format!("  {},\n", self.text(part)))
            .collect();
        parts.concat()
    }
}
