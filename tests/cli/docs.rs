//! `foramen docs`.

use crate::program::{changed_hooks, run};
use std::fs;

#[test]
fn the_pages_of_the_rules_are_fresh() {
    let (code, said, error) = run(&["docs", "--check", "hooks"]);
    assert_eq!(
        code, 0,
        "write them with `cargo run -q -p foramen -- docs`: {said}{error}"
    );
}

#[test]
fn a_page_that_is_stale_missing_or_left_over_is_named() {
    let hooks = changed_hooks(
        "protocol/1-emergent/E7-aortic.toml",
        "title = \"Possible aortic emergency\"",
        "title = \"Aortic emergency\"",
    );
    let page = |name: &str| hooks.path().join("protocol/1-emergent").join(name);
    fs::rename(page("E1-cauda-equina.md"), page("E99-gone.md")).unwrap();
    let folder = hooks.path().to_str().unwrap();
    let (code, said, _) = run(&["docs", "--check", folder]);
    assert_eq!(code, 1);
    let (lines, last) = said.trim_end().rsplit_once('\n').unwrap();
    insta::assert_snapshot!(lines.replace(folder, "DIR"), @r"
    DIR/protocol/1-emergent/E1-cauda-equina.md  missing
    DIR/protocol/1-emergent/E7-aortic.md  stale
    DIR/protocol/1-emergent/E99-gone.md  left over: no rule stands beside it
    DIR/protocol/README.md  stale
    ");
    assert!(last.contains(" 4 to renew: `foramen docs "), "{last}");

    let (code, said, _) = run(&["docs", folder]);
    assert_eq!(code, 0, "{said}");
    assert!(!page("E99-gone.md").exists());
    assert_eq!(run(&["docs", "--check", folder]).0, 0);
}

#[test]
fn a_page_that_somebody_wrote_stays() {
    let hooks = changed_hooks("README.md", "# The language", "# The language");
    let notes = hooks.path().join("protocol/notes.md");
    fs::write(&notes, "# Minutes\n").unwrap();
    let (code, said, _) = run(&["docs", hooks.path().to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(notes.exists());
}

#[test]
fn a_page_says_in_words_what_the_rule_says() {
    let page = fs::read_to_string(
        crate::program::root().join("hooks/protocol/1-emergent/E1-cauda-equina.md"),
    )
    .unwrap();
    for said in [
        "- **saddle numbness**",
        "how soon: 4 hours (`emergent_mri_hours`)",
        "| `new_days` |",
        "yes: a profile may only raise it",
        "offers to order Emergency department assessment, stat",
        "| retention on day 90, begun after the back pain | lumbar spine; neck or back pain (since 100 days ago);",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(
        !page.contains("finding =") && !page.contains("[["),
        "{page}"
    );
}
