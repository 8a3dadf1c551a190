//! What a catalogue holds and reports about itself, and what is said of files as a whole.

use super::tiny::{CARDS, CATALOGUE, FINDINGS, IMAGING, PARAMETERS, PROFILE, RULE, SERVICE, Tiny};
use crate::{Draft, File};
use foramen_facts::System::{Icd10Cm, Snomed};
use foramen_facts::{Confidence, Setting, Unit};
use proptest::prelude::*;

#[test]
fn a_small_catalogue_has_no_mistake() {
    assert_eq!(Tiny::new().said(), "");
}

#[test]
fn the_digest_depends_on_every_text_and_path_and_not_on_the_order_of_files() {
    let digest = |tiny: Tiny| tiny.catalog().digest().to_owned();
    let own = digest(Tiny::new());
    assert_eq!(own.len(), 64);
    let mut turned = Tiny::new().files();
    turned.reverse();
    assert_eq!(Draft::load(turned).check().unwrap().digest(), own);
    assert_ne!(digest(Tiny::new().add(CATALOGUE, "# a word\n")), own);
    assert_ne!(digest(Tiny::new().add(RULE, "# why\n")), own);
    // Pages say what the files say; they are no part of it.
    assert_eq!(digest(Tiny::new().add("protocol/docs.md", "")), own);
}

#[test]
fn groups_take_in_the_flags_of_their_roles() {
    let catalog = Tiny::new().catalog();
    let names = |group: &str| {
        let group = &catalog.content().groups[&catalog.vocabulary().id(group).unwrap()];
        let members = group
            .members
            .iter()
            .map(|member| (catalog.vocabulary().name(member.finding), member.optional));
        (members.collect::<Vec<_>>(), group.certain)
    };
    assert_eq!(names("group.flag_ab"), (vec![("rf.fever", false)], true));
    assert_eq!(
        names("group.cauda_equina"),
        (
            vec![("neuro.saddle", false), ("neuro.bladder", true)],
            false
        )
    );
}

