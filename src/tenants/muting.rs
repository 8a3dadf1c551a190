//! Which cards a tenant does not want to see, and when.

use super::Caller;
use crate::settings::{MutingSettings, Settings, SettingsError};
use foramen_facts::Word;
use foramen_protocol::{Catalog, combine::Muted};
use toml::Spanned;

/// What a tenant mutes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Muting(Vec<Entry>);

/// One table of the settings; a key that was not given is `None` and narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    rules: Option<Vec<Word>>,
    specialties: Option<Vec<String>>,
    encounter_classes: Option<Vec<String>>,
    triggers: Option<Vec<String>>,
}

impl Muting {
    /// Checks what the settings say. A rule that must be shown cannot be named, and a table that says nothing would mute everything.
    pub(super) fn of(
        tables: &[Spanned<MutingSettings>],
        settings: &Settings,
        catalog: &Catalog,
    ) -> Result<Self, SettingsError> {
        let entries = tables
            .iter()
            .map(|table| Entry::of(table, settings, catalog));
        entries.collect::<Result<_, _>>().map(Self)
    }

    /// What is muted for a caller.
    pub fn for_caller(&self, caller: &Caller) -> Muted {
        let mut muted = Muted::default();
        for entry in self.0.iter().filter(|entry| entry.is_for(caller)) {
            match &entry.rules {
                Some(rules) => muted.add(rules.iter().cloned()),
                None => muted.add_all(),
            }
        }
        muted
    }
}

impl Entry {
    fn of(
        table: &Spanned<MutingSettings>,
        settings: &Settings,
        catalog: &Catalog,
    ) -> Result<Self, SettingsError> {
        let said = table.get_ref();
        let others = [&said.specialties, &said.encounter_classes, &said.triggers];
        let given = said.rules.iter().map(Vec::len);
        let mut given = given.chain(others.into_iter().flatten().map(Vec::len));
        // An empty list holds for nobody: whoever wrote it meant something else.
        if given.clone().next().is_none() || given.any(|length| length == 0) {
            return Err(settings.mistake(
                table.span(),
                "muting: this table names nothing to mute; give rules, specialties, encounter_classes or triggers, each with at least one word",
            ));
        }
        for rule in said.rules.iter().flatten() {
            check_rule(rule.get_ref(), catalog)
                .map_err(|says| settings.mistake(rule.span(), says))?;
        }
        let rules = said.rules.as_ref();
        Ok(Self {
            rules: rules.map(|rules| {
                rules
                    .iter()
                    .map(|rule| rule.as_ref().as_str().into())
                    .collect()
            }),
            specialties: said.specialties.clone(),
            encounter_classes: said.encounter_classes.clone(),
            triggers: said.triggers.clone(),
        })
    }

    fn is_for(&self, caller: &Caller) -> bool {
        let holds = |wanted: &Option<Vec<String>>, is: &dyn Fn(&str) -> bool| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.iter().any(|word| is(word)))
        };
        holds(&self.specialties, &|word| caller.has_specialty(word))
            && holds(&self.encounter_classes, &|word| caller.is_in(word))
            && holds(&self.triggers, &|word| caller.came_by(word))
    }
}

fn check_rule(id: &str, catalog: &Catalog) -> Result<(), String> {
    match catalog.rule(id) {
        None => Err(format!(
            "muting: no rule is called \"{id}\"; the files in hooks/protocol bear the ids"
        )),
        Some(rule) if !rule.may_be_muted() => Err(format!(
            "muting: {id} is always shown; rules of stages 2 to 6 can be muted, safety lines cannot"
        )),
        Some(_) => Ok(()),
    }
}
