//! A small vocabulary and a record from JSON, for tests.

use foramen_fhir::{CodeIndex, Match, RecordBuilder, System};
use jiff::{civil::Date, tz::TimeZone};
use serde_json::{Value, value::RawValue};

use crate::{
    Attribute, Attributes, Code, Concept, ConceptRole, Confidence, DrugName, Facts, Finding,
    FindingId, Held, Kind, Known, Limits, LookBack, NamedFinding, OrderMap, Pattern, Phrase,
    Reading, Regions, Role, Unit, Vocabulary, Word, extract, regions_of,
};

/// The day of every test.
pub(super) const TODAY: Date = jiff::civil::date(2026, 6, 15);

/// Findings beside those that the program names itself.
const MORE: [&str; 14] = [
    "pain.flank",
    "pain.unilateral_neck_severe",
    "safety.duloxetine_contra",
    "pain.limb",
    "rf.osteoporosis",
    "rf.vascular_risk",
    "rf.infection_risk",
    "rf.fracture_vertebral",
    "dx.disc_herniation",
    "work.manual",
    "safety.anticoagulation",
    "safety.nsaid_contra",
    "spine.instability",
    "rf.aortic",
];

fn kind(name: &str) -> Kind {
    let words = |words: &[&str]| words.iter().map(|word| Word::from(*word)).collect();
    match name {
        "severity.nrs" => Kind::Number(Unit::Count),
        "severity.odi" | "severity.ndi" => Kind::Number(Unit::Percent),
        "neuro.pvr_ml" => Kind::Number(Unit::Millilitre),
        "labs.esr" => Kind::Number(Unit::MillimetrePerHour),
        "labs.crp" => Kind::Number(Unit::MilligramPerLitre),
        "safety.egfr" => Kind::Number(Unit::MillilitrePerMinute),
        "age" => Kind::Number(Unit::Year),
        "tx" | "img" | "labs" | "referral" | "safety.device" | "order" | "plan" => Kind::List,
        "region" => Kind::Set(words(&["cervical", "thoracic", "lumbar", "unspecified"])),
        "sex" => Kind::Choice(words(&["male", "female", "other"])),
        "setting" => Kind::Choice(words(&[
            "primary_care",
            "specialist",
            "emergency",
            "inpatient",
        ])),
        "safety.pregnancy" => Kind::Choice(words(&["pregnant", "possibly", "no"])),
        "candidate" | "img.concordant" => Kind::Choice(words(&["yes", "no"])),
        "cspine.nexus" | "cspine.canadian" | "cspine.result" => {
            Kind::Choice(words(&["positive", "negative"]))
        }
        _ => Kind::Flag,
    }
}

fn finding(name: &str) -> Finding {
    let lifetime = [
        "rf.cancer_history",
        "rf.prior_surgery",
        "rf.osteoporosis",
        "rf.aortic",
        "safety.duloxetine_contra",
    ];
    let deficit = [
        "neuro.motor",
        "neuro.umn",
        "neuro.gait",
        "neuro.bladder",
        "neuro.bowel",
        "neuro.anal_tone",
        "neuro.saddle",
    ];
    Finding {
        name: name.into(),
        kind: kind(name),
        title: name.to_owned(),
        means: String::new(),
        role: if deficit.contains(&name) {
            Role::Deficit
        } else {
            Role::Context
        },
        look_back: if lifetime.contains(&name) {
            LookBack::Lifetime
        } else {
            LookBack::Now
        },
        question: None,
    }
}

/// `M54.5` covers itself, `M54.5*` what begins so.
fn covers(code: &str) -> Match {
    match code.strip_suffix('*') {
        Some(prefix) => Match::Prefix(prefix.to_owned()),
        None => Match::Exact(code.to_owned()),
    }
}

