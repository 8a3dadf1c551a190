//! `hooks/` is built in: a new or changed file there must rebuild the crate that embeds it.

fn main() {
    println!("cargo:rerun-if-changed=hooks");
}
