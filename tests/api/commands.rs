//! Commands that people paste: what `serve` prints, and what README.md shows.

use crate::service::root;
use reqwest::StatusCode;
use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

/// `foramen serve` as a process of its own.
struct Serving {
    process: Child,
    lines: Vec<String>,
    address: String,
}

impl Serving {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_foramen"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines: Vec<String> = BufReader::new(process.stdout.take().unwrap())
            .lines()
            .take(3)
            .map(Result::unwrap)
            .collect();
        let address = lines[0]
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split(": ").next())
            .unwrap()
            .to_owned();
        Self {
            process,
            lines,
            address,
        }
    }

    /// Ends it and gives what it logged.
    fn stop(mut self) -> String {
        self.process.kill().unwrap();
        let mut log = String::new();
        self.process
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        log
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Pastes a line into a shell that stands in the repository and finds `foramen`.
fn paste(line: &str) -> Output {
    let folder = Path::new(env!("CARGO_BIN_EXE_foramen")).parent().unwrap();
    let path = format!(
        "{}:{}",
        folder.display(),
        env::var("PATH").unwrap_or_default()
    );
    Command::new("sh")
        .args(["-c", line])
        .current_dir(root())
        .env("PATH", path)
        .output()
        .unwrap()
}

#[test]
fn serve_says_how_open_it_is_and_where_to_look() {
    let serving = Serving::start();
    let address = &serving.address;
    let said = serving.lines.join("\n").replace(address, "ADDRESS");
    let digest = said
        .split("catalogue ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap();
    assert_eq!(digest.len(), 12);
    insta::assert_snapshot!(said.replace(digest, "DIGEST"), @"
    foramen serves the development profile on http://ADDRESS: loopback only, no token needed, any origin, the evaluation date may be set by fixtures; catalogue DIGEST
    Discovery: http://ADDRESS/cds-services
    curl -s -H 'Content-Type: application/json' --data-binary @fixtures/requests/order-early-mri.json http://ADDRESS/cds-services/spine-orders
    ");
}

#[test]
fn the_curl_line_of_serve_gets_a_card() {
    let serving = Serving::start();
    let output = paste(&serving.lines[2]);
    assert!(output.status.success(), "{output:?}");
    let reply: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(reply["cards"][0]["source"]["topic"]["code"], "O1");
}

#[tokio::test]
async fn the_log_has_one_line_for_each_call_and_nothing_of_the_patient() {
    let serving = Serving::start();
    let base = format!("http://{}/cds-services", serving.address);
    let client = reqwest::Client::new();
    let body = fs::read(root().join("fixtures/requests/order-early-mri.json")).unwrap();
    let answered = client
        .post(format!("{base}/spine-orders"))
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answered.status(), StatusCode::OK);
    let refused = client
        .post(format!("{base}/pt-back-pain"))
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    let ids = [&answered, &refused]
        .map(|reply| reply.headers()["x-request-id"].to_str().unwrap().to_owned());

    let log = serving.stop();
    let lines: Vec<_> = ids
        .iter()
        .map(|id| {
            log.lines()
                .filter(|line| line.contains(id.as_str()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(lines.iter().all(|lines| lines.len() == 1), "{log}");
    for said in [
        "service=\"spine-orders\"",
        "status=200",
        "rules=\"O1\"",
        "outcome=\"ok\"",
        "duration_ms=",
    ] {
        assert!(lines[0][0].contains(said), "{said}: {log}");
    }
    assert!(lines[1][0].contains("status=404"), "{log}");
    for patient in ["pt-back-pain", "M54", "72148"] {
        assert!(!log.contains(patient), "{patient}: {log}");
    }
}

/// Lines of the `sh` blocks of a page, with continued lines joined.
fn shell_lines(page: &str) -> Vec<String> {
    let blocks = page
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let joined = blocks
        .map(|block| block.replace("\\\n", " "))
        .collect::<String>();
    let lines = joined
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

#[test]
fn continued_lines_are_one_and_comments_none() {
    let page =
        "text\n```sh\n# a comment\ncurl -s \\\n  http://x\nforamen check\n```\n```json\n{}\n```\n";
    assert_eq!(shell_lines(page), ["curl -s    http://x", "foramen check"]);
}

#[test]
fn the_configuration_of_the_readme_starts_a_service() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let block = readme.split("```toml\n").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    let settings = foramen::settings::Settings::parse(block).unwrap();
    assert_eq!(settings.tenants.len(), 1);
    foramen::app::App::start(settings).unwrap();
}

/// The commands of the page run as they stand, but for the address; what builds, tests or serves is left out, and `foramen-lint` has its
/// own tests.
#[test]
fn the_commands_of_the_readme_work() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md is there");
    let serving = Serving::start();
    let mut ran = 0;
    for line in shell_lines(&readme) {
        let line = line.replace("cargo run --release -- ", "foramen ");
        if [
            "foramen serve",
            "tests/run",
            "git clone ",
            "cd ",
            "cargo run --release -p foramen-lint ",
        ]
        .iter()
        .any(|skipped| line.starts_with(skipped))
        {
            continue;
        }
        let is_known = line.starts_with("curl ") || line.starts_with("foramen ");
        assert!(
            is_known,
            "README.md: this test knows curl and foramen, not: {line}"
        );
        let output = paste(&line.replace("127.0.0.1:8080", &serving.address));
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && !said.is_empty(),
            "{line}\n{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!said.contains("OperationOutcome"), "{line}\n{said}");
        ran += 1;
    }
    assert!(ran > 0, "README.md shows no command in a sh block");
}