/// `side = left; limb = lower` as attributes and regions.
fn attributes(text: &str) -> (Attributes, Regions) {
    let mut attributes = Attributes::default();
    let mut regions = Regions::NONE;
    for pair in text
        .split(';')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap();
        let words: Vec<Word> = value.split('+').map(Word::from).collect();
        if name == "region" {
            regions = regions.union(regions_of(&words));
        } else {
            attributes.set(Attribute::from_word(name).unwrap(), Held::Words(words));
        }
    }
    (attributes, regions)
}

/// Concepts: id, role, targets, attributes; a leading `!` of the attributes means that the value decides.
#[rustfmt::skip]
const CONCEPTS: [(&str, ConceptRole, &str, &str); 71] = [
    ("pain.low_back", ConceptRole::Finding, "pain.spine", "region=lumbar"),
    ("pain.neck", ConceptRole::Finding, "pain.spine", "region=cervical"),
    ("pain.back_unspecified", ConceptRole::Finding, "pain.spine", "region=unspecified"),
    ("pain.limb", ConceptRole::Evidence, "", ""),
    ("pattern.radicular", ConceptRole::Finding, "pattern.radicular", ""),
    ("pattern.cauda_equina", ConceptRole::Finding, "pattern.cauda_equina", "region=lumbar"),
    ("neuro.motor", ConceptRole::Finding, "neuro.motor", ""),
    ("neuro.motor.probable", ConceptRole::Finding, "neuro.motor", ""),
    ("neuro.sensory", ConceptRole::Finding, "neuro.sensory", ""),
    ("neuro.gait", ConceptRole::Finding, "neuro.gait", ""),
    ("neuro.reflex", ConceptRole::Finding, "neuro.reflex", ""),
    ("neuro.umn", ConceptRole::Finding, "neuro.umn", ""),
    ("neuro.bladder", ConceptRole::Finding, "neuro.bladder", ""),
    ("neuro.bladder.other_cause", ConceptRole::Baseline, "neuro.bladder", ""),
    ("neuro.saddle", ConceptRole::Finding, "neuro.saddle", ""),
    ("baseline.motor_cause", ConceptRole::Baseline, "neuro.motor+neuro.gait", ""),
    ("rf.cancer_active", ConceptRole::Finding, "rf.cancer_active", ""),
    ("rf.cancer_history", ConceptRole::Finding, "rf.cancer_history", ""),
    ("exclude.skin_cancer", ConceptRole::Exclude, "rf.cancer_active+rf.cancer_history", ""),
    ("rf.fever", ConceptRole::Finding, "rf.fever", ""),
    ("rf.fever.measure", ConceptRole::Finding, "rf.fever", "!"),
    ("rf.infection_recent", ConceptRole::Finding, "rf.infection_recent", ""),
    ("rf.spinal_infection", ConceptRole::Finding, "rf.spinal_infection", ""),
    ("rf.fracture_vertebral", ConceptRole::Finding, "rf.fracture_vertebral", ""),
    ("rf.vascular_risk", ConceptRole::Evidence, "", ""),
    ("rf.vascular_risk.smoking_status", ConceptRole::Evidence, "", "!"),
    ("rf.weight_loss.measure", ConceptRole::Finding, "rf.weight_loss", "!"),
    ("dx.disc_degeneration", ConceptRole::Finding, "spine.diagnosis", ""),
    ("dx.disc_herniation", ConceptRole::Finding, "dx.disc_herniation", ""),
    ("severity.nrs", ConceptRole::Finding, "severity.nrs", "!"),
    ("severity.ndi", ConceptRole::Finding, "severity.ndi", "!"),
    ("labs.esr", ConceptRole::Finding, "labs.esr", "!"),
    ("labs.crp", ConceptRole::Finding, "labs.crp", "!"),
    ("labs.haemoglobin", ConceptRole::List, "labs", "!kind=haemoglobin"),
    ("labs.pregnancy", ConceptRole::Finding, "safety.pregnancy", "!"),
    ("safety.pregnancy.status", ConceptRole::Finding, "safety.pregnancy", "!"),
    ("safety.pregnancy.answer", ConceptRole::Finding, "safety.pregnancy", ""),
    ("safety.egfr", ConceptRole::Finding, "safety.egfr", "!"),
    ("safety.creatinine", ConceptRole::Finding, "safety.kidney", "!"),
    ("sys.collapse.measure", ConceptRole::Finding, "sys.collapse", "!"),
    ("neuro.pvr_ml", ConceptRole::Finding, "neuro.pvr_ml", "!"),
    ("exam.muscle_strength", ConceptRole::Evidence, "neuro.motor", "!"),
    ("exam.reflexes", ConceptRole::Evidence, "neuro.reflex", "!"),
    ("safety.device", ConceptRole::List, "safety.device", ""),
    ("safety.contrast_allergy", ConceptRole::Finding, "safety.contrast_allergy", ""),
    ("safety.contrast_substance", ConceptRole::Finding, "safety.contrast_allergy", ""),
    ("safety.anticoagulation", ConceptRole::Finding, "safety.anticoagulation", ""),
    ("tx.pt", ConceptRole::List, "tx", "kind=pt;procedure=physical_therapy"),
    ("tx.pt.referral", ConceptRole::Order, "order", "procedure=physical_therapy"),
    ("tx.esi", ConceptRole::List, "tx", "kind=esi;procedure=esi"),
    ("exclude.esi", ConceptRole::Exclude, "tx", "kind=esi"),
    ("tx.surgery", ConceptRole::List, "tx", "kind=surgery;procedure=spine_surgery"),
    ("order.lumbar_fusion", ConceptRole::Order, "order", "procedure=fusion;region=lumbar;kind=surgery"),
    ("tx.nsaid", ConceptRole::List, "tx", "kind=nsaid;drug_class=nsaid"),
    ("tx.facet", ConceptRole::Evidence, "tx", ""),
    ("tx.snri", ConceptRole::Finding, "safety.duloxetine_contra", "kind=serotonergic"),
    ("safety.duloxetine_contra", ConceptRole::Finding, "safety.duloxetine_contra", ""),
    ("tx.acetaminophen", ConceptRole::List, "tx", "kind=acetaminophen;drug_class=acetaminophen"),
    ("tx.steroid_oral", ConceptRole::List, "tx", "kind=steroid_oral;drug_class=steroid_oral"),
    ("tx.antiepileptic", ConceptRole::Order, "order", "drug_class=antiepileptic+neuropathic"),
    ("img.mri", ConceptRole::List, "img", "modality=mri"),
    ("img.mri.lumbar", ConceptRole::List, "img", "modality=mri;region=lumbar"),
    ("img.xray.cervical", ConceptRole::List, "img", "modality=xray;region=cervical"),
    ("referral.neurosurgery", ConceptRole::List, "referral", "target=surgeon"),
    ("tx.opioid", ConceptRole::List, "tx", "kind=opioid;drug_class=opioid"),
    ("tx.duloxetine", ConceptRole::List, "tx", "kind=duloxetine;drug_class=neuropathic"),
    ("img.mri.cervical", ConceptRole::List, "img", "modality=mri;region=cervical"),
    ("img.ct.lumbar", ConceptRole::List, "img", "modality=ct;region=lumbar"),
    ("order.brace", ConceptRole::Order, "order", "item=brace"),
    ("order.emg", ConceptRole::Order, "order", "procedure=emg"),
    ("tx.tca", ConceptRole::List, "tx", "kind=tca;drug_class=neuropathic"),
];

