//! Orders however they are coded: what is read, and what a card offers to do about an order that is known by its name alone.

use super::fixtures::{Call, folder, suggested};
use foramen::pipeline::Explanation;
use foramen_cds::CdsResponse;
use rstest::rstest;
use serde_json::{Value, json};
use std::fs;

fn fixture(name: &str) -> Value {
    let bytes = fs::read(folder("requests").join(name)).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn first_draft(request: &mut Value) -> &mut Value {
    request
        .pointer_mut("/context/draftOrders/entry/0/resource")
        .unwrap()
}

fn ask(request: &Value) -> (CdsResponse, Explanation) {
    let body = serde_json::to_vec(request).unwrap();
    let call = Call::read(&body);
    (call.answer().unwrap(), call.explain().unwrap())
}

/// The rows of `order` as `explain` prints them, in short.
fn orders(explanation: &Explanation) -> Vec<String> {
    explanation
        .facts
        .iter()
        .filter(|fact| fact.finding == "order")
        .map(|fact| {
            let attributes: Vec<&str> = fact
                .attributes
                .split(' ')
                .filter(|word| {
                    ["kind", "modality", "contrast", "procedure", "item", "drug"]
                        .iter()
                        .any(|column| word.starts_with(column))
                })
                .collect();
            let words = [fact.confidence, &fact.regions, &attributes.join(" ")];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            format!("{} <- {}", words.join(" "), fact.sources.join("; "))
        })
        .collect()
}

fn rules(response: &CdsResponse) -> Vec<String> {
    response
        .cards
        .iter()
        .filter_map(|card| Some(card.source.topic.as_ref()?.code.clone()))
        .collect()
}

#[test]
fn an_early_mri_known_by_its_name_is_warned_of_and_not_taken_away() {
    let mut request = fixture("order-early-mri-flags-denied.json");
    let (coded, _) = ask(&request);
    assert!(suggested(&coded).contains("delete:ServiceRequest/draft-mri-lumbar"));

    first_draft(&mut request)["code"] = json!({ "text": "MR LUMBAR SPINE WO CONTRAST" });
    let (named, explanation) = ask(&request);
    assert_eq!(
        orders(&explanation),
        [
            "probable lumbar kind=imaging modality=mri contrast=without <- text ServiceRequest/draft-mri-lumbar: by name: mri lumbar without"
        ]
    );
    assert_eq!(rules(&named), rules(&coded));
    assert_eq!(named.cards[0].indicator, coded.cards[0].indicator);
    assert_eq!(
        suggested(&named).into_iter().collect::<Vec<_>>(),
        ["create:97110"]
    );
    let detail = named.cards[0].detail.as_deref().unwrap();
    assert!(detail.contains("not surely recognised by its code"));
}

#[test]
fn a_radiograph_known_by_its_name_is_not_turned_into_the_mri_that_is_due() {
    let mut request = fixture("sciatica-order-xray.json");
    let (coded, _) = ask(&request);
    assert!(suggested(&coded).contains("update:72148"));
    first_draft(&mut request)["code"] = json!({ "text": "XR LS SPINE AP/LAT" });
    let (named, _) = ask(&request);
    assert_eq!(
        suggested(&named).into_iter().collect::<Vec<_>>(),
        ["create:72148"]
    );
}

#[test]
fn codes_that_contradict_each_other_take_nothing_away_either() {
    let mut request = fixture("order-early-mri-flags-denied.json");
    let cpt = |code: &str| json!({ "system": "http://www.ama-assn.org/go/cpt", "code": code });
    first_draft(&mut request)["code"] = json!({ "coding": [cpt("72148"), cpt("72158")] });
    let (answer, explanation) = ask(&request);
    assert_eq!(
        orders(&explanation),
        [
            "probable lumbar kind=imaging modality=mri contrast=without <- order ServiceRequest/draft-mri-lumbar: cpt 72148; \
             order ServiceRequest/draft-mri-lumbar: cpt 72158 (contradicts)"
        ]
    );
    assert!(
        !suggested(&answer)
            .iter()
            .any(|act| act.starts_with("delete"))
    );
}

#[rstest]
#[case(
    "CT neck spine w/ and w/o contrast",
    "probable cervical kind=imaging modality=ct contrast=without_with"
)]
#[case("XR C-SPINE 2-3 VW", "probable cervical kind=imaging modality=xray")]
#[case("DXA lumbar spine", "probable kind=imaging")]
#[case("CT angio neck", "probable kind=imaging")]
#[case("CT-guided lumbar ESI", "probable lumbar kind=procedure procedure=esi")]
#[case("Strict bed rest", "probable lumbar kind=item item=bed_rest")]
#[case("No bed rest, activity as tolerated", "probable lumbar kind=other")]
fn an_order_of_words_alone_is_read_through_the_whole_pipeline(
    #[case] text: &str,
    #[case] expected: &str,
) {
    let mut request = fixture("order-early-mri.json");
    first_draft(&mut request)["code"] = json!({ "text": text });
    let (_, explanation) = ask(&request);
    let found = orders(&explanation);
    assert!(
        found.len() == 1 && found[0].starts_with(&format!("{expected} <- ")),
        "{found:?}"
    );
}

