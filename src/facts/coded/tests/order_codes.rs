//! Orders that are coded in one way, in several at once, or not at all.

use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::read_all,
    Lines,
    order::{cpt, draft, drafted},
};

const SNOMED: &str = "http://snomed.info/sct";
const LOINC: &str = "http://loinc.org";
const CPT: &str = "http://www.ama-assn.org/go/cpt";
const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";

fn codes(codings: &[(&str, &str)], text: &str) -> Value {
    let codings: Vec<Value> = codings
        .iter()
        .map(|(system, code)| json!({ "system": system, "code": code }))
        .collect();
    let mut code = json!({ "coding": codings });
    if !text.is_empty() {
        code["text"] = text.into();
    }
    code
}

#[rstest]
#[case::cpt(&[(CPT, "72148")], "", &["order in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::cpt_under_the_uri_of_hcpcs(&[(HCPCS, "72148")], "", &["order in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::loinc(&[(LOINC, "30679-5")], "", &["order in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::snomed(&[(SNOMED, "241648005")], "", &["order in lumbar kind=imaging modality=mri yes"])]
#[case::all_agree(&[(SNOMED, "241648005"), (LOINC, "30679-5"), (CPT, "72148")], "MRI L-spine W/O",
    &["order in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::the_general_one_first(&[(SNOMED, "113091000"), (CPT, "72141")], "", &["order in cervical kind=imaging modality=mri contrast=without yes"])]
#[case::words_add_the_contrast(&[(SNOMED, "241648005")], "MRI lumbar spine with and without contrast",
    &["order in lumbar kind=imaging modality=mri contrast=without_with yes"])]
#[case::unknown_codes_leave_the_words(&[("urn:oid:1.2.3", "IMG77")], "MRI lumbar spine wo contrast",
    &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::contrast_contradicts(&[(CPT, "72148"), (CPT, "72158")], "", &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::the_more_specific_stands(&[(SNOMED, "241648005"), (CPT, "72141")], "",
    &["order probable in cervical kind=imaging modality=mri contrast=without yes"])]
#[case::modality_contradicts(&[(CPT, "72131"), (CPT, "72148")], "", &["order probable in lumbar kind=imaging modality=ct contrast=without yes"])]
#[case::kind_contradicts_and_the_first_of_two_equals_stands(&[(CPT, "62323"), (CPT, "72148")], "",
    &["order probable in lumbar kind=procedure guidance=imaging procedure=esi yes"])]
#[case::words_of_another_part(&[(CPT, "72148")], "MRI cervical spine wo contrast",
    &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::words_of_another_contrast(&[(CPT, "72148")], "MRI lumbar spine W contrast",
    &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::words_of_another_modality(&[(CPT, "72148")], "CT lumbar spine",
    &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case::a_side_in_the_words(&[(CPT, "62323")], "Left L5 epidural steroid injection",
    &["order in lumbar side=left kind=procedure guidance=imaging procedure=esi yes"])]
#[case::brace(&[(HCPCS, "L0627")], "", &["order kind=item item=brace yes"])]
#[case::emg(&[(CPT, "95886")], "", &["order kind=procedure procedure=emg yes"])]
fn codes_of_one_order_stand_together(
    #[case] codings: &[(&str, &str)],
    #[case] text: &str,
    #[case] expected: Lines,
) {
    assert_eq!(drafted(&json!({ "code": codes(codings, text) })), expected);
}

#[rstest]
#[case::display(json!({ "coding": [{ "display": "CT neck spine w/ and w/o contrast" }] }), json!({}),
    "order probable in cervical kind=imaging modality=ct contrast=without_with yes")]
#[case::local_code_with_display(json!({ "coding": [{ "system": "urn:oid:1.2.3", "code": "X1", "display": "MRI Lumbar Spine W/O" }] }), json!({}),
    "order probable in lumbar kind=imaging modality=mri contrast=without yes")]
#[case::order_detail(json!({ "text": "MRI spine" }), json!({ "orderDetail": [{ "text": "lumbar, without contrast" }] }),
    "order probable in lumbar kind=imaging modality=mri contrast=without yes")]
#[case::body_site(json!({ "text": "MRI without contrast" }), json!({ "bodySite": [{ "text": "Lumbar spine" }] }),
    "order probable in lumbar kind=imaging modality=mri contrast=without yes")]
#[case::one_body_site_not_in_a_list(json!({ "text": "X-ray" }), json!({ "bodySite": { "coding": [{ "display": "Cervical spine" }] } }),
    "order probable in cervical kind=imaging modality=xray yes")]
#[case::first_text_stands(json!({ "text": "MRI lumbar spine", "coding": [{ "display": "MRI cervical spine" }] }), json!({}),
    "order probable in lumbar kind=imaging modality=mri yes")]
