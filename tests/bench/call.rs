//! CPU of one call: from the bytes of the request to the bytes of the reply, on one thread.
//!
//! `cargo bench --bench call` prints medians. The medium request has 60 prefetched resources and two draft orders, about 120 KB, a part of
//! it notes; the small one is a fixture.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot be set up stops"
)]

use divan::{Bencher, black_box};
use foramen::{
    overrides::NoOverrides,
    pipeline::{Setup, answer},
    tenants::Tenant,
};
use foramen_cds::HookRequest;
use foramen_protocol::Catalog;
use jiff::{Timestamp, civil::date, tz::TimeZone};
use std::{fs, sync::LazyLock};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| foramen::hooks::catalog(None).expect("hooks"));
static TENANT: LazyLock<Tenant> = LazyLock::new(|| {
    let profile = CATALOG.profile("us-acr").expect("profile");
    Tenant::new("bench", profile.clone(), TimeZone::UTC)
});

fn main() {
    divan::main();
}

/// Answers a request to `spine-orders` as the server does, without the sockets.
fn call(body: &[u8]) -> Vec<u8> {
    let request = HookRequest::parse(body).expect("request");
    let service = CATALOG
        .content()
        .services
        .iter()
        .find(|service| &*service.id == "spine-orders")
        .expect("service");
    let setup = Setup {
        catalog: &CATALOG,
        service,
        tenant: &TENANT,
        form: None,
        overrides: &NoOverrides,
        today: date(2026, 6, 15),
        now: Timestamp::UNIX_EPOCH,
    };
    serde_json::to_vec(&answer(&setup, &request).expect("answer").response).expect("reply")
}

#[divan::bench]
fn small(bencher: Bencher<'_, '_>) {
    let body = fs::read("fixtures/requests/order-early-mri.json").expect("fixture");
    assert!(call(&body).len() > 1_000);
    bencher.bench(|| call(black_box(&body)));
}

#[divan::bench]
fn medium(bencher: Bencher<'_, '_>) {
    let body = medium_request();
    assert!(
        (110_000..140_000).contains(&body.len()),
        "{} bytes",
        body.len()
    );
    assert!(call(&body).len() > 1_000);
    bencher.bench(|| call(black_box(&body)));
}

#[divan::bench]
fn medium_parse_only(bencher: Bencher<'_, '_>) {
    let body = medium_request();
    bencher.bench(|| {
        HookRequest::parse(black_box(&body)).map(|request| request.prefetch.resources().count())
    });
}

/// A plausible chart: problems, measurements, care, studies and notes of one invented person.
fn medium_request() -> Vec<u8> {
    let problems = [
        "M54.16", "E11.9", "I10", "E78.5", "J45.909", "K21.9", "M17.11", "F41.1",
    ];
    let conditions = (0..14).map(|n| condition(n, problems[n % problems.len()]));
    let observations = (0..26).map(observation);
    let procedures = (0..4).map(procedure);
    let medications = (0..8).map(medication);
    let reports = (0..3).map(report);
    let documents = (0..4).map(document);
    let prefetch = [
        ("conditions", conditions.collect::<Vec<_>>()),
        ("observations", observations.collect()),
        ("procedures", procedures.collect()),
        ("medications", medications.collect()),
        ("reports", reports.collect()),
        ("documents", documents.collect()),
    ];
    let bundles: Vec<String> = prefetch
        .iter()
        .map(|(key, resources)| bundle(key, resources))
        .collect();
    format!(
        r#"{{"hook":"order-select","hookInstance":"0c9a3fd6-1e0b-4f1c-9a51-000000000001","context":{{"userId":"Practitioner/p","patientId":"b1",
        "selections":["ServiceRequest/d1"],"draftOrders":{{"resourceType":"Bundle","type":"collection","entry":[{},{}]}}}},
        "prefetch":{{"patient":{{"resourceType":"Patient","id":"b1","birthDate":"1979-03-02","gender":"female"}},{}}}}}"#,
        draft("d1", "72148", "MRI lumbar spine without contrast"),
        draft("d2", "71046", "X-ray chest"),
        bundles.join(",")
    )
    .into_bytes()
}