/// Codes: concept, system, code (a trailing `*` makes a prefix), words, attributes; `?` before the words is probable, `~` never new.
#[rustfmt::skip]
const CODES: [(&str, System, &str, &str, &str); 84] = [
    ("pain.low_back", System::Icd10Cm, "M54.5*", "Low back pain", "region=lumbar"),
    ("pain.low_back", System::Snomed, "279039007", "Low back pain", "region=lumbar"),
    ("pain.neck", System::Icd10Cm, "M54.2", "Cervicalgia", "region=cervical"),
    ("pain.back_unspecified", System::Icd10Cm, "M54.9", "Dorsalgia, unspecified", ""),
    ("pain.limb", System::Icd10Cm, "M79.605", "Pain in left leg", "side=left;limb=lower"),
    ("pattern.radicular", System::Icd10Cm, "M54.10", "Radiculopathy, site unspecified", ""),
    ("pattern.radicular", System::Icd10Cm, "M54.16", "Radiculopathy, lumbar region", "region=lumbar;limb=lower"),
    ("pattern.radicular", System::Icd10Cm, "M54.4*", "Lumbago with sciatica", "region=lumbar;limb=lower"),
    ("pattern.radicular", System::Icd10Cm, "M54.41", "Lumbago with sciatica, right side", "region=lumbar;side=right;limb=lower"),
    ("pattern.radicular", System::Snomed, "128196005", "Lumbar radiculopathy", "region=lumbar;limb=lower"),
    ("pattern.radicular", System::Snomed, "299966003", "Compression of lumbar nerve root", "region=lumbar;limb=lower"),
    ("pattern.cauda_equina", System::Icd10Cm, "G83.4", "Cauda equina syndrome", "region=lumbar"),
    ("neuro.motor", System::Icd10Cm, "M21.371", "Foot drop, right foot", "side=right;limb=lower"),
    ("neuro.motor.probable", System::Icd10Cm, "R29.898", "?Other symptoms and signs involving the musculoskeletal system", ""),
    ("neuro.motor.probable", System::Icd10Cm, "M62.81", "?Muscle weakness (generalized)", ""),
    ("neuro.sensory", System::Icd10Cm, "R20.2", "Paresthesia of skin", "kind=paraesthesia"),
    ("neuro.gait", System::Icd10Cm, "R26.9", "?~Unspecified abnormalities of gait and mobility", ""),
    ("neuro.gait", System::Icd10Cm, "R26.0", "Ataxic gait", ""),
    ("neuro.reflex", System::Icd10Cm, "R29.2", "?Abnormal reflex", ""),
    ("neuro.umn", System::Icd10Cm, "R29.2", "?Abnormal reflex", ""),
    ("neuro.bladder", System::Icd10Cm, "R33.9", "Retention of urine, unspecified", "kind=retention_or_flow"),
    ("neuro.bladder", System::Icd10Cm, "R32", "?~Unspecified urinary incontinence", "kind=incontinence"),
    ("neuro.bladder", System::Snomed, "236650000", "?~Chronic retention of urine", "kind=retention_or_flow"),
    ("neuro.bladder.other_cause", System::Icd10Cm, "N39.3", "?~Stress incontinence", "kind=incontinence"),
    ("neuro.saddle", System::Snomed, "999001", "Saddle anaesthesia", ""),
    ("baseline.motor_cause", System::Icd10Cm, "G35*", "Multiple sclerosis", ""),
    ("rf.cancer_active", System::Icd10Cm, "C50*", "Malignant neoplasm of breast", ""),
    ("rf.cancer_active", System::Icd10Cm, "C44*", "Malignant neoplasm of skin", ""),
    ("rf.cancer_active", System::Icd10Cm, "C79.51", "Secondary malignant neoplasm of bone", ""),
    ("exclude.skin_cancer", System::Icd10Cm, "C44*", "Malignant neoplasm of skin", ""),
    ("rf.cancer_history", System::Icd10Cm, "Z85*", "Personal history of malignant neoplasm", ""),
    ("rf.fever", System::Icd10Cm, "R50.9", "Fever, unspecified", ""),
    ("rf.fever.measure", System::Loinc, "8310-5", "Body temperature", ""),
    ("rf.infection_recent", System::Icd10Cm, "A41*", "Sepsis", ""),
    ("rf.spinal_infection", System::Icd10Cm, "M46.4*", "Discitis", ""),
    ("rf.fracture_vertebral", System::Icd10Cm, "M48.5*", "Collapsed vertebra", ""),
    ("rf.vascular_risk", System::Icd10Cm, "I10", "Essential hypertension", ""),
    ("rf.vascular_risk.smoking_status", System::Loinc, "72166-2", "Tobacco smoking status", ""),
    ("rf.weight_loss.measure", System::Loinc, "29463-7", "Body weight", ""),
    ("dx.disc_degeneration", System::Icd10Cm, "M51.36", "Lumbar disc degeneration", "region=lumbar"),
    ("dx.disc_herniation", System::Icd10Cm, "M51.26", "Lumbar disc displacement", "region=lumbar"),
    ("severity.nrs", System::Loinc, "72514-3", "Pain severity", ""),
    ("severity.nrs", System::Loinc, "38214-3", "Pain severity, visual analogue", ""),
    ("severity.ndi", System::Loinc, "82237-9", "Total score [NDI]", ""),
    ("labs.esr", System::Loinc, "4537-7", "Erythrocyte sedimentation rate", ""),
    ("labs.crp", System::Loinc, "1988-5", "C reactive protein", ""),
    ("labs.haemoglobin", System::Loinc, "718-7", "Hemoglobin", ""),
    ("labs.pregnancy", System::Loinc, "2106-3", "Choriogonadotropin", ""),
    ("safety.pregnancy.status", System::Loinc, "82810-3", "Pregnancy status", ""),
    ("safety.pregnancy.answer", System::Loinc, "LA15173-0", "Pregnant", "value=pregnant"),
    ("safety.egfr", System::Loinc, "98979-8", "eGFR", ""),
    ("safety.creatinine", System::Loinc, "2160-0", "Creatinine", ""),
    ("sys.collapse.measure", System::Loinc, "8480-6", "Systolic blood pressure", ""),
    ("neuro.pvr_ml", System::Loinc, "69388-7", "?Urinary bladder US post void", ""),
    ("exam.muscle_strength", System::Loinc, "10212-9", "Strength", ""),
    ("exam.reflexes", System::Loinc, "10194-9", "Deep tendon reflexes", ""),
    ("safety.device", System::Snomed, "14106009", "Cardiac pacemaker, device", "kind=pacemaker"),
    ("safety.contrast_allergy", System::Snomed, "293637006", "Allergy to contrast media", ""),
    ("safety.contrast_substance", System::Snomed, "7140000", "Radiographic contrast media", ""),
    ("safety.anticoagulation", System::RxNorm, "11289", "warfarin", ""),
    ("tx.pt", System::Cpt, "97110", "therapeutic exercise", ""),
    ("tx.pt", System::Cpt, "97140", "manual therapy", ""),
    ("tx.pt.referral", System::Snomed, "306170007", "Referral to physiotherapy service", ""),
    ("tx.esi", System::Cpt, "62323", "lumbar interlaminar epidural, imaging guided", "region=lumbar;guidance=imaging"),
    ("tx.facet", System::Cpt, "64493", "lumbar facet injection", "region=lumbar"),
    ("safety.duloxetine_contra", System::Icd10Cm, "H40.2*", "Primary angle-closure glaucoma", ""),
    ("exclude.esi", System::Cpt, "62326", "epidural anaesthetic", ""),
    ("tx.surgery", System::Cpt, "63030", "lumbar laminotomy", "region=lumbar"),
    ("order.lumbar_fusion", System::Cpt, "22612", "lumbar posterolateral fusion", "region=lumbar"),
    ("tx.nsaid", System::RxNorm, "7258", "naproxen", ""),
    ("img.mri", System::Snomed, "113091000", "Magnetic resonance imaging", "modality=mri"),
    ("img.mri.lumbar", System::Cpt, "72148", "lumbar MRI, no contrast", "region=lumbar;modality=mri;contrast=without"),
    ("img.xray.cervical", System::Cpt, "72040", "cervical X-ray", "region=cervical;modality=xray"),
    ("referral.neurosurgery", System::Snomed, "183546007", "Neurosurgical referral", ""),
    ("img.mri.lumbar", System::Cpt, "72158", "lumbar MRI, without then with contrast", "region=lumbar;modality=mri;contrast=without_with"),
    ("img.mri.lumbar", System::Loinc, "30679-5", "MR Lumbar spine WO contrast", "region=lumbar;modality=mri;contrast=without"),
    ("img.mri.lumbar", System::Snomed, "241648005", "MRI of lumbar spine", "region=lumbar;modality=mri"),
    ("img.mri.cervical", System::Cpt, "72141", "cervical MRI, no contrast", "region=cervical;modality=mri;contrast=without"),
    ("img.ct.lumbar", System::Cpt, "72131", "lumbar CT, no contrast", "region=lumbar;modality=ct;contrast=without"),
    ("order.brace", System::Hcpcs, "L0627", "lumbar orthosis", ""),
    ("order.emg", System::Cpt, "95886", "needle EMG with nerve conduction", ""),
    ("tx.opioid", System::RxNorm, "7052", "morphine", ""),
    ("tx.acetaminophen", System::RxNorm, "161", "acetaminophen", ""),
    ("tx.tca", System::RxNorm, "7531", "nortriptyline", ""),
];

