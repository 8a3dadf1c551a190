use std::borrow::Cow;

use foramen_cds::{Query, RestrictedFault, SandboxFault, Template, Token, Tokens, UserKind};
use proptest::prelude::*;
use rstest::rstest;

struct Session;

impl Tokens for Session {
    fn context(&self, field: &str) -> Option<Cow<'_, str>> {
        match field {
            "patientId" => Some("p-1".into()),
            "userId" => Some("Practitioner/7".into()),
            "evil" => Some("1,2&_include=*".into()),
            "up" => Some("..".into()),
            _ => None,
        }
    }

    fn user(&self, kind: UserKind) -> Option<Cow<'_, str>> {
        (kind == UserKind::Practitioner).then(|| "7".into())
    }

    fn today(&self, days: i64) -> Option<String> {
        Some(format!("2026-11-{}", 22 + days))
    }
}

#[rstest]
#[case("Patient/{{context.patientId}}", Some("Patient/p-1"))]
#[case("Patient/{{ context.patientId }}", Some("Patient/p-1"))]
#[case("Practitioner/{{userPractitionerId}}", Some("Practitioner/7"))]
#[case("Questionnaire/spine-1", Some("Questionnaire/spine-1"))]
#[case(
    "Condition?patient={{context.patientId}}&clinical-status=active,recurrence&_count=100",
    Some("Condition?patient=p-1&clinical-status=active,recurrence&_count=100")
)]
#[case(
    "Observation?subject=Patient/{{context.patientId}}&code:in=http://x.org/vs|1&date=ge{{today() - 20 days}}",
    Some("Observation?subject=Patient/p-1&code:in=http://x.org/vs|1&date=ge2026-11-2")
)]
#[case(
    "ServiceRequest?requester={{context.userId}}",
    Some("ServiceRequest?requester=Practitioner/7")
)]
#[case(
    "Task?due-date=le{{today()+3 days}}",
    Some("Task?due-date=le2026-11-25")
)]
#[case::no_value("Encounter/{{context.encounterId}}", None)]
#[case::other_user("PractitionerRole/{{userPractitionerRoleId}}", None)]
#[case::a_value_with_syntax("Condition?patient={{context.evil}}", None)]
#[case::a_value_that_climbs("Patient/{{context.up}}", None)]
#[case::a_value_with_a_slash("Patient/{{context.userId}}", None)]
fn tokens_are_filled_in_or_the_query_is_not_run(#[case] text: &str, #[case] filled: Option<&str>) {
    let template = Template::parse(text).unwrap();
    assert_eq!(template.fill(&Session).as_deref(), filled);
}

#[rstest]
#[case("", 0, "a FHIR type such as `Condition`")]
#[case("patient/1", 0, "a FHIR type such as `Condition`")]
#[case("Patient", 7, "`/` and an id, or `?` and search parameters")]
#[case("Patient/", 8, "an id or a token in `{{` and `}}`")]
#[case("Patient/1/_history", 9, "the end of the template")]
#[case("Condition?", 10, "the name of a search parameter")]
#[case("Condition?patient", 17, "`=` and a value")]
#[case("Condition?a=1&&b=2", 14, "the name of a search parameter")]
#[case("Condition?a:=1", 12, "a modifier such as `in`")]
#[case(
    "Condition?a=",
    12,
    "a value: text without `&`, `#`, braces and blanks, or a token in `{{` and `}}`"
)]
#[case(
    "Condition?a=b c",
    13,
    "more of the value, `&` and a parameter, or the end"
)]
#[case("Condition?a={{context.}}", 22, "the name of a context field")]
#[case("Condition?a={{context.x", 23, "`}}`")]
#[case("Condition?a={{today() - 3 months}}", 26, "a number and `days`")]
#[case(
    "Condition?a={{patientId}}",
    14,
    "`context.` and a field, `userPractitionerId`, `userPractitionerRoleId`, `userPatientId`, \
     `userRelatedPersonId`, `today()`, or `today()` with `+` or `-` and a number of days"
)]
fn a_mistake_is_told_with_its_place_and_the_accepted_words(
    #[case] text: &str,
    #[case] offset: usize,
    #[case] accepted: &str,
) {
    let error = Template::parse(text).unwrap_err();
    assert_eq!((error.offset, error.accepted), (offset, accepted));
}

