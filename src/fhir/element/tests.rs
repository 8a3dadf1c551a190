use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::value::RawValue;

use super::*;
use crate::date::DateRange;
use crate::read::{FromObject, ReadError, fields, read_object};
use crate::system::System;

/// One field of each kind, as a resource would have it.
#[derive(Debug, Default)]
struct Sample<'a> {
    code: Option<Codeable<'a>>,
    codes: Many<Codeable<'a>>,
    text: Option<Text<'a>>,
    texts: Many<Text<'a>>,
    flag: Option<Flag>,
    quantity: Option<Quantity<'a>>,
    period: Option<Period<'a>>,
    both: CodeableReference<'a>,
    reference: Option<Reference<'a>>,
    dosage: Many<Dosage<'a>>,
    value: Option<Value<'a>>,
    extension: Many<Extension<'a>>,
    attachment: Option<Attachment<'a>>,
    moment: Moment<'a>,
}

fields! {
    Sample<'a> {
        "code" => code,
        "codes" => codes,
        "text" => text,
        "texts" => texts,
        "flag" => flag,
        "quantity" => quantity,
        "period" => period,
        "both" | "bothReference" => both,
        "reference" => reference,
        "dosage" => dosage,
        "extension" => extension,
        "attachment" => attachment,
        "date" => moment.date,
        "span" => moment.period,
        "age" => moment.age,
        "ages" => moment.range,
        "words" => moment.text,
        "timing" => moment.timing,
        .. value
    }
}

fn read<'a, T: FromObject<'a>>(json: &'a str) -> T {
    read_object(serde_json::from_str::<&RawValue>(json).unwrap()).unwrap()
}

/// The codes and the text of a concept, in one line.
fn show(concept: &Codeable<'_>) -> String {
    let codes: Vec<_> = concept.codings.iter().filter_map(Coding::code).collect();
    format!(
        "{}|{}",
        codes.join(","),
        concept.text.as_deref().unwrap_or_default()
    )
}

#[rstest]
#[case(
    r#"{"code": {"coding": [{"code": "a"}, {"code": "b"}], "text": "t"}}"#,
    Some("a,b|t")
)]
#[case(r#"{"code": [{"coding": {"code": "a"}}]}"#, Some("a|"))]
#[case(r#"{"code": [null, {}, {"text": "t"}, {"text": "u"}]}"#, Some("|t"))]
#[case(r#"{"code": "M54.16"}"#, Some("|M54.16"))]
#[case(r#"{"code": "a\u0062"}"#, Some("|ab"))]
#[case(
    r#"{"code": {"system": "http://loinc.org", "code": "1-8"}}"#,
    Some("1-8|")
)]
#[case(
    r#"{"code": {"concept": {"coding": [{"code": "a"}], "text": "t"}}}"#,
    Some("a|t")
)]
#[case(
    r#"{"code": {"coding": [{}, null, 7, "x", {"code": "a"}]}}"#,
    Some("a|")
)]
#[case(r#"{"code": {"coding": [{"code": 72148}]}}"#, Some("72148|"))]
#[case(r#"{"code": {"coding": [{}]}}"#, None)]
#[case(r#"{"code": {"coding": [], "text": ""}}"#, None)]
#[case(r#"{"code": {"coding": null, "text": null}}"#, None)]
#[case(r#"{"code": {}}"#, None)]
#[case(r#"{"code": []}"#, None)]
#[case(r#"{"code": [{}]}"#, None)]
#[case(r#"{"code": null}"#, None)]
#[case(r#"{"code": 72148.5}"#, None)]
#[case(r#"{"code": true}"#, None)]
#[case("{}", None)]
fn a_concept_is_read_from_whatever_was_sent(#[case] json: &str, #[case] expected: Option<&str>) {
    let sample: Sample<'_> = read(json);
    assert_eq!(sample.code.as_ref().map(show).as_deref(), expected);
}