/// Names of drugs, with the ingredient that they mean behind `=` where it is another word.
const INGREDIENTS: [(&str, &str); 13] = [
    ("hydrocodone", "tx.opioid"),
    ("morphine", "tx.opioid"),
    ("norco=hydrocodone", "tx.opioid"),
    ("norco=acetaminophen", "tx.acetaminophen"),
    ("diclofenac", "tx.nsaid"),
    ("methylprednisolone", "tx.steroid_oral"),
    ("cymbalta=duloxetine", "tx.duloxetine"),
    ("ibuprofen", "tx.nsaid"),
    ("acetaminophen", "tx.acetaminophen"),
    ("prednisone", "tx.steroid_oral"),
    ("topiramate", "tx.antiepileptic"),
    ("warfarin", "safety.anticoagulation"),
    ("sertraline", "tx.snri"),
];

const RESULTS: [(&str, &str); 13] = [
    ("root_compression", "nerve root impingement"),
    ("root_compression", "compress* ~ root"),
    ("stenosis", "canal stenosis"),
    ("degenerative_only", "degenerative disc disease"),
    ("degenerative_only", "facet arthropathy"),
    ("fracture", "fracture"),
    ("infection", "discitis"),
    ("cord_compression", "cord compression"),
    ("malignancy", "metastasis"),
    ("normal", "unremarkable"),
    ("normal", "[no acute fracture]"),
    ("dx.disc_herniation", "disc extrusion"),
    ("dx.disc_herniation", "extrusion"),
];

