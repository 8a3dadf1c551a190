//! The `foramen` program; everything is in the library, so that the tests run what users run.

use std::process::ExitCode;

fn main() -> ExitCode {
    foramen::cli::run()
}
