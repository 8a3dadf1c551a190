//! Names of orders and studies in text, where no code is known: `MR LUMBAR SPINE WO CONTRAST`.
//!
//! A bounded grammar, a file for each part of a name: modality, part of the spine, how contrast is given, side, views. What the words
//! do not say stays unknown, and what is read is never more than probable.

mod contrast;
mod laterality;
mod modality;
mod region;
mod views;

pub(super) use laterality::side;

use super::wording::{Words, beginning};
use crate::{Attribute, Attributes, Region, Regions};

/// A study as its name tells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Study {
    /// `mri`, `ct`, `xray`, `myelogram`, `mra`, `cta`, `abi`.
    pub(super) modality: &'static str,
    /// Parts of the spine; empty when the name is of another part of the body.
    pub(super) regions: Regions,
    /// `without`, `without_with`, `with_only`, `intrathecal`.
    pub(super) contrast: Option<&'static str>,
    /// `left`, `right`, `both`.
    pub(super) side: Option<&'static str>,
    /// Whether two texts of it name different studies.
    pub(super) disputed: bool,
}

impl Study {
    /// The columns that it fills.
    pub(super) fn attributes(&self) -> Attributes {
        let mut attributes = Attributes::default();
        attributes.set_word(Attribute::Modality, self.modality);
        if let Some(contrast) = self.contrast {
            attributes.set_word(Attribute::Contrast, contrast);
        }
        attributes
    }

    /// What was understood, in words of this grammar and none of the text: `mri lumbar without`.
    pub(super) fn says(&self) -> String {
        let mut says = self.modality.to_owned();
        for part in [
            self.regions.to_string().as_str(),
            self.contrast.unwrap_or_default(),
            if self.disputed {
                "(texts disagree)"
            } else {
                ""
            },
        ] {
            if !part.is_empty() {
                says.push(' ');
                says.push_str(part);
            }
        }
        says
    }

    /// Whether it is a study of the spine: vessels and pressures are not.
    pub(super) fn is_of_the_spine(&self) -> bool {
        !self.regions.is_empty() && !["mra", "cta", "abi"].contains(&self.modality)
    }
}

/// Reads the name of a study that was done, whose texts may name several parts; none if it names no modality.
pub(super) fn study<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Study> {
    fold(texts, Regions::union)
}

/// Reads the name of an order: of two texts that name different parts of the spine, the first one stands.
pub(super) fn ordered_study<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Study> {
    fold(texts, |first, _| first)
}

/// Whether a name is of imaging that the protocol has no word for, such as a bone scan.
pub(super) fn is_other_imaging<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    modality::is_other(&Words::of(texts))
}

/// What one text says.
struct Part {
    modality: Option<&'static str>,
    /// A modality that only a short name tells, such as `CR`; it needs a part of the spine beside it.
    short: Option<&'static str>,
    regions: Regions,
    contrast: Option<&'static str>,
    side: Option<&'static str>,
    views: bool,
}

impl Part {
    fn of(words: &Words) -> Self {
        Self {
            modality: modality::named(words),
            short: modality::short(words),
            regions: region::named(words),
            contrast: contrast::given(words),
            side: side(words),
            views: views::are_named(words),
        }
    }
}

fn fold<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    several: fn(Regions, Regions) -> Regions,
) -> Option<Study> {
    let texts: Vec<Words> = texts
        .into_iter()
        .map(|text| Words::of([beginning(text)]))
        .collect();
    if texts
        .iter()
        .any(|words| modality::is_other(words) || modality::is_guidance(words))
    {
        return None;
    }
    let parts: Vec<Part> = texts.iter().map(Part::of).collect();
    let mut modalities = Said::default();
    let mut contrasts = Said::default();
    let mut sides = Said::default();
    let mut regions = Regions::NONE;
    let mut apart = false;
    for part in &parts {
        modalities.add(part.modality);
        contrasts.add(part.contrast);
        sides.add(part.side);
        (regions, apart) = if is_named(regions) && is_named(part.regions) {
            let meets = !regions.intersection(part.regions).is_empty();
            (several(regions, part.regions), apart || !meets)
        } else if is_named(part.regions) || regions.is_empty() {
            (part.regions, apart)
        } else {
            (regions, apart)
        };
    }
    // A short name, or views alone, mean a study only beside a part of the spine.
    let implied = || {
        let short = parts.iter().find_map(|part| part.short);
        let views = parts.iter().any(|part| part.views).then_some("xray");
        short.or(views).filter(|_| !regions.is_empty())
    };
    let modality = modalities.first.or_else(implied)?;
    let (modality, contrast) = modality::with_contrast(modality, contrasts.first);
    Some(Study {
        modality,
        regions,
        contrast,
        side: sides.first,
        disputed: apart || modalities.disputed || contrast.is_some() && contrasts.disputed,
    })
}

/// The first word of several, and whether another one contradicts it.
#[derive(Default)]
struct Said {
    first: Option<&'static str>,
    disputed: bool,
}

impl Said {
    fn add(&mut self, word: Option<&'static str>) {
        self.disputed |= self.first.is_some() && word.is_some() && word != self.first;
        self.first = self.first.or(word);
    }
}

fn is_named(regions: Regions) -> bool {
    !regions.is_empty() && regions != Regions::from(Region::Unspecified)
}