#[rstest]
#[case(r#"{"codes": [{"text": "a"}, {"text": "b"}]}"#, &["|a", "|b"], 0)]
#[case(r#"{"codes": {"text": "a"}}"#, &["|a"], 0)]
#[case(r#"{"codes": "a"}"#, &["|a"], 0)]
#[case(r#"{"codes": [null, 1, true, {}, [], {"text": "a"}]}"#, &["|a"], 5)]
#[case(r#"{"codes": [[{"text": "a"}]]}"#, &["|a"], 0)]
#[case(r#"{"codes": []}"#, &[], 0)]
#[case(r#"{"codes": null}"#, &[], 0)]
#[case(r#"{"codes": [{"text": "a"}], "codes": [{"text": "b"}]}"#, &["|a", "|b"], 0)]
fn a_list_keeps_what_can_be_read_and_counts_the_rest(
    #[case] json: &str,
    #[case] expected: &[&str],
    #[case] skipped: usize,
) {
    let sample: Sample<'_> = read(json);
    assert_eq!(sample.codes.iter().map(show).collect::<Vec<_>>(), expected);
    assert_eq!(sample.codes.skipped(), skipped);
}

#[rstest]
#[case(r#"{"text": "a"}"#, Some("a"))]
#[case(r#"{"text": "a\nb \"c\" \u00e9"}"#, Some("a\nb \"c\" é"))]
#[case(r#"{"text": 7.10}"#, Some("7.10"))]
#[case(r#"{"text": ["a", "b"]}"#, Some("a"))]
#[case(r#"{"text": "a", "text": 7}"#, Some("7"))]
#[case(r#"{"text": "a", "text": null}"#, Some("a"))]
#[case(r#"{"text": " "}"#, None)]
#[case(r#"{"text": true}"#, None)]
#[case(r#"{"text": {"a": 1}}"#, None)]
#[case(r#"{"text": [["a"]]}"#, None)]
#[case(r#"{"text": "\ud800"}"#, None)]
#[case(r#"{"t\u0065xt": "a"}"#, Some("a"))]
fn a_string_is_read_or_left_out(#[case] json: &str, #[case] expected: Option<&str>) {
    assert_eq!(read::<Sample<'_>>(json).text.as_deref(), expected);
}

#[test]
fn a_list_of_strings_may_be_one_string_and_may_hold_numbers() {
    let texts = |json: &str| {
        read::<Sample<'_>>(json)
            .texts
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(r#"{"texts": "a"}"#), ["a"]);
    assert_eq!(texts(r#"{"texts": ["a", 2, null, {}]}"#), ["a", "2"]);
    assert_eq!(
        read::<Sample<'_>>(r#"{"texts": ["a", null, {}]}"#)
            .texts
            .skipped(),
        2
    );
}

#[rstest]
#[case("7.10", Some(7.1))]
#[case("\"7.10\"", Some(7.1))]
#[case("\" 98.6 \"", Some(98.6))]
#[case("0.1", Some(0.1))]
#[case("-0.30", Some(-0.3))]
#[case("1.50e2", Some(150.0))]
#[case("12345678901234567890", Some(12_345_678_901_234_567_890.0))]
#[case("1e999", None)]
#[case("\"NaN\"", None)]
#[case("\"<5\"", None)]
#[case("\"\"", None)]
#[case("null", None)]
#[case("true", None)]
#[case("{}", None)]
fn a_decimal_is_read_from_its_digits(#[case] value: &str, #[case] expected: Option<f64>) {
    let json = format!(r#"{{"quantity": {{"value": {value}, "unit": "mg"}}, "text": "kept"}}"#);
    let sample: Sample<'_> = read(&json);
    assert_eq!(sample.quantity.as_ref().and_then(Quantity::value), expected);
    assert_eq!(sample.text.as_deref(), Some("kept"));
}

#[test]
fn a_bare_number_in_words_is_a_quantity_without_a_unit() {
    let sample: Sample<'_> = read(r#"{"quantity": "5"}"#);
    assert_eq!(
        sample.quantity.as_ref().and_then(Quantity::value),
        Some(5.0)
    );
    assert_eq!(read::<Sample<'_>>(r#"{"quantity": "five"}"#).quantity, None);
}

#[rstest]
#[case("true", Some(true))]
#[case("false", Some(false))]
#[case("\"True\"", Some(true))]
#[case("\"yes\"", None)]
#[case("1", None)]
#[case("null", None)]
fn a_boolean_may_be_in_words(#[case] value: &str, #[case] expected: Option<bool>) {
    let json = format!(r#"{{"flag": {value}}}"#);
    assert_eq!(read::<Sample<'_>>(&json).flag.map(|flag| flag.0), expected);
}

#[rstest]
#[case(
    r#"{"both": {"reference": "Medication/1", "display": "Drug", "type": "Medication"}}"#,
    None,
    Some("Medication/1"),
    Some("Drug")
)]
#[case(
    r#"{"both": {"reference": {"reference": "Medication/1", "display": "Drug"}}}"#,
    None,
    Some("Medication/1"),
    Some("Drug")
)]
#[case(
    r#"{"both": {"concept": {"text": "Drug"}}}"#,
    Some("|Drug"),
    None,
    Some("Drug")
)]
#[case(
    r#"{"both": {"coding": [{"code": "1"}]}, "bothReference": {"reference": "Medication/1"}}"#,
    Some("1|"),
    Some("Medication/1"),
    Some("1")
)]
#[case(r#"{"both": {"display": "Drug"}}"#, Some("|"), None, Some("Drug"))]
#[case(r#"{"both": "Drug"}"#, Some("|Drug"), None, Some("Drug"))]
#[case(r#"{"both": {"extension": [{"url": "absent"}]}}"#, None, None, None)]
fn concept_and_reference_come_in_the_shapes_of_every_release(
    #[case] json: &str,
    #[case] concept: Option<&str>,
    #[case] reference: Option<&str>,
    #[case] label: Option<&str>,
) {
    let both = read::<Sample<'_>>(json).both;
    assert_eq!(both.concept.as_ref().map(show).as_deref(), concept);
    assert_eq!(
        both.reference.as_ref().and_then(|r| r.reference.as_deref()),
        reference
    );
    assert_eq!(both.label(), label);
}

#[test]
fn a_reference_may_be_a_string_or_only_an_identifier() {
    assert_eq!(
        read::<Sample<'_>>(r#"{"reference": "Patient/1"}"#)
            .reference
            .unwrap()
            .reference
            .unwrap(),
        "Patient/1"
    );
    let only = read::<Sample<'_>>(r#"{"reference": {"identifier": {"value": "mrn"}}}"#)
        .reference
        .unwrap();
    assert_eq!(
        (
            only.reference,
            only.identifier.unwrap().value.unwrap().as_str()
        ),
        (None, "mrn")
    );
}

#[test]
fn every_coding_is_kept_with_its_system() {
    let sample: Sample<'_> = read(
        r#"{"code": {"coding": [
            {"system": "urn:oid:2.16.840.1.113883.6.90", "code": "IMO0002", "display": "Local words"},
            {"system": "http://hl7.org/fhir/sid/icd-10-cm/", "code": "m5416", "display": "Radiculopathy, lumbar"},
            {"system": "http://snomed.info/sct", "code": " 128196005 ", "display": "Local words"}]}}"#,
    );
    let code = sample.code.unwrap();
    let codes: Vec<_> = code
        .codings
        .iter()
        .map(|coding| (coding.system(), coding.code().unwrap()))
        .collect();
    let expected = [
        (System::Icd10Cm, "IMO0002"),
        (System::Icd10Cm, "M54.16"),
        (System::Snomed, "128196005"),
    ];
    assert_eq!(codes, expected.map(|(system, code)| (system, code.into())));
    assert_eq!(code.texts(), ["Local words", "Radiculopathy, lumbar"]);
    assert_eq!(code.label(), Some("Local words"));
}

