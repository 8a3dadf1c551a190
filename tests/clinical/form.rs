//! The form that is served: each of its questions is read by its `linkId`, and what was answered is not asked again.

use super::{
    fixtures::CATALOG,
    site::{NOON, app, explain, plain, request, with_answers},
};
use foramen::pipeline::{Explanation, FactLine};
use rstest::rstest;
use serde_json::{Value, json};

/// A question of the form.
struct Item {
    link: String,
    kind: String,
    /// The codes of its options.
    options: Vec<String>,
}

fn form() -> Vec<Item> {
    let text = CATALOG.content().questionnaire.as_deref().unwrap();
    let form: Value = serde_json::from_str(text).unwrap();
    let mut items = Vec::new();
    let mut open = vec![&form["item"]];
    while let Some(list) = open.pop() {
        for item in list.as_array().into_iter().flatten() {
            let options = item["answerOption"].as_array().into_iter().flatten();
            let code = |option: &Value| option["valueCoding"]["code"].as_str().map(str::to_owned);
            items.push(Item {
                link: item["linkId"].as_str().unwrap().to_owned(),
                kind: item["type"].as_str().unwrap().to_owned(),
                options: options.filter_map(code).collect(),
            });
            open.push(&item["item"]);
        }
    }
    assert!(items.len() > 100);
    items
}

/// Every form in which FHIR lets a question of this type be answered; `unknown` is no answer.
fn legal(item: &Item) -> Vec<Value> {
    let number = match item.link.as_str() {
        "rf.fever.value" => 39,
        "neuro.motor.grade" => 4,
        _ => 7,
    };
    match item.kind.as_str() {
        "boolean" => vec![
            json!({ "valueBoolean": true }),
            json!({ "valueBoolean": false }),
            json!({ "valueCoding": { "system": "http://snomed.info/sct", "code": "373066001", "display": "Yes" } }),
            json!({ "valueCoding": { "system": "http://loinc.org", "code": "LA32-8", "display": "No" } }),
            json!({ "valueString": "Yes" }),
        ],
        "choice" => {
            let told = item.options.iter().filter(|code| *code != "unknown");
            told.flat_map(|code| {
                [
                    json!({ "valueCoding": { "code": code, "display": "in other words" } }),
                    json!({ "valueCoding": { "display": code } }),
                    json!({ "valueString": code }),
                ]
            })
            .collect()
        }
        "date" => vec![
            json!({ "valueDate": "2026-06-10" }),
            json!({ "valueDateTime": "2026-06-10T09:00:00Z" }),
            json!({ "valueString": "2026-06-10" }),
        ],
        "integer" | "quantity" => vec![
            json!({ "valueInteger": number }),
            json!({ "valueDecimal": f64::from(number) }),
            json!({ "valueQuantity": { "value": number } }),
        ],
        "string" => vec![json!({ "valueString": "30 mg" })],
        _ => Vec::new(),
    }
}

fn answered(link: &str, value: &Value) -> Value {
    json!({ "linkId": link, "answer": [value] })
}

/// The finding of a link, and what is said of it.
fn finding_of(link: &str) -> Option<(&str, &str)> {
    let mut name = link;
    loop {
        if CATALOG.vocabulary().id(name).is_some() {
            return Some((name, link[name.len()..].trim_start_matches('.')));
        }
        name = name.rsplit_once('.')?.0;
    }
}

fn told<'e>(explanation: &'e Explanation, finding: &str) -> Vec<&'e FactLine> {
    let all = explanation.facts.iter().chain(&explanation.set_aside);
    all.filter(|line| {
        line.finding == finding
            && line
                .sources
                .iter()
                .any(|source| source.contains("/answers"))
    })
    .collect()
}

/// The answer that makes what is said of a finding count.
fn stem(finding: &str) -> Value {
    match finding {
        "safety.device" => json!({ "valueCoding": { "code": "pacemaker" } }),
        "safety.egfr" => json!({ "valueInteger": 45 }),
        _ => json!({ "valueBoolean": true }),
    }
}

