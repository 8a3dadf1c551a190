//! Logic and numbers as data: the files of `hooks/`, the profiles, and the list of all that is exported.

use super::{
    Document, Kind,
    publication::{Publication, copyright},
};
use foramen_facts::{Setting, Unit};
use foramen_protocol::{Allowed, ParameterText, Profile, Widening};
use foramen_typed::knowledge::{
    Attachment, LibraryType, NewLibrary, Parameter, ParameterType, RelatedArtifact, Relation,
};

/// The id of the library that holds the logic.
pub(super) const CATALOGUE: &str = "catalogue";
/// The id of the library that lists everything.
pub(super) const MANIFEST: &str = "manifest";

const TOML: &str = "application/toml";

/// The language of `hooks/`, which belongs to the program and not to the folder that it reads.
const LANGUAGE: &str = include_str!("../../hooks/README.md");

/// Every file of the catalogue.
pub(super) fn catalogue(publication: &Publication<'_>, digest: &str) -> NewLibrary {
    let content = publication.content;
    let mut about = publication.about(
        Kind::Library,
        CATALOGUE,
        "Library",
        &content.title,
        format!(
            "The logic of {} {} as foramen reads it: format {} of its rule language, which README.md explains, and one attachment for each file. Rules name findings, findings name codes, profiles give the numbers. \
             Codes of role do-not-emit are recognised and never sent.",
            content.title, content.protocol, content.format
        ),
    );
    about.copyright = copyright(
        content
            .vocabulary
            .codes
            .iter()
            .map(|code| code.system.name()),
    );
    let mut files: Vec<Attachment> = content
        .files
        .iter()
        .filter_map(|file| {
            let (_, end) = file.path.rsplit_once('.')?;
            let content_type = match end {
                "toml" => TOML,
                "json" => "application/fhir+json",
                _ => return None,
            };
            Some(Attachment {
                content_type: content_type.to_owned(),
                title: file.path.clone(),
                data: file.text.clone().into_bytes(),
            })
        })
        .collect();
    files.push(Attachment {
        content_type: "text/markdown".to_owned(),
        title: "README.md".to_owned(),
        data: LANGUAGE.as_bytes().to_vec(),
    });
    files.sort_by(|a, b| a.title.cmp(&b.title));
    NewLibrary {
        about,
        identifier: Some((
            format!("{}/catalogue-digest", publication.base),
            format!("sha-256:{digest}"),
        )),
        kind: LibraryType::Logic,
        related: publication.citations(content.sources.keys()),
        parameter: Vec::new(),
        content: files,
    }
}

/// The parameters of a profile: what each means, and as content its value.
pub(super) fn profile(publication: &Publication<'_>, profile: &Profile) -> NewLibrary {
    let about = publication.about(
        Kind::Library,
        &format!("profile-{}", profile.id),
        "Library",
        &profile.title,
        format!(
            "The numbers and policies of profile {}. R4 has no place for the value of a parameter: it stands in the attachment, and in words in the documentation.",
            profile.id
        ),
    );
    let texts = publication.content.parameters.values();
    let values: Vec<String> = profile
        .parameters
        .iter()
        .map(|(name, setting)| format!("{name} = {}", written(setting)))
        .collect();
    NewLibrary {
        about,
        identifier: None,
        kind: LibraryType::Logic,
        related: vec![RelatedArtifact::definition(
            Relation::DependsOn,
            publication.canonical(Kind::Library, CATALOGUE),
        )],
        parameter: texts.map(|text| parameter(profile, text)).collect(),
        content: vec![Attachment {
            content_type: TOML.to_owned(),
            title: format!("{}.toml", profile.id),
            data: (values.join("\n") + "\n").into_bytes(),
        }],
    }
}

/// Everything that is exported.
pub(super) fn manifest(publication: &Publication<'_>, documents: &[Document]) -> NewLibrary {
    NewLibrary {
        about: publication.about(
            Kind::Library,
            MANIFEST,
            "Library",
            "Everything in this export",
            format!(
                "All definitions of {} {}.",
                publication.content.title, publication.content.protocol
            ),
        ),
        identifier: None,
        kind: LibraryType::AssetCollection,
        related: documents
            .iter()
            .map(|document| publication.canonical(document.kind, &document.id))
            .map(|canonical| RelatedArtifact::definition(Relation::ComposedOf, canonical))
            .collect(),
        parameter: Vec::new(),
        content: Vec::new(),
    }
}

fn parameter(profile: &Profile, text: &ParameterText) -> Parameter {
    let mut documentation = text.means.clone();
    if let Some(setting) = profile.parameters.get(&text.name) {
        documentation += &format!(" Here: {setting}.");
    }
    let (kind, allowed) = match &text.allowed {
        Allowed::Range(least, most) => {
            (ParameterType::Quantity, range(profile, text, *least, *most))
        }
        Allowed::Words(words) if words.iter().all(|word| matches!(&**word, "true" | "false")) => {
            (ParameterType::Boolean, words.join(", "))
        }
        Allowed::Words(words) => (ParameterType::Code, words.join(", ")),
    };
    documentation += &format!(" Allowed: {allowed}.");
    documentation += match text.s1 {
        Some(Widening::Larger) => " Used by stage 1: a profile may only make it larger.",
        Some(Widening::Smaller) => " Used by stage 1: a profile may only make it smaller.",
        None => "",
    };
    Parameter {
        name: text.name.to_string(),
        documentation,
        kind,
    }
}

/// A range in the unit of the parameter; an infinite end is `lifetime`.
fn range(profile: &Profile, text: &ParameterText, least: f64, most: f64) -> String {
    let unit = match profile.parameters.get(&text.name) {
        Some(Setting::Amount(_, unit)) => *unit,
        _ => Unit::Day,
    };
    let end = |number: f64| {
        if number.is_finite() {
            Setting::Amount(number, unit).to_string()
        } else {
            Setting::Lifetime.to_string()
        }
    };
    format!("{} to {}", end(least), end(most))
}

/// A setting as profiles write it.
fn written(setting: &Setting) -> String {
    match setting {
        Setting::Word(word) if matches!(&**word, "true" | "false") => word.to_string(),
        Setting::Amount(number, unit) => format!("\"{number} {unit}\""),
        Setting::Lifetime | Setting::Word(_) => format!("\"{setting}\""),
    }
}
