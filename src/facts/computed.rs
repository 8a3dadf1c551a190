//! Which numbers of a profile the program uses when it computes a finding. Look-backs and bounds of rules stand in `hooks/`; these do not.

/// The weeks, courses and gaps that conservative care is counted with.
const COURSES: [&str; 3] = ["care_window", "therapy_gap_days", "rx_default_days"];

/// Each computed finding with the numbers behind it, besides those of [`COURSES`].
const COMPUTED: [(&str, &[&str]); 16] = [
    ("episode.current", &["episode_days", "episode_note_days"]),
    ("neuro.pvr_ml", &["pvr_ml_threshold", "new_days"]),
    ("neuro.bladder", &["pvr_ml_threshold", "new_days"]),
    ("rf.fever", &["fever_celsius"]),
    (
        "rf.weight_loss",
        &["weight_loss_pct", "weight_loss_lookback"],
    ),
    (
        "rf.steroid_chronic",
        &["steroid_min_days", "therapy_gap_days", "rx_default_days"],
    ),
    (
        "severity.disabling",
        &["severe_nrs", "severe_disability_pct"],
    ),
    (
        "severity.grade",
        &["grade_two_nrs", "grade_two_disability_pct"],
    ),
    ("img.fitting", &["duplicate_mri_days"]),
    ("img.same", &["duplicate_mri_days"]),
    ("tx", &["rx_default_days"]),
    ("tx.outcome", &["mri_failed_care_weeks"]),
    ("tx.conservative.weeks", &[]),
    (
        "tx.conservative.adequate",
        &[
            "mri_failed_care_weeks",
            "pt_sessions_min",
            "pt_course_min_weeks",
        ],
    ),
    (
        "tx.conservative.failed",
        &[
            "mri_failed_care_weeks",
            "pt_sessions_min",
            "pt_course_min_weeks",
        ],
    ),
    (
        "rf.intractable",
        &[
            "mri_failed_care_weeks",
            "pt_sessions_min",
            "pt_course_min_weeks",
        ],
    ),
];

/// The numbers that the computation of a finding uses, by the finding's name.
pub fn computed_from(finding: &str) -> impl Iterator<Item = &'static str> {
    let own = COMPUTED
        .iter()
        .find(|(name, _)| *name == finding)
        .map_or::<&[&str], _>(&[], |(_, numbers)| numbers);
    let counted = finding.starts_with("tx.") || finding == "rf.intractable";
    own.iter()
        .copied()
        .chain(COURSES.into_iter().filter(move |_| counted))
}

/// The numbers behind a term of protocol 1.0, such as `new`.
pub fn computed_term(term: &str) -> &'static [&'static str] {
    match term {
        "new" => &["new_days"],
        "recent" | "undated" | "chronic" => &["new_days", "cauda_recent_days"],
        "baseline" => &["baseline_days"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Known, Limits};

    #[test]
    fn every_name_is_one_that_the_program_knows() {
        for (finding, numbers) in COMPUTED {
            assert!(Known::NAMES.contains(&finding), "{finding}");
            for number in numbers.iter().chain(&COURSES) {
                assert!(Limits::NAMES.contains(number), "{number}");
            }
        }
    }

    #[test]
    fn every_number_of_the_program_is_said_to_be_used() {
        let terms = ["new", "recent", "baseline"].map(computed_term).concat();
        // These stand in `hooks/` alone: as look-backs and as the bound of a rule.
        let elsewhere = ["minor_trauma_age", "labs_lookback", "egfr_lookback"];
        for number in Limits::NAMES {
            let used = COMPUTED
                .iter()
                .flat_map(|(name, _)| computed_from(name))
                .any(|used| used == *number);
            assert!(
                used || terms.contains(number) || elsewhere.contains(number),
                "{number}"
            );
        }
    }
}