fn bundle(key: &str, resources: &[String]) -> String {
    let entries: Vec<String> = resources
        .iter()
        .map(|resource| format!(r#"{{"fullUrl":"https://ehr.example.org/fhir/x","resource":{resource},"search":{{"mode":"match"}}}}"#))
        .collect();
    format!(
        r#""{key}":{{"resourceType":"Bundle","type":"searchset","total":{},"entry":[{}]}}"#,
        resources.len(),
        entries.join(",")
    )
}

/// What every chart resource of an EHR carries and no fact needs.
const WEIGHT: &str = r#""meta":{"versionId":"3","lastUpdated":"2026-05-30T10:00:00.000+00:00","source":"urn:example:ehr","profile":["http://example.org/fhir/StructureDefinition/chart-resource"],"tag":[{"system":"http://example.org/tags","code":"active","display":"Active resource of the chart"}]},"identifier":[{"use":"official","system":"urn:oid:2.16.840.1.113883.19.5.99999.1","value":"8f0c2c34-2a55-4b7a-9c57-0d8f5c6f0a11"},{"system":"urn:oid:2.16.840.1.113883.19.5.99999.2","value":"100000456789"}],"extension":[{"url":"http://example.org/fhir/StructureDefinition/recorded-by","valueReference":{"reference":"Practitioner/p","display":"Example, Clinician"}},{"url":"http://example.org/fhir/StructureDefinition/department","valueString":"Family Medicine, Example Building, Second Floor"}],"subject":{"reference":"Patient/b1","display":"Example, Person"},"encounter":{"reference":"Encounter/e9","display":"Office visit"}"#;

fn condition(n: usize, code: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition","id":"c{n}",{WEIGHT},"clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active","display":"Active"}}],"text":"Active"}},"verificationStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}}]}},"category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"problem-list-item"}}]}}],"code":{{"coding":[{{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"{code}","display":"A problem"}},{{"system":"http://hl7.org/fhir/sid/icd-9-cm","code":"799.9"}}],"text":"A problem of the list"}},"onsetDateTime":"2026-05-2{}","recordedDate":"2026-05-30"}}"#,
        n % 10
    )
}

fn observation(n: usize) -> String {
    let code = ["4548-4", "2345-7", "8480-6", "8310-5", "29463-7", "72514-3"][n % 6];
    format!(
        r#"{{"resourceType":"Observation","id":"o{n}",{WEIGHT},"status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"Laboratory"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"A measurement"}}],"text":"A measurement"}},"effectiveDateTime":"2026-06-0{}T08:30:00+00:00","issued":"2026-06-02T09:00:00.000+00:00","valueQuantity":{{"value":{}.5,"unit":"1","system":"http://unitsofmeasure.org","code":"1"}},"referenceRange":[{{"low":{{"value":1}},"high":{{"value":150}},"text":"1 to 150"}}],"interpretation":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"N"}}]}}]}}"#,
        n % 9 + 1,
        n % 8
    )
}

fn procedure(n: usize) -> String {
    format!(
        r#"{{"resourceType":"Procedure","id":"p{n}",{WEIGHT},"status":"completed","code":{{"coding":[{{"system":"http://www.ama-assn.org/go/cpt","code":"97110"}}],"text":"Therapeutic exercise"}},"performedPeriod":{{"start":"2026-05-{:02}","end":"2026-05-{:02}"}}}}"#,
        n + 1,
        n + 2
    )
}

fn medication(n: usize) -> String {
    let drug = [
        "naproxen 500 mg",
        "lisinopril 10 mg",
        "metformin 500 mg",
        "gabapentin 300 mg",
    ][n % 4];
    format!(
        r#"{{"resourceType":"MedicationRequest","id":"m{n}",{WEIGHT},"status":"active","intent":"order","medicationCodeableConcept":{{"text":"{drug} oral tablet"}},"authoredOn":"2026-05-10","dosageInstruction":[{{"text":"Take one tablet twice a day with food","timing":{{"repeat":{{"frequency":2,"period":1,"periodUnit":"d"}}}},"doseAndRate":[{{"doseQuantity":{{"value":1,"unit":"tablet"}}}}]}}],"dispenseRequest":{{"quantity":{{"value":60}},"expectedSupplyDuration":{{"value":30,"unit":"days","code":"d"}}}}}}"#
    )
}

fn report(n: usize) -> String {
    format!(
        r#"{{"resourceType":"DiagnosticReport","id":"r{n}",{WEIGHT},"status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"RAD"}}]}}],"code":{{"coding":[{{"system":"http://www.ama-assn.org/go/cpt","code":"7104{}"}}],"text":"X-ray chest"}},"effectiveDateTime":"2025-0{}-11","conclusion":"Heart size is normal. No focal consolidation, pleural effusion or pneumothorax. Degenerative changes of the thoracic spine. Impression: no acute cardiopulmonary process."}}"#,
        5 + n,
        n + 1
    )
}

fn document(n: usize) -> String {
    let data = "Q2hpZWYgY29tcGxhaW50OiBsb3cgYmFjayBwYWluIHJhZGlhdGluZyB0byB0aGUgbGVmdCBmb290IGZvciB0aHJlZSB3ZWVrcy4g".repeat(110);
    format!(
        r#"{{"resourceType":"DocumentReference","id":"n{n}",{WEIGHT},"status":"current","type":{{"coding":[{{"system":"http://loinc.org","code":"11506-3"}}]}},"date":"2026-06-01T10:00:00Z","content":[{{"attachment":{{"contentType":"text/plain","data":"{data}"}}}}]}}"#
    )
}

fn draft(id: &str, code: &str, text: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"ServiceRequest","id":"{id}","status":"draft","intent":"order","subject":{{"reference":"Patient/b1"}},"code":{{"coding":[{{"system":"http://www.ama-assn.org/go/cpt","code":"{code}"}}],"text":"{text}"}}}}}}"#
    )
}