#[rstest]
#[case(r#"{"valueQuantity": {"value": 7.10}}"#, "Quantity")]
#[case(r#"{"valueCodeableConcept": {"text": "a"}}"#, "Concept")]
#[case(r#"{"valueCoding": {"code": "a"}}"#, "Concept")]
#[case(r#"{"valueString": "a"}"#, "Text")]
#[case(r#"{"valueBoolean": false}"#, "Boolean")]
#[case(r#"{"valueInteger": 3}"#, "Number")]
#[case(r#"{"valueDecimal": 3.5}"#, "Number")]
#[case(r#"{"valueRange": {"low": {"value": 1}}}"#, "Range")]
#[case(r#"{"valueDateTime": "2026"}"#, "Date")]
#[case(r#"{"valuePeriod": {"start": "2026"}}"#, "Period")]
#[case(r#"{"valueReference": {"reference": "Patient/1"}}"#, "Reference")]
#[case(r#"{"valueQuantity": null, "valueString": "a"}"#, "Text")]
#[case(r#"{"valueString": "a", "valueBoolean": true}"#, "Text")]
#[case(r#"{"valueBoolean": "perhaps"}"#, "")]
#[case(r#"{"valueNothing": 1}"#, "")]
fn the_value_has_the_kind_of_its_key(#[case] json: &str, #[case] kind: &str) {
    let shown = format!("{:?}", read::<Sample<'_>>(json).value);
    assert!(
        shown
            .strip_prefix("Some(")
            .unwrap_or_default()
            .starts_with(kind),
        "{shown}"
    );
    assert_eq!(shown == "None", kind.is_empty());
}

#[test]
fn an_extension_keeps_its_simple_value() {
    let sample: Sample<'_> = read(
        r#"{"extension": [{"url": "http://a", "valueCode": "x"}, {"url": "b", "extension": []}]}"#,
    );
    assert_eq!(
        sample.extension[0].value.as_ref().and_then(Value::text),
        Some("x")
    );
    assert_eq!(sample.extension[1].value, None);
}