/// Words in names: finding, attributes (a leading `?` is probable), phrase.
const NAMES: [(&str, &str, &str); 13] = [
    ("nothing", "", "hay fever"),
    ("neuro.saddle", "", "saddle|perineal numbness|anesthesia"),
    (
        "neuro.bladder",
        "kind=retention_or_flow",
        "urinary retention",
    ),
    (
        "neuro.bladder",
        "?kind=incontinence",
        "urinary incontinence",
    ),
    ("neuro.motor", "", "foot drop"),
    ("neuro.motor", "", "leg|arm weakness"),
    ("neuro.umn", "kind=clonus", "clonus"),
    ("neuro.umn", "kind=hyperreflexia", "hyperreflexia"),
    ("neuro.sexual", "?", "erectile dysfunction"),
    ("rf.fever", "", "fever"),
    ("rf.ivdu", "", "intravenous drug use"),
    ("pain.flank", "", "flank pain"),
    (
        "pattern.cauda_equina",
        "region=lumbar",
        "cauda equina syndrome",
    ),
];

fn drug_names(vocabulary: &Vocabulary) -> Vec<DrugName> {
    let concept = |id: &str| {
        let concepts = &vocabulary.concepts;
        concepts.iter().position(|concept| &*concept.id == id)
    };
    INGREDIENTS
        .iter()
        .map(|(name, id)| {
            let (name, ingredient) = name.split_once('=').unwrap_or((name, name));
            DrugName {
                name: name.to_owned(),
                concept: concept(id).unwrap_or_else(|| panic!("no concept {id}")),
                ingredient: ingredient.to_owned(),
            }
        })
        .collect()
}

