//! Names of studies as records write them, and what each says. A blank says nothing of it; a name without a modality is no study.

use proptest::prelude::*;

use super::super::order_name::{ordered_study, study};

/// Name, modality, parts of the spine, contrast, side.
const NAMES: &str = "
  MR LUMBAR SPINE WO CONTRAST                          | mri       | lumbar                     | without      |
  MRI L-SPINE W/O                                      | mri       | lumbar                     | without      |
  MRI C-Spine W WO Contrast                            | mri       | cervical                   | without_with |
  MRI CERVICAL SPINE WITH AND WITHOUT IV CONTRAST      | mri       | cervical                   | without_with |
  Magnetic resonance imaging of the thoracic spine     | mri       | thoracic                   |              |
  CT LS SPINE W IV CON                                 | ct        | lumbar                     | with_only    |
  CAT scan lumbosacral spine without contrast          | ct        | lumbar                     | without      |
  XR T/L SPINE 2 VW                                    | xray      | thoracic, lumbar           |              |
  X-ray cervical spine, 2-3 views                      | xray      | cervical                   |              |
  XR Lumbar spine W flexion and W extension            | xray      | lumbar                     |              |
  XR C-SPINE 2-3 VW                                    | xray      | cervical                   |              |
  CT T/L SPINE W IV CON                                | ct        | thoracic, lumbar           | with_only    |
  MRI SPINE CERVICAL W WO IV CONTRAST                  | mri       | cervical                   | without_with |
  XR SPINE LUMBOSACRAL COMPLETE 4+ VW                  | xray      | lumbar                     |              |
  MR C SPINE WO                                        | mri       | cervical                   | without      |
  MRI L/S SPINE W/O CONTRAST                           | mri       | lumbar                     | without      |
  XR LS SPINE AP/LAT                                   | xray      | lumbar                     |              |
  MRI Spine Lumbar w/o Contrast                        | mri       | lumbar                     | without      |
  CT Spine Cervical w/ + w/o Contrast                  | ct        | cervical                   | without_with |
  XR Spine Thoracic 3 Views                            | xray      | thoracic                   |              |
  MR Cervical spine WO and W contrast IV               | mri       | cervical                   | without_with |
  XR Lumbar spine AP and Lateral                       | xray      | lumbar                     |              |
  CT Thoracic spine W contrast IV                      | ct        | thoracic                   | with_only    |
  MR Spine Lumbar WO contrast                          | mri       | lumbar                     | without      |
  MRI neck spine w/ and w/o contrast                   | mri       | cervical                   | without_with |
  CT neck spine w/ and w/o contrast                    | ct        | cervical                   | without_with |
  MRI lumbar spine                                     | mri       | lumbar                     |              |
  X-ray C spine                                        | xray      | cervical                   |              |
  MRI whole spine                                      | mri       | cervical, thoracic, lumbar |              |
  CT myelogram lumbar                                  | myelogram | lumbar                     | intrathecal  |
  Myelogram cervical                                   | myelogram | cervical                   | intrathecal  |
  XR sacrum/coccyx                                     | xray      | lumbar                     |              |
  XR SI JOINTS 3+ VW                                   | xray      | lumbar                     |              |
  MRI SACROILIAC JOINT LEFT WO                         | mri       | lumbar                     | without      | left
  XR SI JOINTS BILATERAL                               | xray      | lumbar                     |              | both
  SI joints                                            |
  Flexion extension cervical                           | xray      | cervical                   |              |
  C-SPINE FLEX/EXT                                     | xray      | cervical                   |              |
  L SPINE 4 VIEWS W OBLIQUES                           | xray      | lumbar                     |              |
  LS SPINE AP & LATERAL                                | xray      | lumbar                     |              |
  Lumbar spine 2V                                      | xray      | lumbar                     |              |
  Lumbar flexion and extension exercises               |
  Cervical ROM flexion extension                       |
  Lumbar spine                                         |
  MRI brain and cervical spine                         | mri       | cervical                   |              |
  CT HEAD AND CERVICAL SPINE WO                        | ct        | cervical                   | without      |
  CT NECK AND C-SPINE W CONTRAST                       | ct        | cervical                   | with_only    |
  MRI SPINE                                            | mri       | unspecified                |              |
  Spinal MRI                                           | mri       | unspecified                |              |
  MRI spinal cord w/wo                                 | mri       | unspecified                | without_with |
  XR scoliosis series 2-3 vw                           | xray      | unspecified                |              |
  MRI WHOLE SPINE W/WO                                 | mri       | cervical, thoracic, lumbar | without_with |
  MR TOTAL SPINE WO                                    | mri       | cervical, thoracic, lumbar | without      |
  MR SPINE SURVEY W WO CONTRAST                        | mri       | cervical, thoracic, lumbar | without_with |
  XR SPINE ENTIRE 2-3 VW                               | xray      | cervical, thoracic, lumbar |              |
  XR LUMBAR SPINE COMPLETE W OBLIQUES                  | xray      | lumbar                     |              |
  XR COMPLETE LUMBAR SPINE                             | xray      | lumbar                     |              |
  MRI C/T/L SPINE W WO                                 | mri       | cervical, thoracic, lumbar | without_with |
  MRI CTL SPINE                                        | mri       | cervical, thoracic, lumbar |              |
  CT C/T SPINE WO                                      | ct        | cervical, thoracic         | without      |
  MRI SPINE T/L WO                                     | mri       | thoracic, lumbar           | without      |
  MRI TL-spine                                         | mri       | thoracic, lumbar           |              |
  MRI CERVICAL, THORACIC AND LUMBAR SPINE              | mri       | cervical, thoracic, lumbar |              |
  XR THORACOLUMBAR SPINE 2 VW                          | xray      | thoracic, lumbar           |              |
  MRI cervicothoracic junction                         | mri       | cervical, thoracic         |              |
  CT craniocervical junction wo contrast               | ct        | cervical                   | without      |
  XR odontoid                                          | xray      | cervical                   |              |
  MRI dorsal spine                                     | mri       | thoracic                   |              |
  X-RAY DORSOLUMBAR SPINE AP LAT                       | xray      | thoracic, lumbar           |              |
  XR D-SPINE                                           | xray      | thoracic                   |              |
  MR LUMB SPINE W/O                                    | mri       | lumbar                     | without      |
  MRI CERV SPINE W/O CON                               | mri       | cervical                   | without      |
  CT THOR SPN WO                                       | ct        | thoracic                   | without      |
  CT CSPINE WO                                         | ct        | cervical                   | without      |
  CT L4-S1 without contrast                            | ct        | lumbar                     | without      |
  MRI lumbar                                           | mri       | lumbar                     |              |
  MRI of her low back without contrast please          | mri       | lumbar                     | without      |
  MRI Lumbosacral Spine (72148)                        | mri       | lumbar                     |              |
  RAD LUMBAR SPINE 2-3 VIEWS                           | xray      | lumbar                     |              |
  Radiograph lumbar spine                              | xray      | lumbar                     |              |
  Plain films of the neck and C spine                  | xray      | cervical                   |              |
  NON-CONTRAST MRI L SPINE                             | mri       | lumbar                     | without      |
  MRI lumbar spine noncontrast                         | mri       | lumbar                     | without      |
  MRI lumbar spine, no contrast                        | mri       | lumbar                     | without      |
  MRI L-spine non-con                                  | mri       | lumbar                     | without      |
  MRI lumbar spine with or without contrast            | mri       | lumbar                     |              |
  MRI lumbar spine with and/or without contrast        | mri       | lumbar                     |              |
  MRI lumbar spine w/o contrast w/ 3D                  | mri       | lumbar                     | without      |
  MRI SPINE LUMBAR WITHOUT THEN WITH CONTRAST          | mri       | lumbar                     | without_with |
  CT LUMBAR SPINE W/O & W/ LIMITED                     | ct        | lumbar                     | without_with |
  CT Spine Lumbar WO IVCON                             | ct        | lumbar                     | without      |
  MRI Lumbar W/WO Gadolinium                           | mri       | lumbar                     | without_with |
  MRI LUMBAR SPINE W/O CONTRAST [72148]                | mri       | lumbar                     | without      |
  XR SPINE CERVICAL AP LAT & ODONTOID                  | xray      | cervical                   |              |
  XR SPINE LUMBAR MIN 4 VIEWS                          | xray      | lumbar                     |              |
  XR PORTABLE LATERAL C SPINE                          | xray      | cervical                   |              |
  XR Spine Lumbosacral 2 or 3 Views                    | xray      | lumbar                     |              |
  CT SPINE THORACOLUMBAR TRAUMA                        | ct        | thoracic, lumbar           |              |
  MRI L-S SPINE                                        | mri       | lumbar                     |              |
  MRI screen whole spine                               | mri       | cervical, thoracic, lumbar |              |
  Lumbar/sacral plexus MRI                             | mri       |                            |              |
  CT Cervical/Thoracic/Lumbar Spine with IV contrast   | ct        | cervical, thoracic, lumbar | with_only    |
  MRI lumbar spine w IV contrast and sedation          | mri       | lumbar                     | with_only    |
  MRI T-SPINE W+WO CONTR                               | mri       | thoracic                   | without_with |
  MR SP LUMBAR WO                                      | mri       | lumbar                     | without      |
  XR SACROILIAC JTS                                    | xray      | lumbar                     |              |
  XR COCCYX                                            | xray      | lumbar                     |              |
  US GUIDED PARACENTESIS                               |
  CT PELVIS BONY W/O                                   | ct        |                            | without      |
  XR ribs right                                        | xray      |                            |              | right
  MRI lumbar spine contrast                            | mri       | lumbar                     |              |
  MRI lumbar spine with gadolinium                     | mri       | lumbar                     | with_only    |
  MRI lumbar pre and post gad                          | mri       | lumbar                     | without_with |
  Contrast enhanced MRI thoracic spine                 | mri       | thoracic                   | with_only    |
  Unenhanced CT cervical spine                         | ct        | cervical                   | without      |
  CT CERVICAL SPINE W                                  | ct        | cervical                   | with_only    |
  MRI lumbar spine without sedation                    | mri       | lumbar                     |              |
  MRI lumbar spine with sedation, without contrast     | mri       | lumbar                     | without      |
  XR lumbar spine without obliques                     | xray      | lumbar                     |              |
  CT Lumbar spine W contrast IT                        | ct        | lumbar                     | intrathecal  |
  RF Cervical spine Views W contrast IT                | myelogram | cervical                   | intrathecal  |
  FL MYELOGRAM THORACIC SPINE                          | myelogram | thoracic                   | intrathecal  |
  CT LUMBAR SPINE RECON FROM ABD PELVIS                | ct        | lumbar                     |              |
  CT CHEST WITH THORACIC SPINE REFORMATS               | ct        | thoracic                   |              |
  XR LUMBAR SPINE LEFT AND RIGHT BENDING               | xray      | lumbar                     |              |
  MRI lumbar spine post laminectomy w/wo               | mri       | lumbar                     | without_with |
  MRI lumbar spine post injection                      | mri       | lumbar                     |              |
  CT abd/pelvis                                        | ct        |                            |              |
  CT CHEST ABDOMEN PELVIS W CONTRAST                   | ct        |                            | with_only    |
  CT NECK SOFT TISSUE W CONTRAST                       | ct        |                            | with_only    |
  CT soft tissue neck                                  | ct        |                            |              |
  MRI neck soft tissue                                 | mri       |                            |              |
  MRI neck                                             | mri       |                            |              |
  CT angio neck                                        | cta       |                            |              |
  CT NECK ANGIOGRAM W WO                               | cta       |                            | without_with |
  CTA HEAD AND NECK                                    | cta       |                            |              |
  MRA NECK WO                                          | mra       |                            | without      |
  MR angio carotids                                    | mra       |                            |              |
  MRI lumbar plexus                                    | mri       |                            |              |
  MRI lumbosacral plexus w/wo                          | mri       |                            | without_with |
  MRI brachial plexus left                             | mri       |                            |              | left
  MRI lumbar plexus and lumbar spine                   | mri       | lumbar                     |              |
  MRI pelvis cervical cancer staging                   | mri       |                            |              |
  MRI vertebral arteries                               | mri       |                            |              |
  CT thoracic aorta                                    | ct        |                            |              |
  CT thoracic                                          | ct        |                            |              |
  XR thoracic inlet                                    | xray      |                            |              |
  XR chest                                             | xray      |                            |              |
  XR KNEE 1 OR 2 VW LEFT                               | xray      |                            |              | left
  XR RT HIP                                            | xray      |                            |              | right
  MRI femoral neck                                     | mri       |                            |              |
  Ankle brachial index                                 | abi       |                            |              |
  US neck soft tissue                                  |
  US cervical lymph nodes                              |
  NM bone scan                                         |
  NM SPECT/CT lumbar spine                             |
  PET/CT skull base to mid thigh                       |
  DXA lumbar spine                                     |
  DEXA BONE DENSITY SPINE AND HIP XR                   |
  MRI lumbar spine r/o epidural abscess                | mri       | lumbar                     |              |
  MR ARTHROGRAM SHOULDER LEFT                          |
  CT discogram lumbar                                  |
  Lumbar puncture under fluoro                         |
  CT guided biopsy lumbar spine                        |
  CT-guided lumbar epidural steroid injection          |
  Lumbar ESI under CT                                  |
  XR guided SI joint injection right                   |
  Physical therapy evaluation                          |
  Doctor's Correct Cation                              |
  CR, serum                                            |
  Cervical cerclage                                    |
  Spinal cord stimulator trial                         |