#[case::only_a_category(json!({ "text": "See scan request" }), json!({ "category": [{ "text": "Imaging" }] }), "order probable kind=imaging no")]
#[case::bone_density(json!({ "text": "DXA lumbar spine" }), json!({}), "order probable kind=imaging no")]
#[case::bone_scan(json!({ "text": "NM bone scan" }), json!({}), "order probable kind=imaging no")]
#[case::puncture(json!({ "text": "Lumbar puncture under fluoro" }), json!({}), "order probable kind=other no")]
#[case::guided_injection(json!({ "text": "CT-guided right L5 nerve root block" }), json!({}),
    "order probable in lumbar side=right kind=procedure procedure=root_block yes")]
#[case::conduction(json!({ "text": "NCS/EMG lower extremities" }), json!({}), "order probable kind=procedure procedure=emg yes")]
#[case::no_emg(json!({ "text": "Physical therapy, no EMG needed" }), json!({}), "order probable kind=therapy procedure=physical_therapy no")]
#[case::bed_rest(json!({ "text": "Bedrest x 3 days" }), json!({}), "order probable kind=item item=bed_rest yes")]
#[case::no_bed_rest(json!({ "text": "Activity as tolerated, no bed rest" }), json!({}), "order probable kind=other no")]
#[case::avoid_bed_rest(json!({ "text": "Avoid strict bed rest" }), json!({}), "order probable kind=other no")]
#[case::bed_rest_refused(json!({ "text": "Bed rest is not advised" }), json!({}), "order probable kind=other no")]
#[case::tlso(json!({ "text": "TLSO, custom" }), json!({}), "order probable kind=item item=brace yes")]
#[case::lumbar_orthosis(json!({ "text": "Orthosis, lumbar-sacral" }), json!({}), "order probable in lumbar kind=item item=brace yes")]
#[case::stopped_brace(json!({ "text": "Discontinue lumbar brace" }), json!({}), "order probable kind=other no")]
#[case::teeth(json!({ "text": "Dental braces" }), json!({}), "order probable kind=other no")]
#[case::collar(json!({ "text": "Cervical collar, rigid brace" }), json!({}), "order probable kind=other no")]
fn words_alone_are_probable_wherever_they_stand(
    #[case] code: Value,
    #[case] more: Value,
    #[case] expected: &str,
) {
    let mut order = more;
    order["code"] = code;
    assert_eq!(drafted(&order), [expected]);
}

/// What the trace says that an order rests on.
fn grounds(code: &Value, more: &Value) -> Vec<String> {
    let mut order = more.clone();
    order["code"] = code.clone();
    let read = read_all(&Value::Null, &draft("d", &order), None);
    let orders = read.facts.of(read.id("order"));
    orders
        .iter()
        .flat_map(|order| &order.evidence)
        .map(|evidence| format!("{}: {}", evidence.origin.word(), evidence.says))
        .collect()
}

#[test]
fn the_trace_shows_what_was_known_by_name_and_what_contradicts() {
    assert_eq!(
        grounds(
            &json!({ "text": "MRI L-spine for Mr Smith, W/O" }),
            &json!({})
        ),
        ["text: by name: mri lumbar without"]
    );
    assert_eq!(
        grounds(
            &codes(&[(CPT, "72148"), (CPT, "72141")], "MRI c-spine wo"),
            &json!({ "bodySite": [{ "text": "Cervical spine" }] })
        ),
        [
            "order: cpt 72148",
            "order: cpt 72141 (contradicts)",
            "order: body site: cervical (contradicts)",
            "text: mri cervical without (contradicts)",
        ]
    );
    let texts =
        json!({ "text": "MRI lumbar spine", "coding": [{ "display": "CT cervical spine" }] });
    assert_eq!(
        grounds(&texts, &json!({})),
        ["text: by name: mri lumbar (texts disagree)"]
    );
}

#[test]
fn each_draft_is_a_row_of_its_own() {
    let drafts = json!([
        draft("one", &json!({ "code": cpt("72148", "") })),
        draft("two", &json!({ "code": { "text": "XR C-SPINE 2-3 VW" } })),
        draft("unjudged", &json!({ "code": cpt("72141", "") })),
        { "resourceType": "MedicationRequest", "id": "three", "status": "draft", "intent": "order",
          "medicationCodeableConcept": { "text": "Morphine" } },
    ]);
    let read = read_all(&Value::Null, &drafts, None);
    let rows = read.facts.of(read.id("order"));
    let sources: Vec<&str> = rows
        .iter()
        .filter_map(|row| Some(row.evidence.first()?.source.reference.as_str()))
        .collect();
    assert_eq!(
        sources,
        [
            "ServiceRequest/one",
            "ServiceRequest/two",
            "MedicationRequest/three"
        ]
    );
}

#[test]
fn a_text_of_megabytes_is_read_in_bounded_time() {
    let text = "MRI lumbar spine wo contrast no bed rest epidural ".repeat(40_000);
    let started = std::time::Instant::now();
    let order = json!({ "code": { "text": text, "coding": [{ "display": text }] }, "orderDetail": [{ "text": text }] });
    assert_eq!(drafted(&order).len(), 1);
    assert!(started.elapsed().as_secs() < 5);
}