/// What is no fact by itself: layout, treatments, which are told in their group, the side of a limb symptom, single items of a rule that
/// needs them all, and words for "nobody knows".
fn stands_alone(link: &str, value: &Value) -> bool {
    let is_part = ["g.", "gate.", "tx.", "cspine.nexus.", "cspine.canadian."]
        .iter()
        .any(|start| link.starts_with(start));
    !is_part && link != "laterality" && !value.to_string().contains("none_recorded")
}

#[test]
fn every_question_of_the_form_is_read_in_every_form_of_an_answer() {
    let base = request("acute-back-pain-visit.json");
    let mut unread = Vec::new();
    for item in form().iter().filter(|item| item.kind != "group") {
        let (finding, part) = match item.link.as_str() {
            "region" | "onset" => ("pain.spine", ""),
            link => finding_of(link).unwrap_or((link, "")),
        };
        for value in legal(item) {
            if !stands_alone(&item.link, &value) {
                continue;
            }
            let mut items = vec![answered(&item.link, &value)];
            if !part.is_empty() {
                items.push(answered(finding, &stem(finding)));
            }
            let explanation = explain(plain(), &with_answers(&base, &items.into()), NOON);
            if told(&explanation, finding).is_empty() {
                unread.push(format!("{} {value}", item.link));
            }
        }
    }
    assert!(unread.is_empty(), "{}", unread.join("\n"));
}

/// What the cards of a request ask.
fn detail(request: &Value) -> String {
    let cards = explain(plain(), request, NOON).cards.into_iter();
    cards.map(|card| card.detail).collect()
}

#[rstest]
#[case("acute-back-pain-visit.json")]
#[case("order-early-mri.json")]
#[case("leg-weakness-view.json")]
#[case("arm-numbness-view.json")]
fn what_was_answered_is_not_asked_again(#[case] file: &str) {
    let base = request(file);
    let form = form();
    let mut again = Vec::new();
    for (_, finding) in CATALOG.vocabulary().findings() {
        let question = finding.question.as_ref();
        let Some((link, question)) = question.and_then(|own| Some((own.link_id.as_deref()?, own)))
        else {
            continue;
        };
        let item = form.iter().find(|item| item.link == link).unwrap();
        // One form of each answer is enough here.
        let is_plain = |value: &Value| {
            ["valueBoolean", "valueDate", "valueInteger"]
                .iter()
                .any(|form| !value[form].is_null())
                || !value["valueCoding"]["code"].is_null() && item.kind == "choice"
        };
        for value in legal(item).into_iter().filter(is_plain) {
            let mut items = vec![answered(link, &value)];
            if link == "neuro.motor" {
                // The question is about an examination, so that a yes alone does not answer it.
                items.push(answered("neuro.motor.grade", &json!({ "valueInteger": 4 })));
            }
            if detail(&with_answers(&base, &items.into())).contains(&question.text) {
                again.push(format!("{link} {value}"));
            }
        }
    }
    assert!(again.is_empty(), "{}", again.join("\n"));
}

#[test]
fn what_is_left_of_a_question_about_three_findings_is_asked() {
    let base = request("order-early-mri.json");
    let ask = |items: Value| detail(&with_answers(&base, &items));
    let no = json!({ "valueBoolean": false });
    let whole = "Any new numbness between the legs, or trouble with bladder or bowel?";
    assert!(detail(&base).contains(whole));
    let two = ask(json!([answered("neuro.saddle", &no)]));
    assert!(
        two.contains("Any bladder change or bowel change?") && !two.contains(whole),
        "{two}"
    );
    let one = ask(json!([
        answered("neuro.saddle", &no),
        answered("neuro.bowel", &no)
    ]));
    assert!(one.contains("Any bladder change?"), "{one}");
    let none = ask(json!([
        answered("neuro.saddle", &no),
        answered("neuro.bowel", &no),
        answered("neuro.bladder", &no)
    ]));
    assert!(!none.contains("bladder change?"), "{none}");
}

#[test]
fn weakness_that_is_only_told_is_asked_for_on_examination() {
    let base = request("order-early-mri.json");
    let told = json!([answered("neuro.motor", &json!({ "valueBoolean": true }))]);
    assert!(detail(&with_answers(&base, &told)).contains("on examination, and which MRC grade?"));
}