";

/// `modality | regions | contrast | side`, as the table writes it.
fn read(name: &str) -> String {
    study([name]).map_or_else(String::new, |study| {
        [
            study.modality,
            &study.regions.to_string(),
            study.contrast.unwrap_or_default(),
            study.side.unwrap_or_default(),
        ]
        .join("|")
    })
}

#[test]
fn names_of_studies_say_what_their_words_say_and_no_more() {
    let mut wrong = Vec::new();
    let rows = NAMES.lines().filter(|line| !line.trim().is_empty());
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (name, said) = cells.split_first().unwrap();
        let wanted = said.join("|");
        let found = read(name);
        if found != wanted {
            wrong.push(format!("{name}: read {found:?}, wanted {wanted:?}"));
        }
        count += 1;
    }
    assert!(count > 120, "{count} names");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_of_one_order_fill_each_other_and_the_first_stands_where_they_disagree() {
    let both = ordered_study(["MRI spine", "lumbar spine, without contrast"]).unwrap();
    assert_eq!(
        (both.regions.to_string().as_str(), both.contrast),
        ("lumbar", Some("without"))
    );
    assert!(!both.disputed);
    let texts = [
        "MRI lumbar spine wo contrast",
        "MR Cervical spine W contrast",
    ];
    let disputed = ordered_study(texts).unwrap();
    assert_eq!(disputed.regions.to_string(), "lumbar");
    assert_eq!(disputed.contrast, Some("without"));
    assert!(disputed.disputed);
    // A study that was done may have had several parts, each with a text of its own.
    assert_eq!(
        study(texts).unwrap().regions.to_string(),
        "cervical, lumbar"
    );
}

#[test]
fn a_name_of_a_hundred_thousand_words_is_read_in_bounded_time() {
    let long = "MRI lumbar spine w wo c t l with or without ".repeat(12_000);
    let started = std::time::Instant::now();
    assert_eq!(study([long.as_str()]).unwrap().modality, "mri");
    assert!(started.elapsed().as_secs() < 2);
}

/// Words of the grammar, so that arbitrary names meet its rules.
const WORDS: [&str; 20] = [
    "mri", "CT", "XR", "w", "o", "/", "wo", "with", "without", "or", "contrast", "it", "c", "t",
    "l", "s", "spine", "neck", "guided", "left",
];

proptest! {
    #[test]
    fn any_name_is_read_without_panic(name in "\\PC*", other in "\\PC*") {
        let _ = study([name.as_str(), other.as_str()]);
    }

    #[test]
    fn words_of_the_grammar_in_any_order_are_read_alike_in_any_case(
        words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..12)
    ) {
        let name = words.join(" ");
        prop_assert_eq!(study([name.as_str()]), study([name.to_uppercase().as_str()]));
    }
}