#[rstest]
#[case("Patient/{{context.patientId}}", &[])]
#[case("Condition?patient={{context.patientId}}&code:in=http://x.org/vs&_sort=-date&_count=50", &[])]
#[case("Condition?recorded-date=ge{{today() - 90 days}}&_sort=-recorded-date", &[])]
#[case("Observation?date=2026-01-01", &[])]
#[case("Observation?code=sa12", &[])]
#[case("Condition?patient.name=x", &[RestrictedFault::Chained("patient.name".into())])]
#[case("Condition?subject:Patient.name=x", &[RestrictedFault::Chained("subject:Patient.name".into())])]
#[case("Condition?_include=Condition:encounter", &[RestrictedFault::Control("_include".into())])]
#[case("Patient?_has:Condition:patient:code=x", &[RestrictedFault::Control("_has:Condition:patient:code".into())])]
#[case("Condition?code:text=x", &[RestrictedFault::Modifier("code:text".into())])]
#[case("Condition?onset-date=sa2026-01-01", &[RestrictedFault::DatePrefix("onset-date".into())])]
#[case("Condition?when=ne{{today()}}", &[RestrictedFault::DatePrefix("when".into())])]
#[case("Condition?_count=all&_sort=code", &[RestrictedFault::Count, RestrictedFault::Sort])]
#[case("Condition?date=ge2026&date=le2027", &[RestrictedFault::Twice("date".into())])]
fn the_restricted_set_is_kept(#[case] text: &str, #[case] faults: &[RestrictedFault]) {
    assert_eq!(Template::parse(text).unwrap().check_restricted(), faults);
}

#[rstest]
#[case("Condition?patient={{context.patientId}}&date=ge{{today() - 90 days}}&asserter={{userPractitionerId}}", &[])]
#[case("Encounter/{{context.encounterId}}", &[])]
#[case("DocumentReference?encounter={{context.encounterId}}", &[SandboxFault::NeverSent("encounterId".into())])]
#[case("ServiceRequest?_id={{context.selections}}", &[SandboxFault::NotPrimitive("selections".into())])]
#[case("X?a={{context.draftOrders.entry.resource}}", &[SandboxFault::Path("draftOrders.entry.resource".into())])]
fn what_the_sandbox_cannot_fill_is_told(#[case] text: &str, #[case] faults: &[SandboxFault]) {
    assert_eq!(Template::parse(text).unwrap().check_sandbox(), faults);
}

#[test]
fn a_template_knows_its_parts() {
    let template =
        Template::parse("Condition?patient={{context.patientId}}&date=le{{today()-1 days}}")
            .unwrap();
    assert!(template.matches("Condition") && !template.matches("Patient"));
    assert!(matches!(template.query(), Query::Search(parameters) if parameters.len() == 2));
    let tokens: Vec<_> = template.tokens().cloned().collect();
    assert_eq!(
        tokens,
        [
            Token::Context("patientId".into()),
            Token::Today { days: -1 }
        ]
    );
    assert_eq!(
        template.to_string(),
        "Condition?patient={{context.patientId}}&date=le{{today() - 1 days}}"
    );
}

fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z_][a-zA-Z0-9_]{0,9}(\\.[a-z]{1,5}){0,2}"
            .prop_map(|path| format!("{{{{context.{path}}}}}")),
        proptest::sample::select(UserKind::ALL.to_vec())
            .prop_map(|kind| format!("{{{{user{}Id}}}}", kind.as_str())),
        any::<i16>().prop_map(|days| {
            let sign = if days < 0 { '-' } else { '+' };
            match days {
                0 => "{{today()}}".to_owned(),
                _ => format!("{{{{today() {sign} {} days}}}}", days.unsigned_abs()),
            }
        }),
    ]
}

fn template() -> impl Strategy<Value = String> {
    let read = prop_oneof![token(), "[A-Za-z0-9.-]{1,20}"];
    let value =
        proptest::collection::vec(prop_oneof![token(), "[!$%'-/0-9A-Z|:;=?@_~a-z]{1,9}"], 1..4);
    let parameter = (
        "[_a-z][a-z-]{0,9}",
        proptest::option::of("[a-z]{1,5}(:[A-Z]{1,3})?"),
        value,
    )
        .prop_map(|(name, modifier, value)| {
            let modifier = modifier.map(|it| format!(":{it}")).unwrap_or_default();
            format!("{name}{modifier}={}", value.concat())
        });
    let search = proptest::collection::vec(parameter, 1..4);
    let query = prop_oneof![
        read.prop_map(|id| format!("/{id}")),
        search.prop_map(|parameters| format!("?{}", parameters.join("&"))),
    ];
    ("[A-Z][A-Za-z0-9]{0,12}", query).prop_map(|(kind, query)| format!("{kind}{query}"))
}

proptest! {
    #[test]
    fn a_template_is_written_as_it_was_read(text in template()) {
        let parsed = Template::parse(&text).unwrap();
        prop_assert_eq!(parsed.to_string(), text);
    }

    #[test]
    fn any_text_is_a_template_or_an_error_inside_the_text(text in "\\PC*") {
        if let Err(error) = Template::parse(&text) {
            prop_assert!(error.offset <= text.len());
        }
    }

    #[test]
    fn nearly_a_template_is_a_template_or_an_error(text in template(), at in 0_usize..40, with in "\\PC{0,3}") {
        let at = at.min(text.len());
        let (before, after) = text.split_at(at);
        if let Ok(parsed) = Template::parse(&format!("{before}{with}{after}")) {
            let written = parsed.to_string();
            prop_assert_eq!(&Template::parse(&written).unwrap(), &parsed);
            parsed.check_restricted();
            parsed.check_sandbox();
            parsed.fill(&Session);
        }
    }
}
