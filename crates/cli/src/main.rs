//! The binary `ostrakon`.
fn main() {}