#[rstest]
#[case::r4(r#"{"dosage": [{"doseAndRate": [{"doseQuantity": {"value": 300, "unit": "mg"}}]}]}"#)]
#[case::stu3(r#"{"dosage": [{"doseQuantity": {"value": 300, "unit": "mg"}}]}"#)]
#[case::dstu2(r#"{"dosage": {"quantity": {"value": "300", "units": "mg"}}}"#)]
fn the_dose_is_found_where_each_release_has_it(#[case] json: &str) {
    let sample: Sample<'_> = read(json);
    let dose = sample.dosage[0].dose().unwrap();
    assert_eq!((dose.value(), dose.any_unit()), (Some(300.0), Some("mg")));
}

#[rstest]
#[case(r#"{"frequency": 3, "period": 1, "periodUnit": "d"}"#, Some(3.0))]
#[case(r#"{"frequency": 1, "period": 8, "periodUnit": "h"}"#, Some(3.0))]
#[case(r#"{"frequency": 7, "period": 1, "periodUnit": "wk"}"#, Some(1.0))]
#[case(r#"{"period": 1, "periodUnits": "d"}"#, Some(1.0))]
#[case(r#"{"frequency": 3, "period": 0, "periodUnit": "d"}"#, None)]
#[case(r#"{"frequency": 3}"#, None)]
fn a_rhythm_is_counted_in_times_a_day(#[case] repeat: &str, #[case] expected: Option<f64>) {
    let json =
        format!(r#"{{"dosage": [{{"timing": {{"repeat": {repeat}}}, "asNeededBoolean": true}}]}}"#);
    let sample: Sample<'_> = read(&json);
    let timing = sample.dosage[0].timing.as_ref().unwrap();
    assert_eq!(timing.repeat.as_ref().unwrap().times_per_day(), expected);
    assert!(sample.dosage[0].is_as_needed());
}

#[rstest]
#[case(r#"{"date": "2026-03"}"#, "2026-03-01/2026-03-31")]
#[case(r#"{"date": "2026-03-01", "words": "in spring"}"#, "2026-03-01")]
#[case(
    r#"{"span": {"start": "2026-03-01", "end": "2026-04-02"}}"#,
    "2026-03-01/2026-04-02"
)]
#[case(r#"{"span": {"start": "2026-03-01"}}"#, "2026-03-01")]
#[case(r#"{"span": "2026-03-01"}"#, "2026-03-01")]
#[case(
    r#"{"timing": {"event": ["2026-03-05", "2026-03-01"]}}"#,
    "2026-03-01/2026-03-05"
)]
#[case(
    r#"{"timing": {"repeat": {"boundsPeriod": {"start": "2026-03-01", "end": "2026-04-02"}}}}"#,
    "2026-03-01/2026-04-02"
)]
fn a_moment_spans_what_was_said(#[case] json: &str, #[case] expected: &str) {
    let sample: Sample<'_> = read(json);
    assert_eq!(
        sample
            .moment
            .when(&TimeZone::UTC)
            .span()
            .unwrap()
            .to_string(),
        expected
    );
}

