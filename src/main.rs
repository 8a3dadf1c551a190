//! The `foramen` program.
fn main() {}