#[test]
fn codes_say_what_their_set_and_they_themselves_say() {
    let catalog = Tiny::new().catalog();
    let vocabulary = catalog.vocabulary();
    let found = |system, code: &str| {
        let rows = vocabulary
            .index
            .lookup(system, code)
            .map(|(row, _)| &vocabulary.codes[*row]);
        rows.map(|row| {
            (
                &*vocabulary.concepts[row.concept].id,
                row.strength,
                row.current_alone,
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        found(Icd10Cm, "R33.8"),
        [("neuro.bladder", Confidence::Certain, true)]
    );
    assert_eq!(
        found(Snomed, "267064002"),
        [("neuro.bladder", Confidence::Probable, false)]
    );
    assert_eq!(
        found(Icd10Cm, "V05.10XA"),
        [("baseline.bladder", Confidence::Certain, true)]
    );
    assert_eq!(found(Icd10Cm, "V05.10XD"), []);
    let concept = |id: &str| {
        vocabulary
            .concepts
            .iter()
            .find(|concept| &*concept.id == id)
            .unwrap()
    };
    let bladder = concept("neuro.bladder");
    assert_eq!(bladder.own_finding, vocabulary.id("neuro.bladder"));
    assert_eq!(
        (
            bladder.attributes.word(foramen_facts::Attribute::Kind),
            bladder.regions.to_string()
        ),
        (Some("retention_or_flow"), "lumbar".into())
    );
    // A group has no facts of its own, and a concept may exclude another one.
    let targets: Vec<_> = concept("baseline.bladder")
        .targets
        .iter()
        .map(|id| vocabulary.name(*id))
        .collect();
    assert_eq!(targets, ["neuro.saddle", "neuro.bladder"]);
    let excluded: Vec<_> = concept("exclude.baseline")
        .excluded_concepts
        .iter()
        .map(|at| &*vocabulary.concepts[*at].id)
        .collect();
    assert_eq!(excluded, ["baseline.bladder"]);
}

#[test]
fn another_name_of_a_drug_needs_its_ingredient() {
    let said = Tiny::new()
        .replace("lexicon/tiny.toml", "{ naproxen = [", "{ naproxin = [")
        .said();
    assert!(
        said.contains("\"naproxin\" is no ingredient of this concept; list it in `names`"),
        "{said}"
    );
}

#[test]
fn drug_names_are_those_of_the_lexicon_and_of_rxnorm() {
    let catalog = Tiny::new().catalog();
    let vocabulary = catalog.vocabulary();
    let names: Vec<_> = vocabulary
        .ingredients
        .iter()
        .map(|drug| {
            let concept = &*vocabulary.concepts[drug.concept].id;
            (drug.name.as_str(), concept, drug.ingredient.as_str())
        })
        .collect();
    assert_eq!(
        names,
        [
            ("aleve", "tx.nsaid", "naproxen"),
            ("ibuprofen", "tx.nsaid", "ibuprofen"),
            ("naproxen", "tx.nsaid", "naproxen"),
        ]
    );
    let phrases: Vec<_> = vocabulary
        .results
        .iter()
        .map(|phrase| (phrase.pattern.to_string(), &*phrase.says))
        .collect();
    assert_eq!(
        phrases,
        [("nerve root compression".to_owned(), "root_compression")]
    );
}

#[test]
fn a_profile_sets_what_differs_in_the_unit_of_the_default() {
    let changed = "set = { mri_failed_care_weeks = \"42 d\", require_candidacy = \"on\", ivdu_lookback = \"lifetime\", emergent_mri_hours = \"1 h\" }";
    let catalog = Tiny::new()
        .replace(PROFILE, "set = {}", changed)
        .replace(PARAMETERS, "\"6 wk\"", "\"5 wk\"")
        .catalog();
    let parameters = &catalog.profile("us-acr").unwrap().parameters;
    assert_eq!(
        parameters.get("mri_failed_care_weeks"),
        Some(&Setting::Amount(6.0, Unit::Week))
    );
    assert_eq!(
        parameters.get("require_candidacy"),
        Some(&Setting::Word("on".into()))
    );
    assert_eq!(parameters.get("ivdu_lookback"), Some(&Setting::Lifetime));
    assert_eq!(
        parameters.get("emergent_mri_hours"),
        Some(&Setting::Amount(1.0, Unit::Hour))
    );
    assert!(
        (catalog
            .profile("us-acr")
            .unwrap()
            .limits
            .mri_failed_care_weeks
            - 6.0)
            .abs()
            < f64::EPSILON
    );
}

#[test]
fn a_profile_never_narrows_stage_1() {
    let narrowed = Tiny::new()
        .replace(PARAMETERS, "default = \"4 h\"", "default = \"3 h\"")
        .replace(
            PARAMETERS,
            "default = \"P12M\"\nrange = [\"P12M\"",
            "default = \"P12M\"\nrange = [\"P6M\"",
        )
        .replace(
            PROFILE,
            "set = {}",
            "set = { emergent_mri_hours = \"4 h\", ivdu_lookback = \"P6M\" }",
        );
    insta::assert_snapshot!(narrowed.said(), @r#"
    profiles/us-acr.toml:3:30  emergent_mri_hours = 4 narrows stage 1: a profile may only make it smaller than 3 h
    profiles/us-acr.toml:3:53  ivdu_lookback = 183 narrows stage 1: a profile may only make it larger than 365 d
    "#);
}

#[test]
fn cards_without_a_list_of_their_own_offer_the_common_reasons() {
    let catalog = Tiny::new().catalog();
    let reasons = |card: &str| {
        catalog.content().cards[card]
            .overrides
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(reasons("E1"), ["already-in-emergency", "other"]);
    assert_eq!(reasons("M1"), ["other"]);
}

#[test]
fn numbers_that_no_profile_moves_are_listed_with_their_places() {
    let counted = "{ finding = \"criteria.mri\" }, { count_of = [\"pain.spine\", \"rf.fever\"], at_least = 2 }";
    let catalog = Tiny::new()
        .replace(IMAGING, "{ finding = \"criteria.mri\" }", counted)
        .catalog();
    let literals: Vec<_> = catalog.literals().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(literals.join("\n"), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:12:33  count_of at_least 2
    protocol/4-imaging/M1-mri-after-care.toml:17:24  65 a
    "#);
}

#[test]
fn codes_that_nobody_checked_are_listed() {
    let catalog = Tiny::new().catalog();
    let codes: Vec<_> = catalog
        .unverified_codes()
        .map(|(concept, code)| format!("{concept} {} {}", code.system, code.code))
        .collect();
    assert_eq!(codes, ["neuro.bladder snomed 267064002"]);
}

#[test]
fn coverage_names_the_rules_and_lines_of_every_row() {
    let coverage = Tiny::new()
        .replace(
            CATALOGUE,
            "pending = [\"S0-03\"]",
            "pending = [\"S0-03\", \"U4\"]",
        )
        .catalog()
        .coverage();
    let rows: Vec<_> = coverage
        .rows
        .iter()
        .map(|(row, by)| format!("{row} {by:?}"))
        .collect();
    assert_eq!(rows, ["S0-01 [\"L1\"]", "S0-02 [\"M1\"]", "S0-03 []"]);
    assert_eq!(coverage.pending_rules, ["U4".into()]);
    assert_eq!(coverage.pending_rows, ["S0-03".into()]);
}

#[test]
fn a_pending_rule_may_be_named_before_it_is_in() {
    let early = Tiny::new()
        .replace(
            CATALOGUE,
            "pending = [\"S0-03\"]",
            "pending = [\"S0-03\", \"U4\"]",
        )
        .replace(IMAGING, "fired = [\"stage-1\"]", "fired = [\"U4\"]")
        .replace(CARDS, "rules = [\"M1\"]", "rules = [\"M1\", \"U4\"]");
    assert_eq!(early.said(), "");
}

#[test]
fn a_parameter_that_nothing_reads_is_reported_once_no_rule_is_pending() {
    let unused = || {
        Tiny::new().add(PARAMETERS, "[idle]\ndefault = \"1 d\"\nrange = [\"1 d\", \"2 d\"]\nmeans = \"…\"\nsources = [\"project\"]\n")
    };
    insta::assert_snapshot!(unused().said(), @r#"profiles/parameters.toml:140:2  parameter "idle" is used by no rule, finding, card or computation"#);
    assert_eq!(
        unused()
            .replace(CATALOGUE, "\"S0-03\"]\n", "\"S0-03\"]\n")
            .replace(CATALOGUE, "pending = [", "pending = [\"U4\", ")
            .said(),
        ""
    );
}

#[test]
fn a_name_is_defined_once() {
    let twice = Tiny::new()
        .add("findings/zz.toml", "[[derived]]\nid = \"neuro.bladder\"\ntitle = \"again\"\nmeans = \"…\"\nwhen.finding = \"pain.spine\"\n")
        .add("protocol/1-emergent/E1-again.toml", "id = \"E1\"\n")
        .add(CARDS, "[[override]]\ncode = \"other\"\ndisplay = \"Again\"\n");
    let said = twice.said();
    let said: Vec<_> = said.lines().filter(|line| line.contains("twice")).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    cards/tiny.toml:30:8  override reason "other" is defined twice; first in cards/tiny.toml:27
    findings/zz.toml:2:6  finding "neuro.bladder" is defined twice; first in findings/tiny.toml:2
    protocol/1-emergent/E1-cauda-equina.toml:1:6  rule "E1" is defined twice; first in protocol/1-emergent/E1-again.toml:1
    "#);
}

#[test]
fn a_syntax_error_is_told_alone() {
    let broken = Tiny::new()
        .replace(RULE, "stage = 1", "stage = = 1")
        .replace(CARDS, "[[line]]", "[[line]");
    insta::assert_snapshot!(broken.said(), @r#"
    cards/tiny.toml:15:8  unclosed array table, expected `]`
    protocol/1-emergent/E1-cauda-equina.toml:4:9  extra `=`, expected nothing
    protocol/1-emergent/E1-cauda-equina.toml:4:11  unexpected key or value, expected newline, `#`
    "#);
}

#[test]
fn mistakes_are_sorted_by_file_and_place() {
    let many = Tiny::new()
        .replace(
            RULE,
            "title = \"Possible cauda equina syndrome\"",
            "title = 7",
        )
        .replace(RULE, "pathway = \"emergent\"", "pathway = \"x\"")
        .replace(FINDINGS, "look_back = \"now\"", "look_back = 3")
        .replace(SERVICE, "title", "titel");
    insta::assert_snapshot!(many.said(), @r#"
    findings/tiny.toml:16:13  `look_back` takes a text, not a whole number
    protocol/1-emergent/E1-cauda-equina.toml:2:9  `title` takes a text, not a whole number
    protocol/1-emergent/E1-cauda-equina.toml:7:11  unknown pathway "x"; accepted: none, conservative, imaging, specialist, urgent, emergent
    services/spine-chart.toml:1:1  `title` is missing
    services/spine-chart.toml:3:1  unknown key `titel`; did you mean "title"?
        accepted here: description, hooks, id, prefetch, title, usage_requirements
    "#);
}

#[test]
fn a_file_of_no_known_place_is_refused() {
    let strange = Tiny::new()
        .add("findings/deep/er.toml", "")
        .add("protocol/7-more/X1.toml", "")
        .add("notes.txt", "");
    insta::assert_snapshot!(strange.said(), @r#"
    findings/deep/er.toml:1:1  no file of this place and name is read
        files are catalogue.toml, guidance.toml, sources.toml, source-attributes.toml, questionnaire.json, and *.toml in findings, value-sets, lexicon, cards, orders, profiles, services and protocol/{0-scope,1-emergent,2-urgent,3-result,4-imaging,5-order,6-conservative}
    notes.txt:1:1  no file of this place and name is read
        files are catalogue.toml, guidance.toml, sources.toml, source-attributes.toml, questionnaire.json, and *.toml in findings, value-sets, lexicon, cards, orders, profiles, services and protocol/{0-scope,1-emergent,2-urgent,3-result,4-imaging,5-order,6-conservative}
    protocol/7-more/X1.toml:1:1  no file of this place and name is read
        files are catalogue.toml, guidance.toml, sources.toml, source-attributes.toml, questionnaire.json, and *.toml in findings, value-sets, lexicon, cards, orders, profiles, services and protocol/{0-scope,1-emergent,2-urgent,3-result,4-imaging,5-order,6-conservative}
    "#);
}

#[test]
fn what_the_program_needs_by_name_must_be_there() {
    let bare = Tiny::new().without("findings/known.toml").said();
    let missing = bare
        .lines()
        .filter(|line| line.contains("is not defined in hooks/findings"))
        .count();
    assert_eq!(missing, foramen_facts::Known::NAMES.len() - 2);
    insta::assert_snapshot!(bare.lines().find(|line| line.contains("is not defined")).unwrap(), @r#"findings:1:1  finding "age" is not defined in hooks/findings; the program computes or reads it by that name"#);
    let limits = Tiny::new()
        .replace(PARAMETERS, "[mri_failed_care_weeks]", "[other_weeks]")
        .said();
    insta::assert_snapshot!(limits.lines().find(|line| line.contains("missing")).unwrap(), @r#"profiles/parameters.toml:1:1  parameter "mri_failed_care_weeks" is missing; the program computes with it by that name"#);
    insta::assert_snapshot!(super::said(Vec::new()).lines().next().unwrap(), @"catalogue.toml:1:1  the file is missing: it gives `format`, `protocol`, `title` and `guidance`");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_any_file_is_read_without_panic(text in "\\PC{0,200}", which in 0usize..20) {
        let mut files = Tiny::new().files();
        let which = which % files.len();
        files[which].text = text;
        let _ = Draft::load(files).check();
    }

    #[test]
    fn a_file_that_lost_or_gained_some_characters_is_read_without_panic(
        which in 0usize..20, at in 0.0f64..1.0, lost in 0usize..12, gained in "[\\[\\]{}=,.\"#a-z0-9\\n ]{0,6}",
    ) {
        let mut files = Tiny::new().files();
        let which = which % files.len();
        let chars: Vec<char> = files[which].text.chars().collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let at = (at * chars.len() as f64) as usize;
        let text = chars[..at].iter().copied().chain(gained.chars()).chain(chars[at..].iter().skip(lost).copied());
        files[which].text = text.collect();
        if let Err(mistakes) = Draft::load(files.clone()).check() {
            for mistake in mistakes {
                let text = files.iter().find(|file: &&File| file.path == mistake.path).map_or("", |file| &file.text);
                prop_assert!(text.get(mistake.span.clone()).is_some(), "{mistake} has a span outside of its file");
            }
        }
    }
}
