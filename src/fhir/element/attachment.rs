//! Notes, attachments, identifiers and extensions.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Text, Value};
use crate::read::fields;

/// An `Annotation`, or a bare string in place of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation<'a> {
    /// `text`.
    pub text: Option<Text<'a>>,
    /// `time`, when it was written.
    pub time: Option<Text<'a>>,
}

fields! {
    #[text = |text| Some(Annotation { text: Some(Text::new(text)?), time: None })]
    Annotation<'a> { "text" => text, "time" => time }
}

/// An `Attachment`: a document, inline or by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// `contentType`, a MIME type.
    pub content_type: Option<Text<'a>>,
    /// `language`.
    pub language: Option<Text<'a>>,
    /// `data`, base64.
    pub data: Option<Text<'a>>,
    /// `url`, mostly of a FHIR `Binary`.
    pub url: Option<Text<'a>>,
    /// `title`.
    pub title: Option<Text<'a>>,
    /// `creation`.
    pub creation: Option<Text<'a>>,
}

fields! {
    Attachment<'a> {
        "contentType" => content_type,
        "language" => language,
        "data" => data,
        "url" => url,
        "title" => title,
        "creation" => creation,
    }
}

/// Inline data of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// The decoded bytes, at most as many as were asked for.
    pub bytes: Vec<u8>,
    /// Whether there were more.
    pub cut: bool,
}

/// Why inline data cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// Not base64.
    #[error("attachment data is not base64: encode it with the standard alphabet")]
    NotBase64,
}

/// Padding is missing in what some senders encode by hand.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

impl Attachment<'_> {
    /// Decodes `data` up to `limit` bytes; `None` if there is none. Line breaks in it and the URL alphabet are read too.
    pub fn decode(&self, limit: usize) -> Option<Result<Data, AttachmentError>> {
        let digits = |c: char| match c {
            '-' => Some('+'),
            '_' => Some('/'),
            c => (!c.is_whitespace()).then_some(c),
        };
        // Four digits make three bytes; one group more tells whether something was cut.
        let wanted = limit.div_ceil(3).saturating_add(1).saturating_mul(4);
        let text: String = self
            .data
            .as_ref()?
            .chars()
            .filter_map(digits)
            .take(wanted)
            .collect();
        Some(
            BASE64
                .decode(text)
                .map_err(|_| AttachmentError::NotBase64)
                .map(|mut bytes| {
                    let cut = bytes.len() > limit;
                    bytes.truncate(limit);
                    Data { bytes, cut }
                }),
        )
    }
}

/// An `Identifier`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identifier<'a> {
    /// `system`.
    pub system: Option<Text<'a>>,
    /// `value`.
    pub value: Option<Text<'a>>,
}

fields! { Identifier<'a> { "system" => system, "value" => value } }

/// An `Extension` with a simple value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extension<'a> {
    /// `url`, what the extension means.
    pub url: Option<Text<'a>>,
    /// `value[x]`.
    pub value: Option<Value<'a>>,
}

fields! { Extension<'a> { "url" => url, .. value } }