#[test]
fn a_date_in_no_known_form_is_kept_as_words() {
    let sample: Sample<'_> = read(r#"{"date": "early March"}"#);
    assert_eq!(
        sample.moment.when(&TimeZone::UTC),
        When::Text("early March")
    );
    let both: Sample<'_> = read(r#"{"date": "03/2026", "words": "in spring"}"#);
    assert_eq!(both.moment.when(&TimeZone::UTC), When::Text("in spring"));
    assert_eq!(
        read::<Sample<'_>>(r#"{"date": {}}"#)
            .moment
            .when(&TimeZone::UTC),
        When::Unstated
    );
}

#[rstest]
#[case(
    r#"{"value": 40, "code": "a"}"#,
    "1980-05-01",
    Some("2020-05-01/2021-04-30")
)]
#[case(r#"{"value": 40}"#, "1980", Some("2020-01-01/2021-12-30"))]
#[case(
    r#"{"value": "6", "unit": "months"}"#,
    "1980-05-01",
    Some("1980-11-01/1980-11-30")
)]
#[case(
    r#"{"value": 2, "code": "wk"}"#,
    "1980-05-01",
    Some("1980-05-15/1980-05-21")
)]
#[case(r#"{"value": 3, "code": "d"}"#, "1980-05-01", Some("1980-05-04"))]
#[case(r#"{"value": 40, "code": "h"}"#, "1980-05-01", None)]
#[case(r#"{"value": 4000, "code": "a"}"#, "1980-05-01", None)]
#[case(r#"{"value": -4}"#, "1980-05-01", None)]
fn an_age_is_every_day_of_that_year_of_life(
    #[case] age: &str,
    #[case] birth: &str,
    #[case] expected: Option<&str>,
) {
    let json = format!(r#"{{"age": {age}}}"#);
    let sample: Sample<'_> = read(&json);
    let birth = DateRange::parse(birth, &TimeZone::UTC).unwrap();
    let days = match sample.moment.when(&TimeZone::UTC) {
        When::Age(age) => age.days(birth),
        _ => None,
    };
    assert_eq!(days.map(|days| days.to_string()).as_deref(), expected);
}

#[test]
fn a_range_of_ages_keeps_both_ends() {
    let sample: Sample<'_> = read(r#"{"ages": {"low": {"value": 30}, "high": {"value": 40}}}"#);
    let age = |count| {
        Some(Age {
            count,
            unit: AgeUnit::Years,
        })
    };
    assert_eq!(
        sample.moment.when(&TimeZone::UTC),
        When::AgeRange {
            low: age(30),
            high: age(40)
        }
    );
}

#[rstest]
#[case("TmVjayBwYWlu", 100, Ok(("Neck pain", false)))]
#[case("TmVj\\nayBw\\r\\nYWlu", 100, Ok(("Neck pain", false)))]
#[case("TmVjayBwYWlu", 9, Ok(("Neck pain", false)))]
#[case("TmVjayBwYWlu", 8, Ok(("Neck pai", true)))]
#[case("TmVjayBwYWlu", 4, Ok(("Neck", true)))]
#[case("TmVjaw", 100, Ok(("Neck", false)))]
#[case("TmVjaw==", 100, Ok(("Neck", false)))]
#[case("Pz8_Pj4-", 100, Ok(("???>>>", false)))]
#[case("Pz8\\/Pj4+", 100, Ok(("???>>>", false)))]
#[case("Neck pain!", 100, Err(AttachmentError::NotBase64))]
fn attached_data_is_decoded_up_to_the_limit(
    #[case] data: &str,
    #[case] limit: usize,
    #[case] expected: Result<(&str, bool), AttachmentError>,
) {
    let json = format!(r#"{{"attachment": {{"contentType": "text/plain", "data": "{data}"}}}}"#);
    let decoded = read::<Sample<'_>>(&json)
        .attachment
        .unwrap()
        .decode(limit)
        .unwrap();
    let expected = expected.map(|(text, cut)| Data {
        bytes: text.into(),
        cut,
    });
    assert_eq!(decoded, expected);
}

#[test]
fn an_attachment_without_data_has_nothing_to_decode() {
    let sample: Sample<'_> = read(r#"{"attachment": {"url": "Binary/1"}}"#);
    assert_eq!(sample.attachment.unwrap().decode(10), None);
}

#[test]
fn only_a_whole_number_is_an_integer() {
    assert_eq!(Number(3.0).as_i64(), Some(3));
    assert_eq!(Number(3.5).as_i64(), None);
    assert_eq!(Number(1e300).as_i64(), None);
}

#[test]
fn a_text_that_is_a_date_becomes_a_day_of_the_zone() {
    let zone = TimeZone::get("America/Los_Angeles").unwrap();
    let text = Text::new("2026-03-14T02:00:00Z").unwrap();
    assert_eq!(text.date(&zone), Some(DateRange::day(date(2026, 3, 13))));
}

#[test]
fn what_is_no_object_is_refused_as_a_whole() {
    for json in ["null", "[]", "\"a\"", "7"] {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        assert_eq!(
            read_object::<Sample<'_>>(raw).err(),
            Some(ReadError::NotAnObject)
        );
    }
}

/// JSON of any shape, with keys and values that readers look for.
pub(crate) fn any_json() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        "[a-z0-9 -]{0,8}",
        "\\PC{0,6}",
        Just("2026-03".to_owned()),
        Just("7.10".to_owned())
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        (-1e9..1e9f64).prop_map(|number| number.to_string()),
        string.prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(6, 64, 5, |inner| {
        let key = prop_oneof![
            Just("code"),
            Just("coding"),
            Just("text"),
            Just("codes"),
            Just("quantity"),
            Just("value"),
            Just("item"),
            Just("answer"),
            Just("both"),
            Just("reference"),
            Just("concept"),
            Just("dosage"),
            Just("timing"),
            Just("repeat"),
            Just("event"),
            Just("extension"),
            Just("valueQuantity"),
            Just("resource"),
            Just("entry"),
            Just("id"),
            Just("subject"),
            Just("contained"),
            Just("onsetAge"),
            Just("onsetPeriod"),
            Just("status"),
            Just("medication"),
            Just("context"),
            Just("component"),
            Just("resourceType"),
            Just("series"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((key, inner), 0..6).prop_map(|pairs| {
                let pairs: Vec<_> = pairs
                    .into_iter()
                    .map(|(key, value)| format!("\"{key}\":{value}"))
                    .collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_object_is_read_without_failing(json in any_json()) {
        let raw: &RawValue = serde_json::from_str(&json).unwrap();
        let sample = read_object::<Sample<'_>>(raw);
        prop_assert_eq!(sample.is_ok(), json.starts_with('{'));
        if let Ok(sample) = sample {
            let _ = sample.moment.when(&TimeZone::UTC).span();
        }
    }
}
