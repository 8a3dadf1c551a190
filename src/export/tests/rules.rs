//! Rules as plans.

use super::{CATALOG, objects, of};
use foramen_protocol::format::{Condition, Indicator, OrderChoice, Rule};
use rstest::rstest;
use serde_json::json;

/// The conditions of a rule that stand in its file.
fn conditions(rule: &Rule) -> usize {
    let branch = |if_: &Option<Condition>| usize::from(if_.is_some());
    let branches = rule.branches.iter().map(|part| {
        let asked = part.ask.iter().map(|ask| branch(&ask.if_)).sum::<usize>();
        let orders = part.suggest.iter().map(|suggest| match &suggest.order {
            OrderChoice::ByRegion(orders) => orders.len() * branch(&suggest.if_),
            _ => branch(&suggest.if_),
        });
        branch(&part.if_) + asked + orders.sum::<usize>()
    });
    1 + branches.sum::<usize>()
}

#[test]
fn every_condition_of_a_rule_is_there_in_its_language_and_in_words() {
    for rule in CATALOG.rules() {
        let plan = of(&format!("PlanDefinition-{}.json", rule.id));
        let expressions: Vec<(&str, &str)> = objects(&plan)
            .into_iter()
            .filter_map(|object| object.get("expression")?.as_object())
            .map(|expression| {
                assert_eq!(expression["language"], "text/x-foramen");
                let text = |name: &str| expression[name].as_str().unwrap();
                (text("expression"), text("description"))
            })
            .filter(|(text, _)| *text != "{ finding = \"episode.current\" }")
            .collect();
        assert_eq!(expressions.len(), conditions(rule), "{}", rule.id);
        for (expression, words) in expressions {
            let read = toml::from_str::<toml::Table>(&format!("when = {expression}"));
            assert!(read.is_ok(), "{}: {expression}", rule.id);
            assert!(!words.trim().is_empty(), "{}: {expression}", rule.id);
        }
    }
}

#[test]
fn a_region_rule_needs_the_current_episode_from_stage_2_on() {
    let first = |rule: &str| {
        of(&format!("PlanDefinition-{rule}.json"))["action"][0]["condition"][0]["expression"]
            ["expression"]
            .clone()
    };
    let gate = json!("{ finding = \"episode.current\" }");
    assert_ne!(first("E1"), gate);
    assert_eq!(first("U1"), gate);
    assert_ne!(first("O10"), gate);
}

#[test]
fn a_plan_is_looked_at_on_the_hooks_of_its_rule() {
    for rule in CATALOG.rules() {
        let plan = of(&format!("PlanDefinition-{}.json", rule.id));
        let triggers = plan["action"][0]["trigger"].as_array();
        let names: Vec<&str> = triggers
            .into_iter()
            .flatten()
            .map(|trigger| trigger["name"].as_str().unwrap())
            .collect();
        let hooks: Vec<&str> = rule.hooks.keys().map(|hook| hook.word()).collect();
        assert_eq!(names, hooks, "{}", rule.id);
    }
}

#[rstest]
#[case::card(
    "E1",
    "/action/0/action/0/title",
    "emergency assessment and stat lumbar MRI now"
)]
#[case::why(
    "E1",
    "/action/0/action/0/description",
    "Saddle, bladder, bowel or sexual change"
)]
#[case::advice(
    "E1",
    "/action/0/action/0/description",
    "\nEmergency department now; alert the spine surgeon.\n"
)]
#[case::target(
    "E1",
    "/action/0/action/0/description",
    "Target: the parameter emergent_mri_hours."
)]
#[case::answer(
    "E1",
    "/description",
    "A later study (mri) ends it, unless the study shows one of: cauda_equina"
)]
#[case::file("E1", "/description", "protocol/1-emergent/E1-cauda-equina.toml")]
#[case::shown("O10", "/usage", "On patient-view: a line on a card that stands.")]
#[case::hold(
    "O10",
    "/action/0/action/0/description",
    "proposed orders of this kind are not created"
)]
#[case::first_branch(
    "O10",
    "/action/0/description",
    "The first part whose condition holds is taken."
)]
#[case::limit(
    "G3c",
    "/action/0/description",
    "only what is of stage 1 may show, at most as warning."
)]
#[case::region(
    "M1",
    "/action/0/action/0/action/0/description",
    "In the cervical region."
)]
#[case::derived(
    "M1",
    "/action/0/condition/1/expression/description",
    "\n  criteria.mri\n    "
)]
fn a_plan_says_what_its_rule_says(#[case] rule: &str, #[case] place: &str, #[case] says: &str) {
    let plan = of(&format!("PlanDefinition-{rule}.json"));
    let text = plan.pointer(place).unwrap().as_str().unwrap();
    assert!(text.contains(says), "{text}");
}

#[rstest]
#[case(Indicator::Critical, "stat")]
#[case(Indicator::Warning, "urgent")]
#[case(Indicator::Info, "routine")]
fn the_priority_of_a_branch_is_that_of_its_indicator(
    #[case] indicator: Indicator,
    #[case] priority: &str,
) {
    let mut branches = 0;
    for rule in CATALOG.rules() {
        let plan = of(&format!("PlanDefinition-{}.json", rule.id));
        for (at, branch) in rule.branches.iter().enumerate() {
            if branch.indicator == indicator {
                assert_eq!(
                    plan["action"][0]["action"][at]["priority"], priority,
                    "{}",
                    rule.id
                );
                branches += 1;
            }
        }
    }
    assert!(branches > 0);
}
