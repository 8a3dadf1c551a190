//! Strings that R4 accepts.

/// A string element, or nothing where it would be empty.
///
/// R4 strings hold no control characters but tab, carriage return and line feed, and are not blank
/// (FHIR R4, data types, `string`).
pub(crate) fn string(value: &str) -> Option<String> {
    let clean: String = value
        .chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\t' | '\r' | '\n') {
                ' '
            } else {
                c
            }
        })
        .collect();
    (!clean.trim().is_empty()).then_some(clean)
}

/// A code or uri element: as [`string`], without white space around it.
pub(crate) fn token(value: &str) -> Option<String> {
    string(value.trim())
}

/// Whether a string is a full FHIR `date`, `YYYY-MM-DD`. The calendar is the caller's: its date type has checked it.
pub(crate) fn is_full_date(value: &str) -> bool {
    value.len() == 10
        && value.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