/// The findings that the program names, and enough concepts and codes to try every rule of reading.
pub(super) fn vocabulary() -> Vocabulary {
    let names = Known::NAMES
        .iter()
        .chain(MORE.iter().filter(|name| !Known::NAMES.contains(name)));
    let mut vocabulary = Vocabulary::new(names.map(|name| finding(name)).collect()).unwrap();
    for (id, role, targets, columns) in CONCEPTS {
        let measured = columns.starts_with('!');
        let (attributes, regions) = attributes(columns.trim_start_matches('!'));
        let find = |name: &str| {
            vocabulary
                .id(name)
                .unwrap_or_else(|| panic!("no finding {name}"))
        };
        vocabulary.concepts.push(Concept {
            id: id.into(),
            own_finding: vocabulary.id(id),
            role,
            targets: targets
                .split('+')
                .filter(|name| !name.is_empty())
                .map(find)
                .collect(),
            excluded_concepts: Vec::new(),
            attributes,
            regions,
            absent: false,
            measured,
            probable: id.ends_with(".probable"),
            note: String::new(),
        });
    }
    let at = |vocabulary: &Vocabulary, id: &str| {
        vocabulary
            .concepts
            .iter()
            .position(|concept| &*concept.id == id)
            .unwrap_or_else(|| panic!("no concept {id}"))
    };
    for (concept, system, code, words, columns) in CODES {
        let (attributes, regions) = attributes(columns);
        let concept = at(&vocabulary, concept);
        vocabulary.codes.push(Code {
            concept,
            system,
            code: code.to_owned(),
            covers: covers(code),
            words: words.trim_start_matches(['?', '~']).to_owned(),
            strength: if words.starts_with('?') {
                Confidence::Probable
            } else {
                Confidence::Certain
            },
            current_alone: !words.contains('~'),
            attributes,
            regions,
            verified: String::new(),
        });
    }
    vocabulary.index = CodeIndex::build(
        CODES
            .iter()
            .enumerate()
            .map(|(row, (_, system, code, ..))| (*system, covers(code), row)),
    )
    .unwrap();
    vocabulary.ingredients = drug_names(&vocabulary);
    vocabulary.results = RESULTS
        .iter()
        .map(|(says, text)| Phrase {
            pattern: Pattern::parse(text).unwrap(),
            says: Word::from(*says),
        })
        .collect();
    vocabulary.names = NAMES
        .iter()
        .map(|(says, columns, text)| {
            let (attributes, regions) = attributes(columns.trim_start_matches('?'));
            NamedFinding {
                phrase: Phrase {
                    pattern: Pattern::parse(text).unwrap(),
                    says: Word::from(*says),
                },
                finding: vocabulary.id(says),
                confidence: if columns.starts_with('?') {
                    Confidence::Probable
                } else {
                    Confidence::Certain
                },
                attributes,
                regions,
            }
        })
        .collect();
    vocabulary
}

