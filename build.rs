//! `hooks/` is built in, without its pages: a new or changed file there must rebuild the crate that embeds it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=hooks");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("hooks");
    // What was taken out of the folder must not stay behind.
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    copy(Path::new("hooks"), &target)
}

/// Copies what the service reads; pages in Markdown are for people.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path.extension().is_none_or(|end| end != "md") {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
