//! HTTP: the only crate that serves it.