/// The defaults of protocol section 2.
pub(super) fn limits() -> Limits {
    Limits {
        new_days: 14.0,
        cauda_recent_days: 90.0,
        baseline_days: 180.0,
        episode_days: 90.0,
        episode_note_days: 30.0,
        mri_failed_care_weeks: 6.0,
        pt_sessions_min: 4.0,
        pt_course_min_weeks: 3.0,
        therapy_gap_days: 14.0,
        rx_default_days: 14.0,
        care_window: 365.0,
        duplicate_mri_days: 180.0,
        severe_nrs: 7.0,
        severe_disability_pct: 41.0,
        grade_two_disability_pct: 30.0,
        grade_two_nrs: 4.0,
        pvr_ml_threshold: 200.0,
        fever_celsius: 38.0,
        weight_loss_pct: 5.0,
        weight_loss_lookback: 180.0,
        steroid_min_days: 90.0,
        minor_trauma_age: 65.0,
        labs_lookback: 90.0,
        egfr_lookback: 90.0,
    }
}

/// What was read from a record, with the vocabulary to ask it.
pub(super) struct Read {
    pub(super) vocabulary: Vocabulary,
    pub(super) facts: Facts,
}

impl Read {
    /// The id of a finding.
    pub(super) fn id(&self, name: &str) -> FindingId {
        self.vocabulary
            .id(name)
            .unwrap_or_else(|| panic!("no finding {name}"))
    }

