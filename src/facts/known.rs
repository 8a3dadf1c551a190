//! The findings that Rust computes or reads by name. Everything else in `hooks/findings` is data to this program.

use crate::{FindingId, MissingFinding};

macro_rules! known {
    ($($field:ident = $name:literal,)+) => {
        /// Ids of the findings that the program names itself, resolved once at load.
        #[derive(Debug, Clone, Copy)]
        #[expect(missing_docs, reason = "each field is the finding of the same name; hooks/findings documents it")]
        pub struct Known { $(pub $field: FindingId,)+ }

        impl Known {
            /// The names, in the order of the fields.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// Looks every name up; the first that is missing is the error.
            pub fn resolve(id: impl Fn(&str) -> Option<FindingId>) -> Result<Self, MissingFinding> {
                Ok(Self { $($field: id($name).ok_or(MissingFinding($name))?,)+ })
            }
        }
    };
}

known! {
    age = "age",
    sex = "sex",
    deceased = "deceased",
    region = "region",
    setting = "setting",
    spine_visit = "spine.visit",
    pain_spine = "pain.spine",
    spine_dx = "spine.diagnosis",
    spine_order = "spine.order",
    episode_current = "episode.current",
    duration = "duration",
    duration_limb = "duration.limb",
    duration_after_surgery = "duration.after_surgery",
    pattern_axial = "pattern.axial",
    pattern_radicular = "pattern.radicular",
    pattern_stenosis = "pattern.stenosis",
    pattern_walking_pain = "pattern.walking_pain",
    pattern_myelopathic = "pattern.myelopathic",
    pattern_cauda_equina = "pattern.cauda_equina",
    neuro_motor = "neuro.motor",
    neuro_sensory = "neuro.sensory",
    neuro_sensory_level = "neuro.sensory_level",
    neuro_reflex = "neuro.reflex",
    neuro_umn = "neuro.umn",
    neuro_gait = "neuro.gait",
    neuro_hand_dexterity = "neuro.hand_dexterity",
    neuro_bladder = "neuro.bladder",
    neuro_bowel = "neuro.bowel",
    neuro_anal_tone = "neuro.anal_tone",
    neuro_saddle = "neuro.saddle",
    neuro_sexual = "neuro.sexual",
    neuro_pvr_ml = "neuro.pvr_ml",
    neuro_progressive = "neuro.progressive",
    sym_headache = "sym.headache",
    sym_neck_stiffness = "sym.neck_stiffness",
    sys_collapse = "sys.collapse",
    severity_nrs = "severity.nrs",
    severity_odi = "severity.odi",
    severity_ndi = "severity.ndi",
    severity_disabling = "severity.disabling",
    severity_grade = "severity.grade",
    severity_higher = "severity.higher",
    rf_cancer_active = "rf.cancer_active",
    rf_cancer_history = "rf.cancer_history",
    rf_weight_loss = "rf.weight_loss",
    rf_fever = "rf.fever",
    rf_ivdu = "rf.ivdu",
    rf_infection_recent = "rf.infection_recent",
    rf_immunosuppression = "rf.immunosuppression",
    rf_steroid_chronic = "rf.steroid_chronic",
    rf_prior_surgery = "rf.prior_surgery",
    rf_intractable = "rf.intractable",
    rf_labs_abnormal = "rf.labs_abnormal",
    rf_systemic_disease = "rf.systemic_disease",
    rf_trauma_major = "rf.trauma_major",
    rf_trauma_minor = "rf.trauma_minor",
    rf_spinal_infection = "rf.spinal_infection",
    rf_fracture_vertebral = "rf.fracture_vertebral",
    labs_raised = "labs.raised",
    labs_esr = "labs.esr",
    labs_crp = "labs.crp",
    labs = "labs",
    cspine_nexus = "cspine.nexus",
    cspine_canadian = "cspine.canadian",
    cspine_result = "cspine.result",
    tx = "tx",
    tx_weeks = "tx.conservative.weeks",
    tx_adequate = "tx.conservative.adequate",
    tx_failed = "tx.conservative.failed",
    tx_outcome = "tx.outcome",
    img = "img",
    img_current = "img.current",
    img_fitting = "img.fitting",
    img_same = "img.same",
    img_concordant = "img.concordant",
    referral = "referral",
    device = "safety.device",
    order = "order",
    plan = "plan",
    candidate = "candidate",
    psychosocial = "psychosocial",
    safety_pregnancy = "safety.pregnancy",
    safety_egfr = "safety.egfr",
    safety_kidney = "safety.kidney",
    safety_nsaid_contra = "safety.nsaid_contra",
    safety_duloxetine_contra = "safety.duloxetine_contra",
    safety_contrast_allergy = "safety.contrast_allergy",
    end_of_life = "setting.end_of_life",
}
