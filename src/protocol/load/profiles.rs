//! `profiles/*.toml`: what a profile sets otherwise.

use super::{
    Context,
    document::Part,
    parameters::{check_allowed, number_in, shown, unit_of},
    reader::{Node, Table},
    value::{setting, setting_of},
};
use crate::{
    catalog::{Catalog, ParameterText, Profile, Widening},
    mistake::unknown_word,
};
use foramen_facts::{Limits, Parameters, Setting, Unit, Word};
use std::collections::BTreeMap;

/// The profile of a case that names none.
pub(crate) const DEFAULT: &str = "us-acr";

/// Reads all profiles.
pub(super) fn read(context: &Context<'_>) -> BTreeMap<Word, Profile> {
    let mut profiles = BTreeMap::new();
    for document in context.documents.of(Part::Profile) {
        let root = document.root(context.mistakes);
        profiles.extend(
            profile(root, document.path, context).map(|profile| (profile.id.clone(), profile)),
        );
    }
    if !context.ids.profiles.contains(DEFAULT) {
        context.mistakes.add_missing(
            "profiles/us-acr.toml",
            "profile \"us-acr\" is missing; it is the one that is used by default",
        );
    }
    profiles
}

fn profile(root: Table<'_>, path: &str, context: &Context<'_>) -> Option<Profile> {
    let id = root.need("id").and_then(|node| {
        let id = node.text()?;
        if path != format!("profiles/{id}.toml") {
            node.mistake(format!("profile \"{id}\" stands in profiles/{id}.toml"));
        }
        Some(Word::from(id))
    });
    let title = root.need_text("title");
    let (mut parameters, mut places) = (context.defaults.clone(), BTreeMap::new());
    let set = root.get("set").and_then(|node| node.table());
    for node in set.map(|table| table.entries()).unwrap_or_default() {
        let Some(text) = context.parameters.get(node.key()) else {
            if !context.ids.parameters.contains(node.key()) {
                node.key_mistake(context.ids.parameters.unknown(node.key()));
            }
            continue;
        };
        if let Some(setting) = read_setting(node, text, context.defaults) {
            parameters.set(text.name.clone(), setting);
            places.insert(text.name.clone(), node.place());
        }
    }
    root.finish();
    // The names that are missing were reported with the parameters.
    let limits = Limits::of(&parameters).ok()?;
    Some(Profile {
        id: id?,
        title: title?,
        parameters,
        limits,
        set: places,
    })
}

impl Profile {
    /// Moves one parameter, as the file of a profile may: inside its range, and where stage 1 reads it only in its widening direction.
    ///
    /// The error says what the parameter may be set to.
    pub fn set(&mut self, catalog: &Catalog, name: &str, word: &str) -> Result<(), String> {
        let content = catalog.content();
        let known = content.parameters.get(name);
        let (Some(text), Some(default)) = (known, content.defaults.get(name)) else {
            let accepted = content.parameters.keys().map(|name| &**name);
            return Err(unknown_word("parameter", name, accepted));
        };
        let setting = checked(setting_of(word)?, text, default)?;
        self.parameters.set(text.name.clone(), setting);
        self.limits = Limits::of(&self.parameters).map_err(|missing| missing.to_string())?;
        Ok(())
    }
}

/// A setting in the unit of the default, if a profile may set it.
fn read_setting(node: Node<'_>, text: &ParameterText, defaults: &Parameters) -> Option<Setting> {
    let given = setting(node)?;
    let default = defaults.get(&text.name)?;
    checked(given, text, default)
        .map_err(|mistake| node.mistake(mistake))
        .ok()
}

fn checked(given: Setting, text: &ParameterText, default: &Setting) -> Result<Setting, String> {
    let unit = unit_of(default);
    check_allowed(&text.name, &given, unit, &text.allowed)?;
    let (Some(widening), Some(now), Some(floor)) = (
        text.s1,
        number_in(&given, unit.unwrap_or(Unit::Day)),
        number_in(default, unit.unwrap_or(Unit::Day)),
    ) else {
        return Ok(convert(given, unit));
    };
    let (narrows, word) = match widening {
        Widening::Larger => (now < floor, "larger"),
        Widening::Smaller => (now > floor, "smaller"),
    };
    if narrows {
        let unit = unit.unwrap_or(Unit::Day);
        return Err(format!(
            "{} = {} narrows stage 1: a profile may only make it {word} than {} {unit}",
            text.name,
            shown(now),
            shown(floor)
        ));
    }
    Ok(convert(given, unit))
}

/// The program computes with the bare number, so a profile's `42 d` becomes `6 wk` where the default is in weeks.
fn convert(given: Setting, unit: Option<Unit>) -> Setting {
    match (&given, unit) {
        (Setting::Amount(..), Some(unit)) => {
            number_in(&given, unit).map_or(given, |number| Setting::Amount(number, unit))
        }
        _ => given,
    }
}
