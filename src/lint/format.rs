//! How R4 writes ids and points in time. The typed model takes any string for them.

/// Whether a string is an R4 `id`: up to 64 letters, digits, hyphens and points.
pub(crate) fn is_id(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

/// The three ways in which R4 writes a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temporal {
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date,
    /// A date, or a full date with a time to the second and a zone.
    DateTime,
    /// A full date with a time to the second and a zone.
    Instant,
}

impl Temporal {
    /// How an element is written, for the elements that clinical data turns on. `parent` is the resource type if the
    /// element stands directly in a resource, and else the name of the element around it.
    pub(crate) fn of(parent: &str, name: &str) -> Option<Self> {
        Some(match (parent, name) {
            ("DocumentReference", "date")
            | ("Observation" | "DiagnosticReport", "issued")
            | ("AuditEvent" | "Provenance", "recorded")
            | ("Appointment" | "Slot", "start" | "end")
            | ("Bundle", "timestamp")
            | (_, "lastUpdated" | "effectiveInstant" | "valueInstant") => Self::Instant,
            ("Patient" | "RelatedPerson" | "Practitioner" | "Person", "birthDate")
            | ("Goal", "startDate" | "statusDate")
            | (_, "valueDate") => Self::Date,
            ("Composition" | "List", "date")
            | ("QuestionnaireResponse", "authored")
            | ("ServiceRequest" | "MedicationRequest" | "Task", "authoredOn")
            | ("Condition" | "AllergyIntolerance", "recordedDate")
            | ("MedicationStatement", "dateAsserted")
            | ("ImagingStudy", "started")
            | ("note", "time")
            | (
                _,
                "start" | "end" | "creation" | "onsetDateTime" | "abatementDateTime"
                | "effectiveDateTime" | "performedDateTime" | "occurrenceDateTime"
                | "deceasedDateTime" | "valueDateTime" | "collectedDateTime",
            ) => Self::DateTime,
            _ => return None,
        })
    }

    /// Whether `value` is written so, and names a day of the calendar.
    pub(crate) fn accepts(self, value: &str) -> bool {
        match (self, value.split_once('T')) {
            (Self::Date | Self::DateTime, None) => is_date(value),
            (Self::DateTime | Self::Instant, Some((date, time))) => {
                date.len() == "YYYY-MM-DD".len() && is_date(date) && is_time_with_zone(time)
            }
            (Self::Date, Some(_)) | (Self::Instant, None) => false,
        }
    }

    /// The form in words.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::Date => "a date (YYYY, YYYY-MM or YYYY-MM-DD)",
            Self::DateTime => {
                "a dateTime (YYYY, YYYY-MM, YYYY-MM-DD or with a time to the second and a zone)"
            }
            Self::Instant => "an instant (YYYY-MM-DDThh:mm:ss and a zone)",
        }
    }
}

fn is_date(value: &str) -> bool {
    let mut parts = value.split('-');
    let Some(year) = parts
        .next()
        .and_then(|part| number(part, 4))
        .filter(|&year| year > 0)
    else {
        return false;
    };
    let Some(month) = parts.next() else {
        return true;
    };
    let Some(month) = number(month, 2).filter(|month| (1..=12).contains(month)) else {
        return false;
    };
    let Some(day) = parts.next() else { return true };
    number(day, 2).is_some_and(|day| (1..=days_in(year, month)).contains(&day))
        && parts.next().is_none()
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// `hh:mm:ss`, perhaps with a fraction, then `Z` or `±hh:mm`. 60 is a leap second; zones end at 14:00.
fn is_time_with_zone(value: &str) -> bool {
    let Some(at) = value.find(['Z', '+', '-']) else {
        return false;
    };
    let (time, zone) = value.split_at(at);
    let (seconds, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    digits && is_clock(seconds, &[23, 59, 60]) && (zone == "Z" || is_offset(zone))
}

fn is_offset(zone: &str) -> bool {
    zone.strip_prefix(['+', '-'])
        .is_some_and(|offset| offset == "14:00" || is_clock(offset, &[13, 59]))
}

/// Two-digit numbers between colons, each within its bound.
fn is_clock(value: &str, bounds: &[u32]) -> bool {
    value.split(':').count() == bounds.len()
        && value
            .split(':')
            .zip(bounds)
            .all(|(part, &most)| number(part, 2).is_some_and(|part| part <= most))
}

fn number(digits: &str, length: usize) -> Option<u32> {
    (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}
