//! Compiles this crate anew when the pages that it carries were built anew; release builds would keep the old ones.
fn main() {
    println!("cargo::rerun-if-changed=../../ui/dist");
}
