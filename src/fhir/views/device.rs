//! `Device` and its use.

use jiff::tz::TimeZone;

use super::concepts;
use crate::element::{Annotation, Codeable, CodeableReference, Many, Moment, Text, Value, When};
use crate::read::fields;

/// A `Device`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Device<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `statusReason`, R5 `availabilityStatus`.
    pub status_reason: Many<Codeable<'a>>,
    /// `type`.
    pub kind: Many<Codeable<'a>>,
    /// `deviceName`, R5 `name`.
    pub names: Many<DeviceName<'a>>,
    /// `manufacturer`.
    pub manufacturer: Option<Text<'a>>,
    /// `modelNumber`, STU3 `model`.
    pub model: Option<Text<'a>>,
    /// `safety`, such as MR conditional.
    pub safety: Many<Codeable<'a>>,
    /// `property`.
    pub property: Many<DeviceProperty<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    Device<'a> {
        "status" => status,
        "statusReason" | "availabilityStatus" => status_reason,
        "type" => kind,
        "deviceName" | "name" => names,
        "manufacturer" => manufacturer,
        "modelNumber" | "model" => model,
        "safety" => safety,
        "property" => property,
        "note" => note
    }
}

/// `deviceName`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeviceName<'a> {
    /// `name`, R5 `value`.
    pub name: Option<Text<'a>>,
}

fields! {
    #[text = |text| Some(DeviceName { name: Some(Text::new(text)?) })]
    DeviceName<'a> { "name" | "value" => name }
}

/// `property` of a device.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeviceProperty<'a> {
    /// `type`.
    pub kind: Option<Codeable<'a>>,
    /// R4 `valueCode`.
    pub codes: Many<Codeable<'a>>,
    /// R5 `value[x]`.
    pub value: Option<Value<'a>>,
}

fields! { DeviceProperty<'a> { "type" => kind, "valueCode" => codes, .. value } }

impl<'a> DeviceProperty<'a> {
    /// Its coded values, of any release.
    pub fn concepts(&self) -> impl Iterator<Item = &Codeable<'a>> {
        let value = self.value.iter().filter_map(|value| match value {
            Value::Concept(concept) => Some(concept),
            _ => None,
        });
        self.codes.iter().chain(value)
    }
}

/// A `DeviceUseStatement`; R5 `DeviceUsage`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeviceUse<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `device`: a reference, in R5 also a concept.
    pub device: CodeableReference<'a>,
    /// `timing[x]`, STU3 `whenUsed`; see [`DeviceUse::used`].
    pub timing: Moment<'a>,
    /// `recordedOn`, R5 `dateAsserted`.
    pub recorded_on: Option<Text<'a>>,
    /// `bodySite`.
    pub body_site: Many<Codeable<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`.
    pub reason: Many<CodeableReference<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    DeviceUse<'a> {
        "status" => status,
        "device" => device,
        "timingDateTime" => timing.date,
        "timingPeriod" | "whenUsed" => timing.period,
        "timingTiming" => timing.timing,
        "recordedOn" | "dateAsserted" => recorded_on,
        "bodySite" => body_site,
        "reasonCode" | "reasonReference" | "indication" | "reason" => reason,
        "note" => note
    }
}

impl<'a> DeviceUse<'a> {
    /// When it was used.
    pub fn used(&self, zone: &TimeZone) -> When<'_> {
        self.timing.when(zone)
    }

    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }
}