    /// Every fact but age and sex in one line each, for comparison.
    pub(super) fn lines(&self) -> Vec<String> {
        self.facts.iter().map(|fact| self.line(fact)).collect()
    }

    /// The lines of one finding.
    pub(super) fn of(&self, name: &str) -> Vec<String> {
        self.facts
            .of(self.id(name))
            .iter()
            .map(|fact| self.line(fact))
            .collect()
    }

    fn line(&self, fact: &crate::Fact) -> String {
        let mut parts = vec![self.vocabulary.name(fact.finding).to_owned()];
        if !fact.is_present() {
            parts.push("absent".to_owned());
        }
        if !fact.is_certain() {
            parts.push("probable".to_owned());
        }
        if !fact.regions.is_empty() {
            parts.push(format!("in {}", fact.regions));
        }
        for (attribute, held) in fact.attributes.iter() {
            let held = match held {
                Held::Words(words) => words.join("+"),
                Held::Number(number) => number.to_string(),
            };
            parts.push(format!("{attribute}={held}"));
        }
        let dates = [
            ("onset", fact.onset),
            ("end", fact.end),
            ("stated", fact.stated),
            ("worsened", fact.worsened),
        ];
        parts.extend(
            dates
                .iter()
                .filter_map(|(name, date)| Some(format!("{name} {}", (*date)?))),
        );
        parts.extend(fact.value.map(|value| format!("value {value}")));
        for (name, flag) in [
            ("visit", fact.current_encounter),
            ("long", fact.long_standing),
        ] {
            if flag {
                parts.push(name.to_owned());
            }
        }
        parts.join(" ")
    }
}

/// Reads a chart, a list of drafts, and an encounter in context.
pub(super) fn read_all(chart: &Value, drafts: &Value, encounter: Option<&str>) -> Read {
    read_at_a_site(chart, drafts, encounter, None)
}

/// The same, where the site says what its own codes and names of orders mean.
pub(super) fn read_at_a_site(
    chart: &Value,
    drafts: &Value,
    encounter: Option<&str>,
    orders: Option<&OrderMap>,
) -> Read {
    let vocabulary = vocabulary();
    let limits = limits();
    let raw = |value: &Value| RawValue::from_string(value.to_string()).unwrap();
    let (chart, drafts) = (raw(chart), raw(drafts));
    let mut builder = RecordBuilder::new("p", None);
    builder.chart("chart", &chart).draft("drafts", &drafts);
    let record = builder.finish();
    let reading = Reading {
        vocabulary: &vocabulary,
        limits: &limits,
        zone: &TimeZone::UTC,
        today: TODAY,
        encounter,
        orders,
        judged: &|reference| !reference.ends_with("/unjudged"),
    };
    let facts = extract(&record, &reading);
    Read { vocabulary, facts }
}

/// Reads one resource of the chart.
pub(super) fn read(resource: &Value) -> Read {
    read_all(&Value::Array(vec![resource.clone()]), &Value::Null, None)
}