#[rstest]
#[case::empty(json!({ "linkId": "neuro.saddle" }))]
#[case::no_value(json!({ "linkId": "neuro.saddle", "answer": [{}] }))]
#[case::not_known(json!({ "linkId": "neuro.saddle", "answer": [{ "valueString": "not asked" }] }))]
#[case::in_words(json!({ "linkId": "neuro.saddle", "answer": [{ "valueString": "see my letter" }] }))]
#[case::a_number(json!({ "linkId": "neuro.saddle", "answer": [{ "valueInteger": 1 }] }))]
fn what_is_no_answer_stays_unknown(#[case] item: Value) {
    let request = with_answers(&request("order-early-mri.json"), &json!([item]));
    assert!(told(&explain(plain(), &request, NOON), "neuro.saddle").is_empty());
}

#[test]
fn answers_are_found_at_any_depth_and_repeated_ones_all_count() {
    let kinds = ["unilateral", "thunderclap_or_worst"]
        .map(|code| json!({ "valueCoding": { "code": code } }));
    let items = json!([
        { "linkId": "g.neuro", "item": [
            { "linkId": "unknown.group", "item": [answered("neuro.saddle", &json!({ "valueBoolean": true }))] },
            { "linkId": "sym.headache", "answer": [{ "valueBoolean": true, "item": [
                { "linkId": "sym.headache.kind", "answer": kinds },
            ] }] },
        ] },
    ]);
    let request = with_answers(&request("order-early-mri.json"), &items);
    let explanation = explain(plain(), &request, NOON);
    assert_eq!(told(&explanation, "neuro.saddle")[0].state, "present");
    let headache = &told(&explanation, "sym.headache")[0].attributes;
    assert!(
        headache.contains("kind=unilateral+thunderclap_or_worst"),
        "{headache}"
    );
}

/// An answer stands as soon as it was given; only what was retracted does not.
#[rstest]
#[case("completed", true)]
#[case("amended", true)]
#[case("in-progress", true)]
#[case("stopped", true)]
#[case("entered-in-error", false)]
fn a_response_counts_unless_it_was_retracted(#[case] status: &str, #[case] counts: bool) {
    let items = json!([answered("neuro.saddle", &json!({ "valueBoolean": true }))]);
    let mut request = with_answers(&request("order-early-mri.json"), &items);
    request["prefetch"]["answers"]["entry"][0]["resource"]["status"] = status.into();
    let explanation = explain(plain(), &request, NOON);
    assert_eq!(!told(&explanation, "neuro.saddle").is_empty(), counts);
    assert_eq!(explanation.cards[0].rule == "E1", counts);
}

#[rstest]
#[case::ours("http://foramen.example.org/fhir/Questionnaire/spine-red-flags-prior-care")]
#[case::of_a_version(
    "http://foramen.example.org/fhir/Questionnaire/spine-red-flags-prior-care|0.3.0"
)]
#[case::of_another_version(
    "http://foramen.example.org/fhir/Questionnaire/spine-red-flags-prior-care|0.1.0"
)]
#[case::a_copy_of_the_client("https://ehr.example/fhir/Questionnaire/77")]
fn a_response_names_the_form_as_it_likes(#[case] canonical: &str) {
    let items = json!([answered("neuro.saddle", &json!({ "valueBoolean": true }))]);
    let mut request = with_answers(&request("order-early-mri.json"), &items);
    request["prefetch"]["answers"]["entry"][0]["resource"]["questionnaire"] = canonical.into();
    assert!(!told(&explain(plain(), &request, NOON), "neuro.saddle").is_empty());
}

#[test]
fn a_card_that_asks_links_to_the_form_where_the_site_has_an_address() {
    let links = |config: &str, file: &str| {
        let body = serde_json::to_vec(&request(file)).unwrap();
        let answer = app(config).call("spine-orders", &body, NOON.parse().unwrap());
        let cards = answer.unwrap().response.cards.into_iter();
        cards.flat_map(|card| card.links).collect::<Vec<_>>()
    };
    let public = "public_url = \"https://foramen.example/cds/\"";
    let found = links(public, "order-early-mri.json");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].label, "Answer the open questions");
    assert_eq!(
        found[0].url,
        "https://foramen.example/cds/fhir/Questionnaire/spine-red-flags-prior-care"
    );
    assert!(links("", "order-early-mri.json").is_empty());
    assert!(links(public, "order-early-mri-flags-denied.json").is_empty());
}