#[rstest]
#[case::bare("draft-two", "two")]
#[case::relative("ServiceRequest/draft-two", "two")]
#[case::absolute("https://ehr.example/fhir/ServiceRequest/draft-two", "two")]
#[case::another_type("MedicationRequest/draft-two", "")]
fn of_several_drafts_the_selected_one_is_judged_and_on_signing_all(
    #[case] selection: &str,
    #[case] judged: &str,
) {
    let mut request = fixture("order-early-mri.json");
    let mut second = first_draft(&mut request).clone();
    second["id"] = "draft-two".into();
    second["code"] = json!({ "text": "XR lumbar spine 2 views" });
    let entries = request
        .pointer_mut("/context/draftOrders/entry")
        .and_then(Value::as_array_mut)
        .unwrap();
    entries.push(json!({ "resource": second }));
    request["context"]["selections"] = json!([selection]);
    let (_, selected) = ask(&request);
    let found = orders(&selected);
    assert_eq!(found.len(), usize::from(!judged.is_empty()), "{found:?}");
    assert!(found.iter().all(|order| order.contains("draft-two")));

    request["hook"] = "order-sign".into();
    let context = request["context"].as_object_mut().unwrap();
    context.remove("selections");
    assert_eq!(orders(&ask(&request).1).len(), 2);
}

#[rstest]
#[case("Cymbalta 30 mg capsule", "drug_class=neuropathic drug=duloxetine")]
#[case("MS Contin 15 MG Extended Release", "drug_class=opioid drug=morphine")]
#[case("Pamelor 25 mg", "drug_class=neuropathic drug=nortriptyline")]
#[case("Lyrica 75 mg", "drug_class=gabapentinoid+neuropathic drug=pregabalin")]
#[case(
    "Topamax 25 mg",
    "drug_class=antiepileptic+neuropathic drug=topiramate"
)]
#[case("Paracetamol 500 mg", "drug_class=acetaminophen drug=acetaminophen")]
#[case(
    "Percocet 5-325",
    "drug_class=acetaminophen+opioid drug=acetaminophen+oxycodone"
)]
#[case("Tramadol 50 mg", "drug_class=opioid drug=tramadol")]
#[case("Valium 5 mg", "drug_class=benzodiazepine drug=diazepam")]
#[case(
    "Medrol 4 mg dose pack",
    "drug_class=steroid_oral drug=methylprednisolone"
)]
#[case("Voltaren 1 % gel", "")]
#[case("Aspirin 81 mg", "")]
fn a_drug_is_ordered_by_any_of_its_names(#[case] text: &str, #[case] expected: &str) {
    let mut request = fixture("duloxetine-with-tramadol-order-drug.json");
    first_draft(&mut request)["medicationCodeableConcept"] = json!({ "text": text });
    let (_, explanation) = ask(&request);
    let found = orders(&explanation);
    let expected = format!("certain kind=drug {expected}");
    assert!(
        found[0].starts_with(&format!("{} <- ", expected.trim_end())),
        "{found:?}"
    );
}

#[rstest]
#[case("Duloxetine 30 mg", 29.0, true)]
#[case("Ibuprofen 400 mg", 29.0, true)]
#[case("Duloxetine 30 mg", 30.0, false)]
#[case("Ibuprofen 400 mg", 30.0, false)]
fn an_egfr_of_failing_kidneys_forbids_duloxetine_and_anti_inflammatory_drugs(
    #[case] drug: &str,
    #[case] egfr: f64,
    #[case] warned: bool,
) {
    let mut request = fixture("duloxetine-with-tramadol-order-drug.json");
    first_draft(&mut request)["medicationCodeableConcept"] = json!({ "text": drug });
    request["prefetch"]["medications"] =
        json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 });
    let patient = request.pointer("/context/patientId").unwrap().clone();
    let result = json!({
        "resourceType": "Observation", "id": "egfr", "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "98979-8" }] },
        "subject": { "reference": format!("Patient/{}", patient.as_str().unwrap()) },
        "effectiveDateTime": "2026-06-01",
        "valueQuantity": { "value": egfr, "unit": "mL/min/{1.73_m2}" },
    });
    request["prefetch"]["observations"] = json!({
        "resourceType": "Bundle", "type": "searchset", "entry": [{ "resource": result }],
    });
    let (answer, _) = ask(&request);
    let shows = rules(&answer).iter().any(|rule| rule == "O13");
    assert_eq!(shows, warned, "{:?}", rules(&answer));
}
